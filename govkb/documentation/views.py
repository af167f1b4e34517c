"""The pages at /api/: how to begin, the reference, and what changed."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from govkb.api.caching import API_CACHE_CONTROL
from govkb.api.paging import DEFAULT_LIMIT, MAX_LIMIT
from govkb.api.problems import PROBLEM_TYPES
from govkb.api_views import service_links
from govkb.documentation.changelog import CHANGES
from govkb.documentation.examples import EXAMPLES, ask, page_of, shorten, written
from govkb.documentation.reference import Format, Operation, example_of, resources
from govkb.documentation.snippets import Snippet, snippets
from sources.filters import MAX_VALUES

PAGER = settings.BASE_DIR / "govkb" / "static" / "govkb" / "pager.py"
FIRST_CALL = (
    "/api/v1/evidence/?state=anchored&limit=1"
    "&fields=claim.text,stance,quote.exact,source.title,source.url"
)
FIRST_TABLE = "/api/v1/evidence.csv?state=anchored"
RECIPES = ("quotes", "table", "changes", "hash", "citation", "coverage", "pager")


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Show a first call that works, the resources, the conventions and recipes."""
    answer = ask(request, FIRST_CALL)
    names = Names.of(request)
    words = {
        "site": request.build_absolute_uri("/").rstrip("/"),
        "declaration": names.declaration,
        "clause": names.clause,
        "snapshot": request.build_absolute_uri(names.snapshot),
        "day": (timezone.now().date() - timedelta(days=1)).isoformat(),
        "pager": request.build_absolute_uri(static("govkb/pager.py")),
    }
    context = {
        "first": snippets(
            "first",
            url=request.build_absolute_uri(FIRST_CALL),
            table=request.build_absolute_uri(FIRST_TABLE),
        ),
        "answer": written(shorten(answer)) if answer["results"] else first_example(),
        "is_real": bool(answer["results"]),
        "names": names,
        "resources": resources().values(),
        "recipes": {name: snippets(name, **words) for name in RECIPES},
        "pager": PAGER.read_text(),
        "default_limit": DEFAULT_LIMIT,
        "max_limit": MAX_LIMIT,
        "max_values": MAX_VALUES,
        "cache_control": API_CACHE_CONTROL,
        "rate": settings.RATE_LIMIT,
        "problems": PROBLEM_TYPES.values(),
        "latest": CHANGES[0],
    }
    return described(render(request, "documentation/landing.html", context))


def first_example() -> str:
    """Return what the first call answers where there is something, in invented words."""
    whole = EXAMPLES["Evidence"]
    row = {
        "claim": {"text": whole["claim"]["text"]},
        "source": {name: whole["source"][name] for name in ("url", "title")},
        "stance": whole["stance"],
        "quote": {"exact": whole["quote"]["exact"]},
    }
    return written(page_of(row))


@dataclass(frozen=True, slots=True)
class Names:
    """What the recipes are about: something published, or invented names where nothing is."""

    declaration: str
    clause: str
    snapshot: str
    are_real: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Names":
        """Choose a clause with evidence whose words are held, and a snapshot that is open."""
        query = "state=anchored&limit=50&fields=declaration,clauses"
        rows = ask(request, f"/api/v1/evidence/?{query}")["results"]
        snapshots = ask(request, "/api/v1/snapshots/?limit=50&fields=url,raw_url")["results"]
        clause = next((one for one in rows if one["clauses"]), None)
        snapshot = next((one["url"] for one in snapshots if one["raw_url"]), None)
        example = EXAMPLES["Evidence"]
        chosen = clause or example
        return cls(
            chosen["declaration"],
            chosen["clauses"][0],
            urlsplit(snapshot or EXAMPLES["Snapshot"]["url"]).path,
            are_real=clause is not None and snapshot is not None,
        )


@require_safe
def reference(request: HttpRequest, name: str) -> HttpResponse:
    """Show everything that can be asked of one resource."""
    if name not in resources():
        raise Http404("The API has no resource of that name.")
    resource = resources()[name]
    first = f"/api/v1/{name}/?{needed(request, resource.operations[0], '&')}limit=2"
    rows = ask(request, first).get("results", [])
    known = [first, *(urlsplit(row.get("url", "")).path for row in rows)]
    context = {
        "resource": resource,
        "calls": [call_of(request, operation, known) for operation in resource.operations],
        "resources": resources().values(),
    }
    return described(render(request, "documentation/reference.html", context))


@dataclass(frozen=True, slots=True)
class Call:
    """An operation as it is called here: an address, its answer, and how to ask for it."""

    operation: Operation
    address: str
    answer: str
    is_real: bool
    snippets: list[Snippet]
    formats: list[tuple[Format, str]]  # each with its address


def needed(request: HttpRequest, operation: Operation, end: str) -> str:
    """Return the part of a query without which the operation answers nothing: words to look for.

    They are those of a claim, so that there is something to find.
    """
    if not any(one.required for one in operation.parameters):
        return ""
    claims = ask(request, "/api/v1/claims/?limit=1&fields=text")["results"]
    words = claims[0]["text"].split() if claims else ["level"]
    return f"{urlencode({'q': max(words, key=len).strip('.,')})}{end}"


def call_of(request: HttpRequest, operation: Operation, known: list[str]) -> Call:
    """Return the operation called at the first known address that is its own.

    Where there is none, or nothing to show, names and answer are those of the example.
    """
    answer = example_of(operation)
    fitting = [one for one in known if operation.is_at(one.partition("?")[0])]
    found = ask(request, fitting[0]) if fitting else {}
    address = fitting[0] if fitting else urlsplit(answer.get("url", "")).path
    is_real = bool(found.get("results", found))
    path = address.partition("?")[0].rstrip("/")
    query = needed(request, operation, "")
    first, second = operation.printed
    shown = snippets(
        "list" if operation.is_list else "one",
        url=request.build_absolute_uri(address),
        first=first,
        second=second,
        table=request.build_absolute_uri(f"{path}.csv{query and '?'}{query}"),
    )
    has_table = any(one.suffix == "csv" for one in operation.formats)
    return Call(
        operation,
        address,
        written(shorten(found if is_real else answer)),
        is_real,
        [one for one in shown if address and (has_table or one.language.slug != "spreadsheet")],
        [(one, f"{path}.{one.suffix}") for one in operation.formats],
    )


@require_safe
def changelog(request: HttpRequest) -> HttpResponse:
    """Show what changed in the API, newest first."""
    return described(render(request, "documentation/changelog.html", {"changes": CHANGES}))


def described(response: HttpResponse) -> HttpResponse:
    """Say where the machine-readable description is, and where the documentation (RFC 8631)."""
    response["Link"] = service_links()
    return response
