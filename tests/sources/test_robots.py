"""What robots.txt allows, after RFC 9309, and what its absence means."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import Laboratory
from sources.fetching import Client, Failure, FetchFailed
from sources.robots import MAX_FILE, MAX_RULES, Robots, Rule, is_allowed, rules_for
from tests.sources.laboratory import (
    PAGE,
    answer,
    bomb,
    endless,
    gzipped,
    redirect,
    resets,
    routes,
    server,
)


def allowed(text: str, path: str) -> bool:
    return is_allowed(rules_for(text, "archive"), path)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/", "/anything", True),
        ("/fish", "/fish", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish", False),
        ("/fish", "/a/fish", False),
        ("/fish/", "/fish", False),
        ("/*.pdf", "/a/b.pdf?x", True),
        ("/*.pdf$", "/a/b.pdf?x", False),
        ("/*.pdf$", "/a.pdf/b.pdf", True),
        ("/a*b*c$", "/abc", True),
        ("/a*b*c$", "/ab", False),
        ("/a*a$", "/a", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*", "/", True),
        ("*", "/", True),
        ("$", "/", False),
        ("/**a", "/xa", True),
        ("", "/x", True),
    ],
)
def test_a_pattern_matches_the_beginning_with_anything_for_a_star(pattern, path, matches):
    assert Rule(pattern, allow=True).matches(path) is matches


@given(st.text("/ab*$", max_size=9), st.text("/ab", max_size=9).map(lambda path: f"/{path}"))
def test_a_pattern_means_what_the_expression_means(pattern, path):
    anchored = pattern.endswith("$")
    body = ".*".join(map(re.escape, (pattern[:-1] if anchored else pattern).split("*")))
    expected = bool(re.match(body + ("$" if anchored else ""), path))
    assert Rule(pattern, allow=True).matches(path) is expected


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:\n", "/a", True),
        ("User-agent: *\nDisallow: /\n", "/a", False),
        ("User-agent: *\nDisallow: /\n", "/robots.txt", True),
        ("user-AGENT : * # all\r\n disallow:/a # private", "/a", False),
        ("\ufeffUser-agent: *\rDisallow: /a", "/a", False),
        ("Disallow: /\n", "/a", True),
        ("User-agent: other\nDisallow: /\n", "/a", True),
        ("User-agent: Archive/2.0\nDisallow: /a\n", "/a", False),
        ("User-agent: archiver\nDisallow: /a\n", "/a", True),
        ("User-agent: *\nDisallow: /\nUser-agent: archive\nDisallow: /b", "/a", True),
        ("User-agent: archive\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: x\nUser-agent: archive\nDisallow: /a\n", "/a", False),
        ("User-agent: x\nSitemap: /s\nUser-agent: archive\nDisallow: /a\n", "/a", False),
        ("User-agent: archive\nDisallow: /a\nUser-agent: x\nDisallow: /b", "/b", True),
        ("User-agent: archive\nDisallow: /a\nUser-agent: archive\nDisallow: /b", "/a", False),
        ("User-agent: archive\nDisallow: /a\nUser-agent: archive\nDisallow: /b", "/b", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a\n", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$\nAllow: /a/\n", "/a/x.pdf", False),
        ("User-agent: *\nDisallow: /%e5%a3%b0\n", "/%E5%A3%B0", False),
        ("User-agent: *\nDisallow: /声\n", "/%E5%A3%B0", False),
        ("User-agent: *\nDisallow: /%61\n", "/a", False),
        ("User-agent: *\nDisallow: /a%2Fb\n", "/a/b", True),
        ("User-agent: *\nDisallow: /?q=\n", "/?q=1", False),
        ("<!doctype html><p>Disallow: /", "/a", True),
    ],
)
def test_the_group_for_this_robot_and_its_longest_rule_decide(text, path, is_allowed):
    assert allowed(text, path) is is_allowed


@given(st.text(max_size=200), st.text("/ab%*$2F", max_size=20))
def test_any_file_and_any_path_have_an_answer(text, path):
    assert allowed(text, f"/{path}") in {True, False}
    assert allowed(f"User-agent: *\n{text}", f"/{path}") in {True, False}


def test_many_robots_with_many_rules_cost_no_more_than_the_file():
    agents = "".join(f"User-agent: a{number}\n" for number in range(20_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(20_000))
    assert rules_for(agents + rules, "archive") == ()
    assert len(rules_for(agents + "User-agent: *\n" + rules, "archive")) == 20_000


def robots_for(site) -> Robots:
    laboratory = Laboratory.parse(f"127.0.0.1:{site.port}")
    return Robots(Client(user_agent="archive/1 (+us)", laboratory=laboratory))


def test_a_site_is_asked_once():
    text = b"User-agent: archive\nDisallow: /private\n"
    with server(routes(robots__txt=answer(text, media_type="text/plain"))) as site:
        robots = robots_for(site)
        assert robots.allowed(f"{site.url}/open")
        assert not robots.allowed(f"{site.url}/private/page?x")
        assert len(site.requests) == 1
        assert site.requests[0].startswith(b"GET /robots.txt HTTP/1.1\r\n")


RULES = b"User-agent: *\nDisallow: /a\n"


@pytest.mark.parametrize(
    ("said", "is_allowed"),
    [
        (answer(RULES, media_type="text/plain"), False),
        (answer(RULES, media_type=""), False),
        (answer(gzipped(RULES), "Content-Encoding: gzip"), False),
        (answer(RULES + b"#" * MAX_FILE, media_type="text/plain"), False),
        (answer(b"#" * MAX_FILE + b"\n" + RULES, media_type="text/plain"), True),
        (answer(bomb(50), "Content-Encoding: gzip"), True),
        (answer(), True),
        (answer(PAGE), True),
        (answer(RULES, status="401 Unauthorized"), True),
        (answer(RULES, status="403 Forbidden"), True),
        (answer(RULES, status="404 Not Found"), True),
        (answer(RULES, status="410 Gone"), True),
        (answer(RULES, status="429 Too Many Requests"), True),
    ],
)
def test_what_counts_as_rules_and_what_as_none(said, is_allowed):
    with server(said) as site:
        assert robots_for(site).allowed(f"{site.url}/a") is is_allowed


MANY = b"User-agent: *\n" + b"Allow: /b\n" * (MAX_RULES + 1)


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (answer(RULES, status="500 Internal Server Error"), Failure.SERVER_ERROR),
        (answer(RULES, status="503 Service Unavailable"), Failure.SERVER_ERROR),
        (resets, Failure.DEAD),
        (b"SSH-2.0\r\n", Failure.DEAD),
        (endless(b"", b"H", 0.02), Failure.TOO_SLOW),
        (redirect("http://169.254.169.254/"), Failure.REFUSED_ADDRESS),
        (redirect("/robots.txt"), Failure.TOO_MANY_REDIRECTS),
        (answer(MANY, media_type="text/plain"), Failure.TOO_BIG),
    ],
)
def test_nothing_is_fetched_while_the_rules_cannot_be_known(script, outcome):
    with server(script) as site:
        robots = robots_for(site)
        seconds = 0.3 if outcome == Failure.TOO_SLOW else 20.0
        for path in ("/a", "/b"):
            with pytest.raises(FetchFailed) as failed:
                robots.allowed(f"{site.url}{path}", deadline=seconds)
            assert failed.value.outcome == outcome
            assert failed.value.url == f"{site.url}{path}"
            assert "robots.txt" in failed.value.detail
        asked = len(site.requests)
    assert asked == (6 if outcome == Failure.TOO_MANY_REDIRECTS else 1)


def test_an_address_that_is_not_fetched_is_refused_before_anything_is_asked():
    with pytest.raises(FetchFailed) as failed:
        Robots(Client()).allowed("http://127.0.0.1/")
    assert failed.value.outcome == Failure.REFUSED_ADDRESS
