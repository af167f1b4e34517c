"""How often one client may ask, counted for all server processes together.

The counts lie in a small file that every process maps into its memory: no query, no write to the
database, no service to run. A client's window begins with its first request. Counting is courtesy
towards other readers, not a defence: that is the proxy's work.
"""

import fcntl
import hashlib
import ipaddress
import logging
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("govkb.limits")

POLICY = "anon"
ENTRY = struct.Struct("<QdII")  # client, beginning of its window, its requests, unused
ENTRIES = 1 << 15
PROBES = 8  # places where a client may stand


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a client has left: requests, and seconds until it has all of them again."""

    granted: bool
    remaining: int
    seconds: int


class SharedCounter:
    """Counts of requests by client, in a file of fixed size that processes share.

    When more clients come in one window than find a place, the one whose window is oldest is
    forgotten: the limit then errs towards answering.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self.file, ENTRIES * ENTRY.size)
        self.map = mmap.mmap(self.file, ENTRIES * ENTRY.size)
        self.threads = threading.Lock()

    def take(
        self, client: str, limit: int, window: int, *, now: float | None = None, cost: int = 1
    ) -> Allowance:
        """Count a request and tell whether it is within the limit; a cost of 0 only looks."""
        now = time.time() if now is None else now
        secret = settings.SECRET_KEY.encode()[:64]
        digest = hashlib.blake2b(client.encode(), digest_size=8, key=secret).digest()
        key = int.from_bytes(digest, "little") or 1
        with self.threads:
            # Between processes; held by the process, so the threads need a lock of their own.
            fcntl.lockf(self.file, fcntl.LOCK_EX)
            try:
                place, began, count = self.find(key, window, now)
                granted = count + cost <= limit
                if granted and cost:
                    count += cost
                    ENTRY.pack_into(self.map, place, key, began, count, 0)
            finally:
                fcntl.lockf(self.file, fcntl.LOCK_UN)
        return Allowance(granted, limit - count, max(1, round(began + window - now)))

    def find(self, key: int, window: int, now: float) -> tuple[int, float, int]:
        """Return the client's place, when its window began, its count; a place to take if new."""
        oldest, oldest_place = now + window, 0
        for probe in range(PROBES):
            place = (key + probe) % ENTRIES * ENTRY.size
            owner, began, count, _unused = ENTRY.unpack_from(self.map, place)
            # A window that begins in the future is from before the clock was set back.
            is_over = not now - window < began <= now
            if owner == key and not is_over:
                return place, began, count
            began = 0.0 if is_over else began
            if began < oldest:
                oldest, oldest_place = began, place
        return oldest_place, now, 0


_counter: SharedCounter | None = None
_opening = threading.Lock()


def counter() -> SharedCounter:
    """Return this process's view of the counts."""
    global _counter  # noqa: PLW0603 -- a file is mapped once in a process
    with _opening:
        if _counter is None:
            _counter = SharedCounter(Path(settings.RATE_LIMIT_FILE))
        return _counter


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page that costs more than others do: it counts as a request of the API does."""
    view.is_limited = True  # type: ignore[attr-defined]
    return view


def client_of(request: HttpRequest) -> str:
    """Return whom a request is counted for: its network address; of IPv6 the network's part.

    `X-Forwarded-For` is believed only as far as our own proxies wrote it: `TRUSTED_PROXIES` says
    how many stand before us, and each adds the address that it was called from at the right end.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        chain = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
        address = chain[-proxies] if len(chain) >= proxies and chain[-proxies] else address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def allowance(request: HttpRequest, *, cost: int = 1) -> Allowance | None:
    """Count a request, or with a cost of 0 only look; None when nothing is limited.

    A limit that cannot be kept, because the file cannot be written, is not a reason to answer
    nobody: it is logged, and the request is answered.
    """
    if settings.RATE_LIMIT is None:
        return None
    limit, window = settings.RATE_LIMIT
    try:
        return counter().take(client_of(request), limit, window, cost=cost)
    except OSError:
        logger.exception("Requests cannot be counted: %s", settings.RATE_LIMIT_FILE)
        return None


def headers_of(found: Allowance) -> dict[str, str]:
    """Return the headers that state the limit (draft-ietf-httpapi-ratelimit-headers)."""
    limit, window = settings.RATE_LIMIT
    return {
        "RateLimit-Policy": f'"{POLICY}";q={limit};w={window}',
        "RateLimit": f'"{POLICY}";r={found.remaining};t={found.seconds}',
    }
