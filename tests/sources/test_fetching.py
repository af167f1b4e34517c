"""Fetching from servers that are honest, broken or evil: each gets its own answer, soon.

Deadlines are short here. A canary tells when anything was reached that should not be.
"""

import itertools
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import Laboratory
from sources.checks import check_capture, check_no_laboratory
from sources.connections import _alternating
from sources.documents import Document, read_document
from sources.fetching import (
    MAX_BODY,
    MAX_REDIRECTS,
    MEDIA_TYPES,
    Client,
    Deadline,
    Failure,
    FetchFailed,
    Limits,
    _unpacked,
    fetch,
)
from sources.models import CaptureAttempt
from tests.sources.laboratory import (
    NAME,
    PAGE,
    Authority,
    Server,
    answer,
    bomb,
    chunked,
    endless,
    gzipped,
    keeps,
    redirect,
    resets,
    routes,
    says,
    server,
    silent,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = "Transfer-Encoding: chunked"
TRUST = ssl.create_default_context()


@pytest.fixture
def canary():
    """A server that nobody may connect to."""
    with server(answer(PAGE)) as made:
        yield made
        assert made.connections == 0


@pytest.fixture(scope="module")
def authority():
    return Authority()


def client_for(*servers: Server, names=(), **options) -> Client:
    listed = [f"127.0.0.1:{made.port}" for made in servers]
    return Client(
        laboratory=Laboratory.parse(",".join([*listed, *names])),
        ssl_context=options.pop("ssl_context", TRUST),
        **options,
    )


def failure(client: Client, url: str, *, seconds: float = 20.0, **options) -> FetchFailed:
    with client, pytest.raises(FetchFailed) as failed:
        client.fetch(url, deadline=seconds, **options)
    assert failed.value.detail.isprintable()
    assert failed.value.url.isprintable()
    assert len(failed.value.url) <= 2000
    return failed.value


class Resolver:
    """A resolver with answers of its own: each time it is asked for a name, the next."""

    def __init__(self, **answers):
        self.answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host, port, **_options):
        self.asked.append(host)
        given = self.answers[host]
        addresses = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(addresses, Exception):
            raise addresses
        return [
            (socket.AF_INET6, 1, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, 1, 6, "", (address, port))
            for address in addresses.split()
        ]


@pytest.fixture
def resolve(monkeypatch):
    def install(**answers) -> Resolver:
        resolver = Resolver(**answers)
        monkeypatch.setattr(socket, "getaddrinfo", resolver)
        return resolver

    return install


# Honest servers


def test_a_page_is_fetched_with_what_its_server_says_of_it():
    with server(answer(PAGE, "Content-Language: en", "X-Other: 1")) as site, client_for(site) as me:
        fetched = me.fetch(f"{site.url}/pledge?lang=en#second")
    assert fetched.url == f"{site.url}/pledge?lang=en"
    assert (fetched.status, fetched.media_type, fetched.charset) == (200, "text/html", "utf-8")
    assert fetched.content_type == "text/html; charset=utf-8"
    assert fetched.body == PAGE
    assert fetched.headers["content-language"] == "en"
    assert fetched.redirects == ()


