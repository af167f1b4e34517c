"""Fetching a stranger's page without coming to harm, or doing any.

Each address is checked, again at each redirect (`sources/addresses.py`, `sources/connections.py`).
One deadline bounds everything from the resolver to the last byte, one limit the bytes before and
after unpacking. No proxy, no cookie, no password and no Referer is ever sent.
`docs/adr/0013-fetching-strangers-pages.md` has the reasons.
"""

import re
import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, Self
from urllib.parse import urljoin

import httpcore2 as httpcore
from django.conf import settings

from sources.addresses import NO_LABORATORY, Laboratory, RefusedAddress, WebAddress
from sources.connections import (
    MAX_HEAD,
    SECONDS,
    CheckedNetwork,
    Deadline,
    Exchange,
    Failure,
    FetchFailed,
    current_exchange,
    printable,
)

__all__ = [
    "SECONDS",
    "Client",
    "Deadline",
    "Failure",
    "FetchFailed",
    "Fetched",
    "Limits",
    "Permission",
    "fetch",
]

MAX_BODY = 5_000_000  # bytes, after unpacking
MAX_REDIRECTS = 5
MAX_HEADERS = 256
MEDIA_TYPES = frozenset(
    {
        "application/akn+xml",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/xhtml+xml",
        "application/xml",
        "text/html",
        "text/markdown",
        "text/plain",
        "text/xml",
    }
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})
_PIECE = 65_536  # bytes
_ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf,text/plain,text/markdown,"
    "application/xml;q=0.9,*/*;q=0.1"
)
# A network or a server that does not keep to its protocol.
_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)
# A product, its version and a comment (RFC 9110, section 10.1.5); robots.txt may name the product.
USER_AGENT = re.compile(r"[A-Za-z_-]+(?:/[\w.-]+)?(?: [\x20-\x7e]*)?", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as a server gave it.

    `url` is the address that gave it, after all redirects; `redirects` are those before it.
    `media_type` is in lower case without parameters, `content_type` as it was sent, `charset` what
    it says or nothing. `body` is unpacked. The names of `headers` are in lower case.
    """

    url: str
    status: int
    media_type: str
    charset: str
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken of an answer: which media types (None: any) and how many bytes, unpacked.

    A body that is longer fails with TOO_BIG, or is `cut` there.
    """

    media_types: frozenset[str] | None = MEDIA_TYPES
    max_body: int = MAX_BODY
    cut: bool = False


DOCUMENT = Limits()


def fetch(url: str, *, deadline: float | Deadline = SECONDS) -> Fetched:
    """Fetch one document as the settings say; see `Client.fetch`."""
    with Client.configured() as client:
        return client.fetch(url, deadline=deadline)


class Permission(Protocol):
    """Whoever says of each address whether it may be fetched, such as `sources.robots.Robots`."""

    def allowed(self, url: str, *, deadline: Deadline) -> bool:
        """Tell whether an address may be fetched. Raises FetchFailed when that cannot be known."""


class Client:
    """Fetches documents; keeps connections for the next. May be used by several threads at once.

    `ssl_context` is for tests; without one the certificates of the system are trusted, or those of
    SSL_CERT_FILE. Raises ValueError for a user agent that no request could carry.
    """

    def __init__(
        self,
        *,
        user_agent: str = "govkb",
        laboratory: Laboratory = NO_LABORATORY,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        if not USER_AGENT.fullmatch(user_agent):
            raise ValueError(f"{user_agent!r} is no product with a comment, in ASCII.")
        self.user_agent = user_agent
        self.laboratory = laboratory
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or httpcore.default_ssl_context(),
            max_connections=None,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=CheckedNetwork(laboratory),
        )

    @classmethod
    def configured(cls) -> Self:
        """Return a client with the user agent and the laboratory of the settings."""
        return cls(
            user_agent=settings.CAPTURE_USER_AGENT,
            laboratory=Laboratory.parse(settings.CAPTURE_LABORATORY),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.close()

    def fetch(
        self,
        url: str,
        *,
        deadline: float | Deadline = SECONDS,
        limits: Limits = DOCUMENT,
        permission: Permission | None = None,
    ) -> Fetched:
        """Return the document at an address, following redirects, before the deadline.

        `permission` is asked before each request, at every redirect again. Raises FetchFailed, and
        nothing else, for whatever a server does.
        """
        if not isinstance(deadline, Deadline):
            deadline = Deadline(deadline)
        passed: list[str] = []
        while True:
            try:
                address = WebAddress.parse(url, self.laboratory)
                _check_permission(permission, address, deadline)
                answer = self._get(address, deadline, limits)
            except RefusedAddress as refused:
                raise FetchFailed(Failure.REFUSED_ADDRESS, str(refused), url) from refused
            except FetchFailed as failed:
                failed.url = failed.url or printable(url)
                raise
            if isinstance(answer, Fetched):
                return replace(answer, redirects=tuple(passed))
            passed.append(str(address))
            if len(passed) > MAX_REDIRECTS:
                raise FetchFailed(
                    Failure.TOO_MANY_REDIRECTS, f"More than {MAX_REDIRECTS} redirects.", url
                )
            url = answer

    def _get(self, address: WebAddress, deadline: Deadline, limits: Limits) -> Fetched | str:
        """Ask once; return the document, or the address to which the server redirects."""
        while True:
            exchange = Exchange(deadline)
            token = current_exchange.set(exchange)
            try:
                with self._pool.stream(
                    b"GET", _url(address), headers=self._headers(address)
                ) as response:
                    return _taken(response, address, exchange, limits)
            except _BROKEN as broken:
                # A connection that was kept may have been closed meanwhile: ask on another.
                if exchange.connected or exchange.received:
                    raise FetchFailed(
                        Failure.DEAD, "The server broke off, or does not speak HTTP."
                    ) from broken
            finally:
                current_exchange.reset(token)

    def _headers(self, address: WebAddress) -> list[tuple[str, str]]:
        return [
            ("Host", address.netloc),
            ("User-Agent", self.user_agent),
            ("Accept", _ACCEPT),
            ("Accept-Language", "*"),
            ("Accept-Encoding", "gzip"),
        ]


def _check_permission(
    permission: Permission | None, address: WebAddress, deadline: Deadline
) -> None:
    if permission and not permission.allowed(str(address), deadline=deadline):
        raise FetchFailed(Failure.ROBOTS, "The site's robots.txt asks not to fetch it.")


def _url(address: WebAddress) -> httpcore.URL:
    return httpcore.URL(
        scheme=address.scheme, host=address.host, port=address.port, target=address.target
    )


def _taken(
    response: httpcore.Response, address: WebAddress, exchange: Exchange, limits: Limits
) -> Fetched | str:
    status = response.status
    if len(response.headers) > MAX_HEADERS:
        raise FetchFailed(
            Failure.TOO_BIG, f"The answer has more than {MAX_HEADERS} headers.", status_code=status
        )
    headers = {
        name.decode("ascii").lower(): value.decode("latin-1") for name, value in response.headers
    }
    try:
        if status in _REDIRECTS and headers.get("location"):
            return _redirected(address, response.headers)
        _check_status(status)
        content_type = headers.get("content-type", "")
        media_type = content_type.partition(";")[0].strip().lower()
        _check_media_type(media_type, limits)
        body = _body(response, headers, exchange, limits)
    except FetchFailed as failed:
        failed.status_code = status
        raise
    charset = _CHARSET.search(content_type)
    return Fetched(
        url=str(address),
        status=status,
        media_type=media_type,
        charset=charset[1].lower() if charset else "",
        content_type=content_type,
        body=body,
        headers=headers,
    )


def _redirected(address: WebAddress, headers: Iterable[tuple[bytes, bytes]]) -> str:
    location = next(value for name, value in headers if name.lower() == b"location")
    try:
        written = location.decode()
    except UnicodeDecodeError:
        written = location.decode("latin-1")
    try:
        return urljoin(str(address), written.strip().replace(" ", "%20"))
    except ValueError as error:
        raise FetchFailed(Failure.REFUSED_ADDRESS, "It redirects to no address.") from error


def _check_status(status: int) -> None:
    """Raise FetchFailed for every status but that of a whole document."""
    if status in _WHOLE:
        return
    if status == 404:
        raise FetchFailed(Failure.NOT_FOUND, "The server does not find the page (404).")
    if status == 410:
        raise FetchFailed(Failure.GONE, "The page was withdrawn (410).")
    if 500 <= status < 600:
        raise FetchFailed(Failure.SERVER_ERROR, f"The server failed ({status}).")
    if 400 <= status < 500:
        raise FetchFailed(Failure.REFUSED_BY_SITE, f"The site refuses to give the page ({status}).")
    if 200 <= status < 400:
        raise FetchFailed(Failure.EMPTY, f"The answer is no whole document ({status}).")
    raise FetchFailed(Failure.DEAD, f"The answer is none of HTTP ({status}).")


def _check_media_type(media_type: str, limits: Limits) -> None:
    """Raise FetchFailed for what is not read here, and for what does not say what it is."""
    if limits.media_types is None or media_type in limits.media_types:
        return
    kind = f"{media_type[:80]} is" if media_type else "What has no media type is"
    raise FetchFailed(Failure.WRONG_TYPE, f"{kind} not a kind of document that is read.")


def _body(
    response: httpcore.Response, headers: Mapping[str, str], exchange: Exchange, limits: Limits
) -> bytes:
    """Return the unpacked body, of which no more is ever held than the limit and one piece."""
    said = headers.get("content-length", "")
    if not limits.cut and said.isdigit() and int(said) > limits.max_body:
        raise _too_big(limits)
    exchange.max_received = exchange.received + 2 * limits.max_body + MAX_HEAD
    body = bytearray()
    try:
        for piece in _unpacked(response.iter_stream(), headers.get("content-encoding", "")):
            body += piece
            if len(body) > limits.max_body:
                if limits.cut:
                    del body[limits.max_body :]
                    break
                raise _too_big(limits)
    except _BROKEN as broken:
        raise FetchFailed(
            Failure.UNREADABLE, "The server broke off before the end of the document."
        ) from broken
    if not body.strip():
        raise FetchFailed(Failure.EMPTY, "The document is empty.")
    return bytes(body)


def _too_big(limits: Limits) -> FetchFailed:
    return FetchFailed(
        Failure.TOO_BIG, f"The document is larger than {limits.max_body / 1_000_000:g} MB."
    )


def _unpacked(chunks: Iterable[bytes], codings: str) -> Iterator[bytes]:
    """Undo a Content-Encoding in pieces of a bounded size, whatever is packed."""
    coding = codings.strip().lower()
    if coding in {"", "identity"}:
        yield from chunks
    elif coding in {"gzip", "x-gzip", "deflate"}:
        try:
            yield from _inflated(chunks, gzip=coding != "deflate")
        except zlib.error as error:
            raise FetchFailed(Failure.UNREADABLE, "The document is packed wrongly.") from error
    else:
        raise FetchFailed(
            Failure.UNREADABLE, f"The document is packed as {coding[:40]!r}, not as was asked for."
        )


def _inflated(chunks: Iterable[bytes], *, gzip: bool) -> Iterator[bytes]:
    inflater = None
    for chunk in chunks:
        left = chunk
        while left:
            if inflater is None:
                # RFC 9110, 8.4.1.2: deflate has the wrapper of zlib, but some servers forget it.
                wrapped = zlib.MAX_WBITS if left[0] & 0x0F == 8 else -zlib.MAX_WBITS
                inflater = zlib.decompressobj(16 + zlib.MAX_WBITS if gzip else wrapped)
            elif inflater.eof:
                if not gzip or left[0] != 0x1F:
                    return  # what follows the end is no further member of the archive
                inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
            piece = inflater.decompress(left, _PIECE)
            yield piece
            while len(piece) == _PIECE and not inflater.eof:
                piece = inflater.decompress(inflater.unconsumed_tail, _PIECE)
                yield piece
            left = inflater.unused_data
    if inflater is not None and not inflater.eof:
        raise FetchFailed(Failure.UNREADABLE, "The server broke off before the end.")
