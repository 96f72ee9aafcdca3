"""Which addresses may be requested at all, and the form in which they are."""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import quote, urlsplit

import idna

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_ESCAPED = "%/:?#[]@!$&'()*+,;=~"  # signs that stand as they are; everything else outside ASCII letters and digits is escaped
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.I)
_NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedError(ValueError):
    """An address that must never be requested; the text says why."""


def requestable(address: str) -> str:
    """Return `address` as it is sent: escaped, its host in ASCII, without its fragment.

    Raises:
        ValueError: it has another scheme, credentials, no host, or cannot be read.
    """
    address = address.strip()
    try:
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedError(f"cannot be read as an address: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise RefusedError(f'only http and https are requested, not "{parts.scheme}"' if parts.scheme else "it has no scheme: write https://…")
    if "@" in parts.netloc:
        raise RefusedError("it carries a user name or password")
    if not host:
        raise RefusedError("it names no host")
    default = {"http": 80, "https": 443}[parts.scheme]
    authority = _ascii(host) + ("" if port in (None, default) else f":{port}")
    query = f"?{quote(parts.query, safe=_ESCAPED)}" if parts.query else ""
    return f"{parts.scheme}://{authority}{quote(parts.path, safe=_ESCAPED) or '/'}{query}"


def _ascii(host: str) -> str:
    """Return a host as it is asked for: a name in ASCII, an IP address in its usual form."""
    if ":" in host:
        ipaddress.ip_address(host)  # raises a ValueError of its own
        return f"[{host}]"
    if _NUMERIC.fullmatch(host):  # 2130706433, 0x7f.1 and 0177.1 are all ways to write 127.0.0.1
        try:
            return socket.inet_ntoa(socket.inet_aton(host))
        except OSError as error:
            raise RefusedError(f'"{host}" is no IP address') from error
    try:
        # A name that is ASCII stands as it is, with underscores and all: the name server knows best.
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise RefusedError(f'"{host}" is no name of a host') from error
    if not _NAME.fullmatch(name):
        raise RefusedError(f'"{host}" is no name of a host')
    return name


def check_ip(text: str, loopback: bool) -> None:
    """Let an IP address pass that may be connected to; `loopback` allows this machine, for tests.

    Raises:
        RefusedError: it belongs to a private, local or reserved network.
    """
    ip = _inner(ipaddress.ip_address(text.partition("%")[0]))
    if loopback and ip.is_loopback:
        return
    if not ip.is_global or ip.is_multicast or ip.is_reserved or (isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local):
        raise RefusedError(f"it leads into a private or reserved network ({ip})")


def _inner(ip: IP) -> IP:
    """Return the IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