def test_nothing_but_the_address_and_who_asks_is_told(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    moved = redirect("/there")[:-5] + b"moved"
    pages = {"index": moved.replace(b"\r\n", b"\r\nSet-Cookie: a=b\r\n", 1), "there": answer(PAGE)}
    with server(routes(**pages)) as site, client_for(site, user_agent="archive/1 (+us)") as me:
        me.fetch(f"{site.url}/")
    for request in site.requests:
        names = {line.split(b":")[0].lower() for line in request.split(b"\r\n")[1:] if line}
        assert names == {b"host", b"user-agent", b"accept", b"accept-language", b"accept-encoding"}
        assert b"User-Agent: archive/1 (+us)\r\n" in request
        assert f"Host: 127.0.0.1:{site.port}\r\n".encode() in request
    assert [request.split(b" ")[1] for request in site.requests] == [b"/", b"/there"]


def _deflated(data: bytes, *, wrapped: bool) -> bytes:
    packer = zlib.compressobj(wbits=15 if wrapped else -15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    "said",
    [
        answer(PAGE, length=-1),
        answer(chunked(PAGE[:9], PAGE[9:]), CHUNKED, length=-1),
        answer(gzipped(PAGE), "Content-Encoding: gzip"),
        answer(gzipped(PAGE), "Content-Encoding: X-GZIP"),
        answer(gzipped(PAGE[:20]) + gzipped(PAGE[20:]), "Content-Encoding: gzip"),
        answer(gzipped(PAGE) + bytes(9), "Content-Encoding: gzip"),
        answer(chunked(*(bytes([b]) for b in gzipped(PAGE))), CHUNKED, "Content-Encoding: gzip"),
        answer(_deflated(PAGE, wrapped=True), "Content-Encoding: deflate"),
        answer(_deflated(PAGE, wrapped=False), "Content-Encoding: deflate"),
        answer(PAGE, "Content-Encoding: identity"),
        answer(PAGE, status="203 Non-Authoritative"),
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + answer(PAGE),
        b"HTTP/1.0 200 OK\r\nContent-Type: TEXT/HTML\r\n\r\n" + PAGE,
        answer(PAGE, "Content-Type: text/html; charset=utf-8"),
    ],
)
def test_honest_servers_say_it_in_different_ways(said):
    if CHUNKED.encode() in said:
        said = said.replace(b"Content-Length", b"X-Length")
    with server(said) as site, client_for(site) as me:
        assert me.fetch(site.url).body == PAGE


@given(
    st.lists(st.binary(max_size=50), min_size=1, max_size=3),
    st.lists(st.integers(1, 20), min_size=1, max_size=9),
)
def test_packed_pages_are_unpacked_wherever_the_network_cuts_them(members, sizes):
    packed = b"".join(map(gzipped, members))
    cuts = itertools.cycle(sizes)
    pieces = []
    while packed:
        size = next(cuts)
        pieces.append(packed[:size])
        packed = packed[size:]
    assert b"".join(_unpacked(pieces, "gzip")) == b"".join(members)


def test_a_large_page_within_the_limit_is_fetched_whole():
    page = b"<p>" + b"0123456789abcdef" * ((MAX_BODY - 3) // 16)
    with server(answer(gzipped(page), "Content-Encoding: gzip")) as site, client_for(site) as me:
        assert me.fetch(site.url).body == page


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_remembered(status):
    pages = {"index": redirect("b c?d", f"{status} Moved"), "b%20c": answer(PAGE)}
    with server(routes(**pages)) as site, client_for(site) as me:
        fetched = me.fetch(site.url)
    assert fetched.url == f"{site.url}/b%20c?d"
    assert fetched.redirects == (f"{site.url}/",)


def test_five_redirects_are_followed_and_no_more():
    pages = {f"r{number}": redirect(f"/r{number - 1}") for number in range(1, 10)}
    with server(routes(**pages, r0=answer(PAGE))) as site:
        with client_for(site) as me:
            assert len(me.fetch(f"{site.url}/r{MAX_REDIRECTS}").redirects) == MAX_REDIRECTS
        failed = failure(client_for(site), f"{site.url}/r{MAX_REDIRECTS + 1}")
    assert failed.outcome == Failure.TOO_MANY_REDIRECTS


def test_a_safe_connection_is_made_to_the_name_at_the_checked_address(authority, resolve):
    resolver = resolve(honest_example=["127.0.0.1"])
    with (
        server(answer(PAGE), authority.serving("valid")) as site,
        client_for(site, ssl_context=authority.trusted()) as me,
    ):
        fetched = me.fetch(f"https://{NAME}:{site.port}/")
    assert fetched.body == PAGE
    assert resolver.asked == [NAME]


def test_a_connection_is_used_again_and_asked_for_anew_when_it_was_closed_meanwhile():
    once = [keeps(answer(PAGE)), keeps(answer(PAGE)), silent]

    def script(connection, request):
        if not once:
            keeps(answer(PAGE))(connection, request)
        elif once[0] is silent:
            once.pop(0)
            connection.close()  # the client has sent its request into a closing connection
        else:
            once.pop(0)(connection, request)

    with server(script) as site, client_for(site) as me:
        for _ in range(4):
            assert me.fetch(site.url).body == PAGE
    assert site.connections == 2


def test_several_threads_share_a_client():
    pages = {f"p{number}": answer(PAGE + bytes([48 + number])) for number in range(8)}
    with server(routes(**pages)) as site, client_for(site) as me, ThreadPoolExecutor(8) as threads:
        urls = [f"{site.url}/p{number % 8}" for number in range(80)]
        found = list(threads.map(me.fetch, urls))
    assert [fetched.body[-1] - 48 for fetched in found] == [number % 8 for number in range(80)]


# Addresses


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://metadata.google.internal/",
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[::127.0.0.1]:{port}/",
        "http://[64:ff9b::127.0.0.1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://2130706433:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://0x7f.1:{port}/",
        "http://127.1:{port}/",
        "http://0:{port}/",
        "http://0.0.0.0:{port}/",
        "http://127.0.0.1.:{port}/",
        "http://127。0。0。1:{port}/",
        "http://１２７.0.0.1:{port}/",
        "http://%31%32%37.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "\\\\127.0.0.1:{port}/",
        "http:\\\\127.0.0.1:{port}/",
        "http://public.example\\@127.0.0.1:{port}/",
        "http://public.example@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@public.example/",
        "http://127.0.0.1:{port} @public.example/",
        "http://[::1%25lo]:{port}/",
        "http://10.0.0.1/",
        "http://100.64.0.1/",
        "http://public.example:22/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_GET",
        "ftp://127.0.0.1:{port}/",
        "javascript:alert(1)",
        "data:text/html,hello",
        "http://[",
        "http://public.example/" + "a" * 3000,
    ],
)
def test_no_redirect_leads_to_an_internal_address(location, canary):
    # The port of the canary is open, at another address: it is the address that is refused.
    location = location.format(port=canary.port)
    with server(redirect(location.encode().decode("latin-1"))) as site:
        failed = failure(client_for(site, names=[f"127.0.0.2:{canary.port}"]), site.url)
        assert site.connections == 1
    assert failed.outcome == Failure.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "answers",
    [
        "127.0.0.1",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1%1",
        "8.8.8.8 127.0.0.1",
        "127.0.0.1 8.8.8.8",
        "2606:4700::1111 8.8.8.8 fd00::1",
    ],
)
def test_a_name_is_refused_if_any_of_its_addresses_is_internal(answers, resolve):
    resolve(evil_example=[answers])
    failed = failure(client_for(), "http://evil.example/")
    assert failed.outcome == Failure.REFUSED_ADDRESS
    assert "evil.example leads to" in failed.detail


