"""Who may log in: users with hashed passwords (scrypt, RFC 7914), from the command line or a file.

`python -m web.passwords USER` asks for a password and prints the user's line for the file.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from index.errors import HoiNguonError

COST, BLOCK, PARALLEL = 2**14, 8, 1
"""Parameters of scrypt: 16 MB and some 50 ms for each try."""


class PasswordsError(HoiNguonError):
    """What should name users and passwords doesn't."""


def hash_password(password: str, salt: bytes | None = None) -> str:
    """Salt and hash in hexadecimal, joined by $."""
    salt = salt or os.urandom(16)
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL).hex()}"


def checker(users: Mapping[str, str]) -> Callable[[str, str], bool]:
    """A function that says whether a user has a password; an unknown user takes as long as a known one."""
    nobody = hash_password(os.urandom(16).hex())

    def check(user: str, password: str) -> bool:
        stored = users.get(user, nobody)
        salt = bytes.fromhex(stored.split("$")[0])
        return hmac.compare_digest(stored, hash_password(password, salt)) and user in users

    return check


def parse_user(text: str) -> dict[str, str]:
    """The user of `user:password`, hashed; raises PasswordsError."""
    user, colon, password = text.partition(":")
    if not (user and colon and password):
        raise PasswordsError("Expected --auth user:password, found no name, colon or password: give all three.")
    return {user: hash_password(password)}


def read_users(path: Path) -> dict[str, str]:
    """The users of a file, a line `user:salt$hash` each; raises PasswordsError."""
    users = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordsError(f"Expected a readable file of users at {path}, found: {error}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        user, _, stored = line.strip().partition(":")
        salt, _, digest = stored.partition("$")
        if not (user and is_hex(salt, 32) and is_hex(digest, 128)):
            raise PasswordsError(
                f"Expected user:salt$hash in line {number} of {path}, found something else: make the line with "
                "`python -m web.passwords USER`."
            )
        users[user] = stored
    if not users:
        raise PasswordsError(f"Expected at least one user in {path}, found none.")
    return users


def is_hex(text: str, length: int) -> bool:
    """Whether a text is so many hexadecimal digits."""
    return len(text) == length and all(digit in "0123456789abcdef" for digit in text)


if __name__ == "__main__":
    if len(sys.argv) != 2 or ":" in sys.argv[1]:
        sys.exit("usage: python -m web.passwords USER")
    print("".join(f"{user}:{stored}" for user, stored in parse_user(f"{sys.argv[1]}:{getpass.getpass()}").items()))
