"""ZIP archives: each member is read as a file of its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..documents import Document, Fault
from ..errors import UnreadableFileError

MOST_MEMBERS = 5_000
"""Of one file, with the archives in it: what a person packs has fewer, and a run stays one that ends."""
MOST_BYTES = 300_000_000
"""Unpacked, of one file with the archives in it: some hundred times the Vietnamese news of a day."""
LARGEST_MEMBER = 100_000_000
"""Bytes of a member: it is held in memory, as a file is."""
HIGHEST_RATIO = 200
"""Unpacked to packed bytes: text packs 3 to 20 times, a table that repeats itself 100 times, a bomb 1,000 times."""
SMALL = 1_000_000
"""Unpacked bytes up to which the ratio doesn't matter."""
JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)[^/]*(?:/|$)|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""Names that operating systems add, and hidden ones, which a folder passes over too."""

ReadInner = Callable[[bytes, str], Iterator[Document | Fault]]
"""Reads bytes with a file's name as one more file; its parts and faults carry that name."""


@dataclass(slots=True)
class Allowance:
    """What may still be unpacked of one file, shared by the archives in it."""

    members: int = MOST_MEMBERS
    unpacked: int = MOST_BYTES

    def take(self, archive: zipfile.ZipFile, packed: int) -> None:
        """Count an archive before anything of it is unpacked; raises UnreadableFileError where it is too much."""
        members = archive.infolist()
        size = sum(member.file_size for member in members)
        if len(members) > self.members:
            raise UnreadableFileError(f"expected at most {self.members:,} members, found {len(members):,}: split it")
        if size > self.unpacked:
            raise UnreadableFileError(f"expected at most {self.unpacked:,} bytes unpacked, found {size:,}: split it")
        if size > SMALL and size > HIGHEST_RATIO * packed:
            raise UnreadableFileError(
                f"expected at most {HIGHEST_RATIO} times its size unpacked, found {size:,} bytes of {packed:,}: "
                "unpack it yourself if you trust it"
            )
        self.members -= len(members)
        self.unpacked -= size


def read_zip(data: bytes, read_inner: ReadInner, allowance: Allowance) -> Iterator[Document | Fault]:
    """The documents of the members, by name; one that can't be read doesn't stop the others.

    Raises UnreadableFileError where the archive is damaged, or more than may be unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(
            f"expected a whole ZIP archive, found a damaged one ({error}): pack it anew"
        ) from error
    with archive:
        allowance.take(archive, len(data))
        for member in sorted(archive.infolist(), key=name_of):
            name = name_of(member)
            if member.is_dir() or JUNK.search(name):
                continue
            try:
                inner = read_member(archive, member, name)
            except UnreadableFileError as error:
                yield Fault(name, str(error))
            else:
                yield from read_inner(inner, name)


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of a member; raises UnreadableFileError."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or re.match(r"[a-zA-Z]:", name):
        raise UnreadableFileError("expected a name inside the archive, found one that leads out of it: pack it anew")
    if member.flag_bits & 1:
        raise UnreadableFileError("expected a member without password, found an encrypted one: unpack it")
    if member.file_size > LARGEST_MEMBER:
        raise UnreadableFileError(f"expected at most {LARGEST_MEMBER:,} bytes, found {member.file_size:,}: split it")
    try:
        return archive.read(member)
    except Exception as error:
        raise UnreadableFileError(f"expected a whole member, found a damaged one ({error}): pack it anew") from error


def name_of(member: zipfile.ZipInfo) -> str:
    """The member's path; one that isn't marked as UTF-8 but is, as many programs write Vietnamese, is read so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")