def test_a_resolver_that_changes_its_mind_is_asked_once(resolve, canary):
    with server(answer(PAGE)) as site:
        resolver = resolve(rebound_example=["127.0.0.1", "127.0.0.3", "169.254.169.254"])
        with client_for(site) as me:
            assert me.fetch(f"http://rebound.example:{site.port}/").body == PAGE
    assert resolver.asked == ["rebound.example"]


def test_a_resolver_that_changes_its_mind_between_redirects_is_refused(resolve):
    with server(redirect("/again")) as site:
        resolve(rebound_example=["127.0.0.1", "169.254.169.254"])
        failed = failure(client_for(site), f"http://rebound.example:{site.port}/")
        assert site.connections == 1
    assert failed.outcome == Failure.REFUSED_ADDRESS
    assert failed.url.endswith("/again")


def test_a_name_of_the_laboratory_needs_no_resolver_and_opens_nothing_else(resolve, canary):
    resolver = resolve()
    with server(redirect(f"http://127.0.0.1:{canary.port}/")) as site:
        failed = failure(client_for(names=[f"site.example=127.0.0.1:{site.port}"]), site.url)
        assert failed.outcome == Failure.REFUSED_ADDRESS
        assert site.connections == 0
        failed = failure(
            client_for(names=[f"site.example=127.0.0.1:{site.port}"]),
            f"http://site.example:{site.port}/",
        )
    assert failed.outcome == Failure.REFUSED_ADDRESS
    assert site.connections == 1
    assert resolver.asked == []


def test_without_a_laboratory_nothing_on_loopback_is_fetched(canary, settings):
    settings.CAPTURE_LABORATORY = ""
    with pytest.raises(FetchFailed) as failed:
        fetch(canary.url)
    assert failed.value.outcome == Failure.REFUSED_ADDRESS


def test_the_settings_name_the_laboratory_and_who_asks(settings):
    with server(answer(PAGE)) as site:
        settings.CAPTURE_LABORATORY = f"127.0.0.1:{site.port}"
        settings.CAPTURE_USER_AGENT = "archive/2"
        assert fetch(site.url).body == PAGE
    assert b"User-Agent: archive/2\r\n" in site.requests[0]


def test_an_unknown_name_is_a_dead_link(resolve):
    resolve(gone_example=[socket.gaierror(-2, "unknown")])
    assert failure(Client(), "http://gone.example/").outcome == Failure.DEAD


