"""What a host's name says about where it is, without asking any name service."""

from __future__ import annotations

import ipaddress
import re
from typing import Final, Literal
from urllib.parse import urlsplit

_AUTHORITY: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d+)?", re.ASCII)
Place = Literal["loopback", "private", "public", "cloud", "unclear"]

_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?", re.ASCII)
# Names that no public name service hands out (RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps back).
_PRIVATE_ENDS: Final = (
    ".local", ".localdomain", ".internal", ".intranet", ".private", ".corp", ".home", ".lan", ".home.arpa", ".test",
    ".invalid", ".example", ".localhost",
)  # fmt: skip
_CLOUDS: Final = (
    "amazonaws.com", "aws.amazon.com", "amazonaws.com.cn", "api.aws", "azure.com", "azure.net", "windows.net",
    "microsoftonline.com", "googleapis.com", "cloud.google.com", "run.app", "digitalocean.com", "cloudflare.com",
    "heroku.com", "oraclecloud.com", "aliyuncs.com", "hetzner.cloud", "linode.com", "scaleway.com", "ovh.com",
)  # fmt: skip
# What machines in clouds ask for their own credentials.
_CREDENTIALS: Final = ("169.254.169.254", "fd00:ec2::254", "metadata.google.internal")


def place_of(host: str) -> Place:
    """Where a host is, as far as its name or address says."""
    name = host.strip("[]").rstrip(".").casefold()
    if name in _CREDENTIALS or any(name == end or name.endswith(f".{end}") for end in _CLOUDS):
        return "cloud"
    address = _address(name)
    if address is not None:
        if address.is_loopback:
            return "loopback"
        return "private" if address.is_private or address.is_link_local else "public"
    # What ends in .localhost should be loopback too (RFC 6761), but many resolvers ask a name server for it.
    if name == "localhost":
        return "loopback"
    last = name.rpartition(".")[2]
    if not _NAME.fullmatch(name) or last.isdigit() or last.startswith("0x"):
        return "unclear"
    return "private" if "." not in name or name.endswith(_PRIVATE_ENDS) else "public"


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped if mapped is not None else address


def host_of(url: str) -> tuple[str, int | None] | None:
    """Host and port of a plain http or https address; None where it is anything else.

    A name and password in it, a backslash, a blank, letters beyond ASCII or anything behind an address in brackets are
    not plain: programs read them in different ways, and what is shown has to be what is called.
    """
    if not url.isascii() or any(char in url for char in "\\@") or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        if _AUTHORITY.fullmatch(parts.netloc) is None:
            return None
        return parts.hostname, parts.port
    except ValueError:
        return None


def is_address(text: str) -> bool:
    """Whether a text is an IP address, with a port or without."""
    if _address(text.strip("[]")) is not None:
        return True
    host, colon, port = text.rpartition(":")
    return bool(colon) and port.isdigit() and _address(host.strip("[]")) is not None


def split_port(text: str) -> tuple[str, int | None]:
    """Host and port of `host`, `host:port`, `[address]:port` or an address alone."""
    if _address(text.strip("[]")) is not None:
        return text.strip("[]"), None
    host, colon, port = text.rpartition(":")
    if colon and port.isdigit():
        return host.strip("[]"), int(port)
    return text, None
