"""What sites ask of robots, after RFC 9309.

Written here and not taken from a library: the one that fits (Protego 0.7) keeps each rule once for
every robot that it is meant for, and 66 KB of robots.txt made it take 290 MB and 4 seconds. This
reader keeps the rules for one robot, in time and space that grow as the file does.
"""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from sources.addresses import RefusedAddress, WebAddress
from sources.fetching import SECONDS, Client, Deadline, Failure, FetchFailed, Limits

__all__ = ["Robots", "Rule", "is_allowed", "rules_for"]

MAX_FILE = 500 * 1024  # bytes (RFC 9309, section 2.5); what follows is not read
MAX_RULES = 10_000
_LIMITS = Limits(media_types=None, max_body=MAX_FILE, cut=True)
_TOKEN = re.compile(r"[A-Za-z_-]+")
_LINE = re.compile(r"[ \t]*([A-Za-z-]{5,10})[ \t]*:[ \t]*([^#]*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a group: whether paths that its pattern matches are allowed."""

    pattern: str
    allow: bool

    def matches(self, path: str) -> bool:
        """Tell whether a path with its query is meant; `*` is anything, `$` at the end the end."""
        pattern, anchored = self.pattern, self.pattern.endswith("$")
        first, *rest = (pattern[:-1] if anchored else pattern).split("*")
        if not path.startswith(first):
            return False
        if not rest:
            return not anchored or path == first
        *middle, last = rest
        at = len(first)
        # The leftmost match of each part leaves most for the next: no going back, linear time.
        for part in middle:
            at = path.find(part, at)
            if at < 0:
                return False
            at += len(part)
        if anchored:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


def rules_for(text: str, token: str) -> tuple[Rule, ...]:
    """Return the rules of a robots.txt for the robot of a product token, or those for every robot.

    All groups that name the robot count together; those of `*` only when none does (RFC 9309,
    sections 2.2.1 and 2.2.2).
    """
    named: list[Rule] = []
    general: list[Rule] = []
    is_named = False
    agents: set[str] = set()
    in_agents = False
    for field, value in _lines(text):
        if field == "user-agent":
            if not in_agents:
                agents = set()
            in_agents = True
            product = _TOKEN.match(value)
            agents.add(product[0].lower() if product else value[:1])
            is_named = is_named or token.lower() in agents
            continue
        in_agents = False
        if not value:
            continue
        rule = Rule(_normalized(value), allow=field == "allow")
        for agent, rules in ((token.lower(), named), ("*", general)):
            if agent in agents:
                rules.append(rule)
    return tuple(named if is_named else general)


def _lines(text: str) -> Iterable[tuple[str, str]]:
    for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")):
        if found := _LINE.match(line):
            field, value = found[1].lower(), found[2].strip()
            if field in {"user-agent", "allow", "disallow"}:
                yield field, value


def is_allowed(rules: Iterable[Rule], path: str) -> bool:
    """Tell whether a path with its query may be fetched: the longest rule decides, then `allow`."""
    path = _normalized(path)
    if path == "/robots.txt":
        return True
    matching = (rule for rule in rules if rule.matches(path))
    best = max(matching, key=lambda rule: (len(rule.pattern), rule.allow), default=None)
    return best is None or best.allow


def _normalized(path: str) -> str:
    """Spell a path or a pattern in the one way in which both compare (RFC 9309, section 2.2.2)."""
    decoded = re.sub(
        "%([0-9A-Fa-f]{2})",
        lambda octet: char if (char := chr(int(octet[1], 16))) in _UNRESERVED else octet[0].upper(),
        path,
    )
    return quote(decoded, safe="/%:@!$&'()*+,;=~?[]|")


_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class Robots:
    """The robots.txt of every site of one run, each fetched once. For several threads at once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        product = _TOKEN.match(client.user_agent)
        self._token = product[0] if product else "*"
        self._lock = threading.Lock()
        self._found: dict[str, tuple[Rule, ...] | FetchFailed] = {}

    def allowed(self, url: str, *, deadline: float | Deadline = SECONDS) -> bool:
        """Tell whether the site lets this robot fetch an address.

        No robots.txt (404 and every other 4xx) allows everything. When it cannot be had, because
        the server fails, is unreachable or refused, nothing may be fetched (RFC 9309, sections
        2.3.1.3 and 2.3.1.4): then FetchFailed is raised, with what is wrong.
        """
        try:
            address = WebAddress.parse(url, self._client.laboratory)
        except RefusedAddress as refused:
            raise FetchFailed(Failure.REFUSED_ADDRESS, str(refused), url) from refused
        with self._lock:
            found = self._found.get(address.origin)
        if found is None:
            found = self._fetched(address.origin, deadline)
            with self._lock:
                self._found[address.origin] = found
        if isinstance(found, FetchFailed):
            raise FetchFailed(found.outcome, found.detail, url, found.status_code)
        return is_allowed(found, address.target)

    def _fetched(self, origin: str, deadline: float | Deadline) -> tuple[Rule, ...] | FetchFailed:
        try:
            answer = self._client.fetch(f"{origin}/robots.txt", deadline=deadline, limits=_LIMITS)
        except FetchFailed as failed:
            if failed.outcome == Failure.EMPTY or 400 <= (failed.status_code or 0) < 500:
                return ()
            return FetchFailed(
                failed.outcome, f"robots.txt: {failed.detail}", status_code=failed.status_code
            )
        rules = rules_for(answer.body.decode("utf-8", "replace"), self._token)
        if len(rules) > MAX_RULES:
            return FetchFailed(
                Failure.TOO_BIG, f"robots.txt has more than {MAX_RULES:,} rules for this robot."
            )
        return rules