def test_a_resolver_that_never_answers_is_too_slow(monkeypatch):
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **_options: [done.wait(30)][1:])
    failed = failure(Client(), "http://slow.example/", seconds=0.2)
    done.set()
    assert failed.outcome == Failure.TOO_SLOW


def test_a_host_without_a_way_to_one_family_is_tried_at_the_other_in_turn():
    given = [ip_address(text) for text in ("2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2")]
    assert _alternating(given) == [given[0], given[2], given[1], given[3]]


def test_the_next_address_is_tried_when_one_does_not_answer(resolve):
    with server(answer(PAGE)) as site:
        resolve(both_example=["::1 127.0.0.1"])
        with client_for(site, names=[f"[::1]:{site.port}"]) as me:
            assert me.fetch(f"http://both.example:{site.port}/").body == PAGE


def test_a_closed_port_is_a_dead_link():
    with server(silent) as site:
        site.close()
        assert failure(client_for(site), site.url).outcome == Failure.DEAD


# Safe connections


@pytest.mark.parametrize("kind", ["strange", "expired", "wrong name"])
def test_a_wrong_certificate_is_told(kind, authority):
    with server(answer(PAGE), authority.serving(kind)) as site:
        failed = failure(
            client_for(names=[f"{NAME}=127.0.0.1:{site.port}"], ssl_context=authority.trusted()),
            f"https://{NAME}:{site.port}/",
        )
        assert site.requests == []
    assert failed.outcome == Failure.TLS
    assert "certificate" in failed.detail


def _secret(site: Server) -> str:
    return site.url.replace("http:", "https:")


def test_a_server_without_tls_has_no_safe_connection():
    with server(says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), before_request=True) as site:
        assert failure(client_for(site), _secret(site)).outcome == Failure.TLS


def test_a_handshake_that_breaks_off_is_no_safe_connection():
    def script(connection, request):
        connection.recv(1)
        resets(connection, request)

    with server(script, before_request=True) as site:
        assert failure(client_for(site), _secret(site)).outcome == Failure.TLS


def test_a_handshake_that_never_ends_is_too_slow():
    drip = endless(b"\x16\x03\x03\x40\x00", b"\x02", 0.02)
    with server(drip, before_request=True) as site:
        assert failure(client_for(site), _secret(site), seconds=0.3).outcome == Failure.TOO_SLOW


# What servers answer

STATUSES = {
    "201 Created": Failure.EMPTY,
    "202 Accepted": Failure.EMPTY,
    "204 No Content": Failure.EMPTY,
    "205 Reset Content": Failure.EMPTY,
    "206 Partial Content": Failure.EMPTY,
    "300 Multiple Choices": Failure.EMPTY,
    "302 Found": Failure.EMPTY,  # and no word of where
    "304 Not Modified": Failure.EMPTY,
    "305 Use Proxy": Failure.EMPTY,
    "400 Bad Request": Failure.REFUSED_BY_SITE,
    "401 Unauthorized": Failure.REFUSED_BY_SITE,
    "403 Forbidden": Failure.REFUSED_BY_SITE,
    "404 Not Found": Failure.NOT_FOUND,
    "407 Proxy Authentication Required": Failure.REFUSED_BY_SITE,
    "410 Gone": Failure.GONE,
    "418 Teapot": Failure.REFUSED_BY_SITE,
    "429 Too Many Requests": Failure.REFUSED_BY_SITE,
    "451 Unavailable For Legal Reasons": Failure.REFUSED_BY_SITE,
    "500 Internal Server Error": Failure.SERVER_ERROR,
    "503 Service Unavailable": Failure.SERVER_ERROR,
    "599 Odd": Failure.SERVER_ERROR,
    "700 Odd": Failure.DEAD,
}


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_its_outcome(status):
    with server(answer(PAGE, status=status)) as site:
        failed = failure(client_for(site), site.url)
    assert failed.outcome == STATUSES[status]
    assert failed.status_code == int(status[:3])
    assert failed.url == site.url


