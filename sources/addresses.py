"""Which addresses on the web may be fetched: public ones, written plainly.

Two questions are asked of an address that a stranger gave. Its spelling: `WebAddress.parse` takes
what every program reads alike, and refuses the spellings by which one reader is shown one host and
another connects to a second. Where it leads: `refusal` says of an IP address why it is not public.
`ipaddress.is_global` is not asked, as its answers differ between versions of Python and let
multicast, IPv4-compatible and NAT64 addresses of private hosts pass.

The tables follow the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), of
IPv6 nothing but global unicast (RFC 4291, section 2.4) is public, and the addresses at which clouds
serve their credentials are named one by one.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from urllib.parse import quote, urlsplit

import idna

__all__ = [
    "NO_LABORATORY",
    "IPAddress",
    "Laboratory",
    "RefusedAddress",
    "WebAddress",
    "check_address",
    "is_public",
    "refusal",
]

IPAddress = IPv4Address | IPv6Address

MAX_URL = 2000  # code points
PORTS = {"http": 80, "https": 443}

_IPV4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "the network of a carrier"),
        ("127.0.0.0/8", "this computer"),
        ("168.63.129.16/32", "the metadata of a cloud"),
        ("169.254.0.0/16", "the local link, or the metadata of a cloud"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "protocols"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relays"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "benchmarks"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "future use"),
    )
)
_IPV6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::/128", "no host"),
        ("::1/128", "this computer"),
        ("::/96", "IPv4 in a withdrawn form"),
        ("64:ff9b:1::/48", "the translation of a local network"),
        ("100::/64", "nothing, and is thrown away"),
        ("2001::/32", "Teredo tunnels"),
        ("2001::/23", "protocols"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4 tunnels"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "the local link"),
        ("fec0::/10", "a private network"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# Here an IPv4 address is written in an IPv6 address, and packets go to the former.
_IPV4_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})

# Names within a network (RFC 6761, RFC 6762, RFC 8375, and ICANN's reservation of `internal`).
_LOCAL_NAMES = (".home.arpa", ".internal", ".local", ".localdomain", ".localhost")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_IPV4_HOST = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_DOTS = re.compile("[\u2024\u3002\ufe52\uff0e\uff61]")
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?")


class RefusedAddress(ValueError):  # noqa: N818 - an answer, not an error
    """The address is none that is fetched; the message is one sentence that says why."""


def is_public(address: IPAddress) -> bool:
    """Tell whether an IP address is one of a host on the public internet."""
    return not refusal(address)


def refusal(address: IPAddress) -> str:
    """Return what an IP address is for, when it is not public; nothing when it is."""
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _IPV4 if address in network), "")
    if address.scope_id is not None:
        return "one interface of this computer"
    embedded = IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in _IPV4_MAPPED or address in _NAT64:
        return refusal(embedded)
    otherwise = "" if address in _GLOBAL_UNICAST else "future use"
    reserved = next((kind for network, kind in _IPV6 if address in network), otherwise)
    is_isatap = (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP
    return reserved or (refusal(embedded) if is_isatap else "")


@dataclass(frozen=True, slots=True)
class Laboratory:
    """The servers of a test that may be fetched though they are not public; none by default.

    `servers` are addresses with a port, reached under whatever name leads there; `names` are
    made-up names with a port, each leading to one address without a resolver being asked.
    """

    servers: frozenset[tuple[IPAddress, int]] = frozenset()
    names: Mapping[tuple[str, int], IPAddress] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Laboratory":
        """Read `127.0.0.1:8001, [::1]:8002, name.test=127.0.0.1:8003`; nothing is no laboratory.

        `name:port` is short for `name=127.0.0.1:port`. Raises ValueError with a sentence.
        """
        servers = set()
        names: dict[tuple[str, int], IPAddress] = {}
        for entry in filter(None, (part.strip() for part in text.split(","))):
            name, equals, server = entry.rpartition("=")
            host, colon, port = server.rpartition(":")
            if not (host and colon and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
                raise ValueError(
                    f"A laboratory has no server {entry!r}: it needs a host and a port."
                )
            try:
                address = ip_address(host.strip("[]"))
            except ValueError as error:
                if equals:
                    raise ValueError(f"{host!r} in {entry!r} is no IP address.") from error
                name, address = host, IPv4Address("127.0.0.1")
            if name:
                names[_host(name), int(port)] = address
            else:
                servers.add((address, int(port)))
        return cls(frozenset(servers), names)

    @property
    def ports(self) -> frozenset[int]:
        """Return the ports at which it has servers."""
        return frozenset(port for _, port in (*self.servers, *self.names))

    def allows(self, address: IPAddress, port: int) -> bool:
        """Tell whether there is a server of the laboratory at this very address and port."""
        return (address, port) in self.servers


NO_LABORATORY = Laboratory()


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address of the web in the one spelling in which it is asked for, all of it ASCII.

    `host` is a name in lower case (in its ASCII form when it is international) or an IP address,
    without brackets; `target` is the path and the query.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """Return the host, and the port where it is not the usual one, as in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Return scheme, host and port, as in RFC 6454."""
        return f"{self.scheme}://{self.netloc}"

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"

    @property
    def ip(self) -> IPAddress | None:
        """Return the IP address that the host is, if it is one and not a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    @classmethod
    def parse(cls, url: str, laboratory: Laboratory = NO_LABORATORY) -> "WebAddress":
        """Return the address that a URL spells out; a fragment is dropped.

        Raises RefusedAddress for what is not http or https, for other ports than 80 and 443, for
        user names, and for every spelling of a host that another program could read differently.
        """
        _check_characters(url)
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise RefusedAddress("The host in the address is malformed.") from error
        if parts.scheme not in PORTS:
            raise RefusedAddress("Only addresses that begin with http:// or https:// are fetched.")
        if "@" in parts.netloc:
            raise RefusedAddress("The address holds a user name or an @ before the host.")
        if not (authority := _AUTHORITY.fullmatch(parts.netloc)) or not authority[1]:
            raise RefusedAddress("The address has no host, or a malformed one.")
        port = int(authority[2] or PORTS[parts.scheme])
        if port not in {*PORTS.values(), *laboratory.ports}:
            raise RefusedAddress(f"Port {port} is not fetched from, only 80 and 443.")
        host = _host(authority[1])
        if (host, port) not in laboratory.names:
            _check_host(host, port, laboratory)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        if parts.query:
            target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?[]|")
        return cls(parts.scheme, host, port, target)


