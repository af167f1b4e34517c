"""A laboratory of servers on loopback: honest ones, evil ones, and one that nobody may reach."""

import contextlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import trustme

PAGE = b"<!doctype html><title>Pledge</title><p>We will publish what we find.</p>"
NAME = "honest.example"

# What a server does with a connection whose request it has read.
Script = Callable[[socket.socket, bytes], None]


@dataclass
class Server:
    """A server on a free port of loopback that runs a script for each request."""

    script: Script
    tls: ssl.SSLContext | None = None
    before_request: bool = False
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        for connection in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            if self.before_request:
                self.script(connection, b"")
            while request := _head(connection):
                self.requests.append(request)
                self.script(connection, request)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()


def _head(connection: socket.socket) -> bytes:
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        if not (more := connection.recv(65_536)):
            return b""
        data += more
    return data


@contextlib.contextmanager
def server(
    script: Script | bytes, tls: ssl.SSLContext | None = None, *, before_request: bool = False
) -> Iterator[Server]:
    """Run a server; `script` may be the bytes that it answers before it closes."""
    made = Server(says(script) if isinstance(script, bytes) else script, tls, before_request)
    try:
        yield made
    finally:
        made.close()


def answer(
    body: bytes = b"",
    *headers: str,
    status: str = "200 OK",
    media_type: str = "text/html; charset=utf-8",
    length: int | None = None,
) -> bytes:
    """Return a whole answer; `length` is what it says of itself, -1 for nothing."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if media_type:
        lines.append(f"Content-Type: {media_type}")
    if length != -1:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"moved", f"Location: {location}", status=status)


def says(data: bytes) -> Script:
    """Answer, then close the connection."""

    def script(connection: socket.socket, request: bytes) -> None:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)

    return script


def keeps(data: bytes) -> Script:
    """Answer, and keep the connection for the next request."""

    def script(connection: socket.socket, request: bytes) -> None:
        connection.sendall(data)

    return script


def routes(**paths: bytes) -> Script:
    """Answer by path; `index` is `/`, two underscores stand for a dot."""

    def script(connection: socket.socket, request: bytes) -> None:
        path = request.split(b" ")[1].partition(b"?")[0].decode().strip("/")
        missing = answer(b"no", status="404 Not Found")
        connection.sendall(paths.get(path.replace(".", "__") or "index", missing))

    return script


def endless(start: bytes, again: bytes, pause: float = 0) -> Script:
    """Begin an answer and never end it."""

    def script(connection: socket.socket, request: bytes) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(again)
            time.sleep(pause)

    return script


def silent(connection: socket.socket, request: bytes) -> None:
    """Say nothing, and keep the connection open until the other side goes."""
    while connection.recv(65_536):
        pass


def resets(connection: socket.socket, request: bytes) -> None:
    """Break off with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


def gzipped(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()


def bomb(megabytes: int, *, gzip: bool = True) -> bytes:
    """Return about a thousandth of what it unpacks to; its end is missing, nobody gets there."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" if gzip else b"\x78\x9c"
    return head + block * megabytes


class Authority:
    """A certificate authority, and servers' certificates with one thing wrong."""

    def __init__(self) -> None:
        self._authority = trustme.CA()
        self._stranger = trustme.CA()

    def trusted(self) -> ssl.SSLContext:
        """Return what a client needs to trust this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._authority.configure_trust(context)
        return context

    def serving(self, kind: str, name: str = NAME) -> ssl.SSLContext:
        """Return what a server needs: `valid`, `strange`, `expired` or of a `wrong name`."""
        authority = self._stranger if kind == "strange" else self._authority
        now = datetime.now(UTC)
        certificate = authority.issue_cert(
            "other.example" if kind == "wrong name" else name,
            not_before=now - timedelta(days=9),
            not_after=now + timedelta(days=-1 if kind == "expired" else 9),
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context
