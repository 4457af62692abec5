"""Where the server listens, and what that demands; looked at before anything heavy is loaded."""

from __future__ import annotations

import ipaddress

from index.errors import HoiNguonError


class ServingError(HoiNguonError):
    """The server can't be started as it was asked for."""


def require_login(host: str, has_users: bool) -> None:
    """Raise ServingError where others could come in without a login."""
    if not has_users and not is_loopback(host):
        raise ServingError(
            f"Expected --auth or --auth-file with --host {host}, found neither: others on the network could read all "
            "documents."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