def _check_characters(url: str) -> None:
    if len(url) > MAX_URL:
        raise RefusedAddress(f"The address is longer than {MAX_URL:,} characters.")
    if "\\" in url:
        raise RefusedAddress("The address holds a backslash.")
    if any(unicodedata.category(character)[0] in "CZ" for character in url):
        raise RefusedAddress("The address holds a blank, an invisible or a control character.")


def _host(written: str) -> str:
    """Return a host in its one spelling. Raises RefusedAddress."""
    if written.startswith("["):
        return _ipv6_host(written[1:-1])
    if "%" in written:
        raise RefusedAddress("The host in the address is percent-encoded.")
    if _DOTS.search(written) or unicodedata.normalize("NFKC", written) != unicodedata.normalize(
        "NFC", written
    ):
        raise RefusedAddress("The host is written in characters that stand for others.")
    if written.endswith(".") or written.startswith(".") or ".." in written:
        raise RefusedAddress("The host begins or ends with a dot, or has two in a row.")
    host = written.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise RefusedAddress("The host is no international name.") from error
    if len(host) > 253:
        raise RefusedAddress("The host is longer than 253 characters.")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _ipv4_host(host)
    if not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise RefusedAddress("The host holds a character that no host name has.")
    return host


def _ipv4_host(written: str) -> str:
    # Whatever ends in a number is read as IPv4 by browsers and C libraries (WHATWG URL Standard).
    if not _IPV4_HOST.fullmatch(written):
        raise RefusedAddress("The host is an IP address in an unusual spelling.")
    try:
        return str(IPv4Address(written))
    except ValueError as error:
        raise RefusedAddress("The host is no IP address.") from error


def _ipv6_host(written: str) -> str:
    if "%" in written:
        raise RefusedAddress("The host is an IP address with a zone.")
    try:
        return str(IPv6Address(written))
    except ValueError as error:
        raise RefusedAddress("The host in brackets is no IPv6 address.") from error


def _check_host(host: str, port: int, laboratory: Laboratory) -> None:
    """Refuse a name or an IP address that is not public whatever a resolver says of it."""
    try:
        check_address(host, ip_address(host), port, laboratory)
    except RefusedAddress:
        raise
    except ValueError:
        # In a laboratory it is for the address to say, which is asked for in any case.
        if port not in laboratory.ports and ("." not in host or host.endswith(_LOCAL_NAMES)):
            raise RefusedAddress(f"{host} is a name of a local network.") from None


def check_address(host: str, address: IPAddress, port: int, laboratory: Laboratory) -> None:
    """Refuse an IP address that a host is or leads to, unless it is public or the laboratory's.

    Raises RefusedAddress.
    """
    if laboratory.allows(address, port):
        return
    if kind := refusal(address):
        leads = "" if str(address) == host else f" leads to {address}, which"
        raise RefusedAddress(f"{host}{leads} is not public but for {kind}.")
    if port not in PORTS.values():
        raise RefusedAddress(f"Port {port} is not fetched from, only 80 and 443.")
