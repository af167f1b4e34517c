"""Connections to checked addresses, each of whose waits ends at one deadline.

A name is resolved once for a connection. If any of its addresses is not public it is refused, and
the connection is made to an address that was checked, so no second answer of the resolver counts.
"""

import select
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from operator import itemgetter
from typing import Any

import httpcore2 as httpcore

from sources.addresses import MAX_URL, IPAddress, Laboratory, check_address

SECONDS = 20.0
CONNECT_SECONDS = 5.0
MAX_TRIED = 4  # addresses of one host
MAX_HEAD = 100_000  # bytes of status line and headers, interim answers among them


class Failure(StrEnum):
    """Why nothing was fetched, in the words of `sources.models.CaptureAttempt.Outcome`."""

    DEAD = "dead"
    TLS = "tls"
    NOT_FOUND = "not_found"
    GONE = "gone"
    SERVER_ERROR = "server_error"
    REFUSED_BY_SITE = "refused_by_site"
    EMPTY = "empty"
    WRONG_TYPE = "wrong_type"
    UNREADABLE = "unreadable"
    TOO_BIG = "too_big"
    TOO_SLOW = "too_slow"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REFUSED_ADDRESS = "refused_address"
    ROBOTS = "robots"


class FetchFailed(Exception):  # noqa: N818 - an answer, not an error
    """Nothing was fetched. `detail` is one sentence; `url` is the address that failed last.

    Both may hold words of the server: what is not printable is replaced, and both are cut at
    2,000 code points, so that they can be shown and stored.
    """

    def __init__(
        self, outcome: Failure, detail: str, url: str = "", status_code: int | None = None
    ) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = printable(detail)
        self.url = printable(url)
        self.status_code = status_code


def printable(text: str) -> str:
    """Return a stranger's words as they can be shown and stored: cut, and without controls."""
    text = text[:MAX_URL]
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


class Deadline:
    """A moment after which nothing more is waited for."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.at = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds that are left, more than 0. Raises FetchFailed when there are none."""
        if (left := self.at - time.monotonic()) <= 0:
            raise FetchFailed(Failure.TOO_SLOW, "The server took too long.")
        return left


@dataclass(slots=True)
class Exchange:
    """One request and its answer, as far as the network sees it."""

    deadline: Deadline
    max_received: int = MAX_HEAD
    received: int = 0
    connected: bool = False


current_exchange: ContextVar[Exchange] = ContextVar("current_exchange")


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to nothing but checked addresses."""

    def __init__(self, laboratory: Laboratory) -> None:
        self._laboratory = laboratory

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check every answer, connect. Raises RefusedAddress and FetchFailed."""
        del timeout, local_address, socket_options  # the deadline of the exchange counts
        exchange = current_exchange.get()
        exchange.connected = True
        addresses = self._addresses(host, port, exchange.deadline)
        why = ""
        for address in _alternating(addresses)[:MAX_TRIED]:
            try:
                return _Stream(_connection(address, port, exchange.deadline))
            except OSError as error:
                why = error.strerror or "no answer"
        exchange.deadline.remaining()
        raise FetchFailed(Failure.DEAD, f"{host} cannot be reached: {why}.")

    def _addresses(self, host: str, port: int, deadline: Deadline) -> list[IPAddress]:
        """Return where a host is, all of it checked, unless the laboratory says where it is."""
        if address := self._laboratory.names.get((host, port)):
            return [address]
        try:
            addresses = [ip_address(host)]
        except ValueError:
            addresses = _resolved(host, port, deadline)
        for address in addresses:
            check_address(host, address, port, self._laboratory)
        return addresses


def _resolved(host: str, port: int, deadline: Deadline) -> list[IPAddress]:
    """Return all addresses of a name. A thread waits for the resolver, as nothing interrupts it."""
    answers: list[IPAddress] = []

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        answers.extend(dict.fromkeys(ip_address(sockaddr[0]) for *_, sockaddr in found))

    thread = threading.Thread(target=look_up, name=f"resolver of {host}", daemon=True)
    thread.start()
    thread.join(deadline.remaining())
    if thread.is_alive():
        raise FetchFailed(Failure.TOO_SLOW, f"{host} was not resolved in time.")
    if not answers:
        raise FetchFailed(Failure.DEAD, f"No address is known of {host}.")
    return answers


def _alternating(addresses: Iterable[IPAddress]) -> list[IPAddress]:
    """Return addresses of both families in turn, as one of them may lead nowhere from here."""
    seen: Counter[int] = Counter()
    ranked = []
    for address in addresses:
        ranked.append((seen[address.version], address))
        seen[address.version] += 1
    return [address for _, address in sorted(ranked, key=itemgetter(0))]


def _connection(address: IPAddress, port: int, deadline: Deadline) -> socket.socket:
    # Not socket.create_connection, which would ask the resolver about the address once more.
    family = socket.AF_INET6 if isinstance(address, IPv6Address) else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(min(deadline.remaining(), CONNECT_SECONDS))
        connection.connect((str(address), port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection


class _Stream(httpcore.NetworkStream):
    """A connection each of whose waits ends at the deadline of the exchange that uses it.

    The `timeout` of httpcore is one for each wait, so it is dropped.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        exchange = current_exchange.get()
        try:
            self._connection.settimeout(exchange.deadline.remaining())
            data = self._connection.recv(max_bytes)
        except TimeoutError as error:
            raise FetchFailed(Failure.TOO_SLOW, "The server took too long.") from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error
        exchange.received += len(data)
        if exchange.received > exchange.max_received:
            raise FetchFailed(Failure.TOO_BIG, "The server sends more than is taken.")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        try:
            self._connection.settimeout(current_exchange.get().deadline.remaining())
            self._connection.sendall(buffer)
        except TimeoutError as error:
            raise FetchFailed(Failure.TOO_SLOW, "The server took too long.") from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._connection.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        try:
            self._connection.settimeout(current_exchange.get().deadline.remaining())
            return _Stream(
                ssl_context.wrap_socket(self._connection, server_hostname=server_hostname)
            )
        except TimeoutError as error:
            self.close()
            raise FetchFailed(Failure.TOO_SLOW, "The server took too long.") from error
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise FetchFailed(
                Failure.TLS, f"The certificate is not valid: {error.verify_message}."
            ) from error
        except OSError as error:
            self.close()
            raise FetchFailed(Failure.TLS, "No safe connection could be made.") from error

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            poll = select.poll()
            poll.register(self._connection, select.POLLIN)
            return bool(poll.poll(0))
        return None