WRONG = {
    # no document of ours
    "picture": (answer(b"\x89PNG", media_type="image/png"), Failure.WRONG_TYPE),
    "programme": (answer(b"MZ", media_type="application/octet-stream"), Failure.WRONG_TYPE),
    "data": (answer(b"{}", media_type="application/json"), Failure.WRONG_TYPE),
    "stream of pictures": (
        endless(answer(media_type="multipart/x-mixed-replace; boundary=a", length=-1), b"x"),
        Failure.WRONG_TYPE,
    ),
    "untold": (answer(PAGE, media_type=""), Failure.WRONG_TYPE),
    "nonsense": (answer(PAGE, media_type="\x01\xfftext/html" * 99), Failure.WRONG_TYPE),
    "empty": (answer(), Failure.EMPTY),
    "blank": (answer(b" \n" * 99), Failure.EMPTY),
    "empty and packed": (answer(gzipped(b""), "Content-Encoding: gzip"), Failure.EMPTY),
    # too big
    "said to be big": (endless(answer(length=MAX_BODY + 1), b""), Failure.TOO_BIG),
    "big": (answer(bytes(MAX_BODY + 1), length=-1), Failure.TOO_BIG),
    "big in chunks": (
        endless(answer(b"", CHUNKED, length=-1), b"10000\r\n" + b"a" * 65_536 + b"\r\n"),
        Failure.TOO_BIG,
    ),
    "bomb": (answer(bomb(50), "Content-Encoding: gzip"), Failure.TOO_BIG),
    "deflated bomb": (answer(bomb(50, gzip=False), "Content-Encoding: deflate"), Failure.TOO_BIG),
    "endless archive of nothing": (
        endless(
            answer(gzipped(b"")[:10], "Content-Encoding: gzip", length=-1),
            b"\0\0\0\xff\xff" * 9999,
        ),
        Failure.TOO_BIG,
    ),
    "endless header": (endless(HEAD + b"X: ", b"a" * 9999), Failure.TOO_BIG),
    "endless headers": (endless(HEAD, b"X: y\r\n" * 999), Failure.TOO_BIG),
    "300 headers": (answer(PAGE, *["X: y"] * 300), Failure.TOO_BIG),
    "endless hints": (endless(b"", b"HTTP/1.1 103 Hint\r\n\r\n" * 99), Failure.TOO_BIG),
    "endless status line": (endless(b"HTTP/1.1 200 ", b"O" * 9999), Failure.TOO_BIG),
    # not to be unpacked
    "packed twice": (
        answer(gzipped(gzipped(PAGE)), "Content-Encoding: gzip, gzip"),
        Failure.UNREADABLE,
    ),
    "brotli": (answer(b"\x0b\x02\x80", "Content-Encoding: br"), Failure.UNREADABLE),
    "zstandard": (answer(b"\x28\xb5\x2f\xfd", "Content-Encoding: zstd"), Failure.UNREADABLE),
    "not packed": (answer(PAGE, "Content-Encoding: gzip"), Failure.UNREADABLE),
    "half an archive": (answer(gzipped(PAGE)[:-9], "Content-Encoding: gzip"), Failure.UNREADABLE),
    # broken off
    "half a page": (answer(PAGE, length=len(PAGE) + 9), Failure.UNREADABLE),
    "half a chunk": (answer(b"99\r\nabc", CHUNKED, length=-1), Failure.UNREADABLE),
    "wrong chunk": (answer(b"zz\r\nabc\r\n", CHUNKED, length=-1), Failure.UNREADABLE),
    "endless chunk extension": (
        endless(answer(b"1;", CHUNKED, length=-1), b"a" * 9999),
        Failure.UNREADABLE,
    ),
    # not HTTP
    "nothing": (b"", Failure.DEAD),
    "reset": (resets, Failure.DEAD),
    "half a head": (HEAD, Failure.DEAD),
    "SSH": (b"SSH-2.0-OpenSSH_9.2\r\n", Failure.DEAD),
    "HTTP 0.9": (PAGE, Failure.DEAD),
    "HTTP 2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Failure.DEAD),
    "status that is no number": (b"HTTP/1.1 abc OK\r\n\r\n", Failure.DEAD),
    "header without a name": (HEAD + b": x\r\n\r\n", Failure.DEAD),
    "two lengths": (answer(PAGE, "Content-Length: 5"), Failure.DEAD),
    "negative length": (answer(PAGE, "Content-Length: -5", length=-1), Failure.DEAD),
    "endless number": (answer(PAGE, f"Content-Length: {'9' * 99}", length=-1), Failure.DEAD),
    "unknown framing": (answer(PAGE, "Transfer-Encoding: gzip", length=-1), Failure.DEAD),
    "another protocol": (
        answer(b"", "Upgrade: websocket", status="101 Switching Protocols", length=-1),
        Failure.DEAD,
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told(case):
    script, outcome = WRONG[case]
    with server(script) as site:
        failed = failure(client_for(site), site.url)
    assert failed.outcome == outcome


SLOW = {
    "silent": silent,
    "dripping status line": endless(b"", b"H", 0.02),
    "dripping headers": endless(HEAD, b"X: y\r\n", 0.02),
    "dripping page": endless(answer(length=10**6), b"a", 0.02),
    "dripping chunks": endless(answer(b"", CHUNKED, length=-1), b"1\r\na\r\n", 0.02),
    "dripping archive": endless(
        answer(gzipped(b"")[:10], "Content-Encoding: gzip", length=9999), b"\0\0\0\xff\xff", 0.02
    ),
    "stalled page": endless(answer(b"abc", length=999), b"", 0.02),
    "dripping hints": endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n", 0.02),
    "flood of tiny chunks": endless(
        answer(b"", CHUNKED, length=-1).replace(b"text/html", b"text/plain"), b"1\r\na\r\n" * 9999
    ),
}


@pytest.mark.parametrize("case", SLOW)
def test_one_deadline_ends_all_waiting(case):
    with server(SLOW[case]) as site:
        failed = failure(client_for(site), site.url, seconds=0.3)
    assert failed.outcome == Failure.TOO_SLOW


def test_redirects_share_one_deadline():
    def slow(connection, request):
        time.sleep(0.15)
        connection.sendall(redirect("/again"))

    with server(slow) as site:
        failed = failure(client_for(site), site.url, seconds=0.4)
        assert len(site.requests) <= 3
    assert failed.outcome == Failure.TOO_SLOW


def test_a_deadline_is_shared_by_whoever_holds_it():
    spent = Deadline(0.0)
    with server(answer(PAGE)) as site:
        with client_for(site) as me, pytest.raises(FetchFailed) as failed:
            me.fetch(site.url, deadline=spent)
        assert site.requests == []
    assert failed.value.outcome == Failure.TOO_SLOW


def test_a_bomb_takes_no_more_memory_than_a_page():
    with server(answer(bomb(1000), "Content-Encoding: gzip")) as site, client_for(site) as me:
        tracemalloc.start()
        try:
            failed = failure(me, site.url)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert failed.outcome == Failure.TOO_BIG
    assert peak < 30_000_000


def test_a_body_may_be_cut_where_that_is_wanted():
    cut = Limits(media_types=None, max_body=10, cut=True)
    with server(answer(PAGE, media_type="")) as site, client_for(site) as me:
        assert me.fetch(site.url, limits=cut).body == PAGE[:10]


class Wishes:
    """A permission that is denied for some paths."""

    def __init__(self, denied: str) -> None:
        self.denied = denied
        self.asked: list[str] = []

    def allowed(self, url: str, *, deadline: Deadline) -> bool:
        assert deadline.remaining()
        self.asked.append(url)
        return not url.endswith(self.denied)


def test_permission_is_asked_for_at_each_redirect():
    pages = {"index": redirect("/private"), "private": answer(PAGE)}
    with server(routes(**pages)) as site:
        wishes = Wishes("/private")
        failed = failure(client_for(site), site.url, permission=wishes)
        assert len(site.requests) == 1
    assert failed.outcome == Failure.ROBOTS
    assert wishes.asked == [f"{site.url}/", f"{site.url}/private"]


@pytest.mark.parametrize("name", ["", "archive/1\r\nX: y", "archive/1 (é)", "1", "/1"])
def test_a_user_agent_that_no_request_could_carry_is_an_error(name, settings):
    with pytest.raises(ValueError, match="product"):
        Client(user_agent=name)
    settings.CAPTURE_USER_AGENT = name
    assert [found.id for found in check_capture()] == ["sources.E002"]


def test_checks_of_the_settings_tell_of_a_laboratory(settings):
    assert check_capture() == check_no_laboratory() == []
    settings.CAPTURE_LABORATORY = "127.0.0.1:8001"
    assert check_capture() == []
    assert [found.id for found in check_no_laboratory()] == ["sources.W001"]
    settings.CAPTURE_LABORATORY = "127.0.0.1"
    assert [found.id for found in check_capture()] == ["sources.E001"]


# Agreements with the rest of the archive


def test_failures_are_outcomes_of_an_attempt():
    assert set(Failure) <= set(CaptureAttempt.Outcome.values) - CaptureAttempt.SUCCESSES


@pytest.mark.parametrize("media_type", sorted(MEDIA_TYPES - {"application/pdf"}))
def test_what_is_fetched_can_be_read(media_type):
    if "officedocument" in media_type:
        return  # made of bytes that tell what they are
    xml = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>One.</p></body></html>'
    assert isinstance(read_document(xml, media_type=media_type), Document)
