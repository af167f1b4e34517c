"""The pages of the workbench, below `/admin/desk/sources/`."""

from collections.abc import Callable
from secrets import token_urlsafe

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.models import Claim, ClauseText, Evidence
from govkb.desk import workbench
from govkb.desk.models import EvidenceDraft
from govkb.desk.quoting import Quoted, Several, select
from govkb.desk.workbench import STANCES, Bench, begin, defaults, keep, own, read_entered
from sources.models import Source

KEYS_OFF = "desk-keys-off"  # in the session: that single keys do nothing


def wants_part(request: HttpRequest) -> bool:
    """Tell whether the script of the page asks, which takes a part of it instead of the whole."""
    return request.headers.get("X-Requested-With") == "workbench"


@require_http_methods(["GET", "HEAD", "POST"])
def bench(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a source to work on, or do what the curator asks for with what was entered so far."""
    source = get_object_or_404(Source.objects.select_related("publisher"), slug=slug)
    if not admin.site.get_model_admin(Evidence).has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return act(request, source)
    draft = find_draft(request, source)
    entered = own(draft)
    if "official" in request.GET:  # a choice of what to look at, not of what to write
        entered = entered | {"official": request.GET["official"]}
    shown = Bench(source, defaults(request.user, timezone.localdate()) | entered)
    return page(request, shown, draft, restored=workbench.says_something(own(draft)))


def find_draft(request: HttpRequest, source: Source) -> EvidenceDraft:
    """Return what the curator is writing, unsaved if he has not begun."""
    found = EvidenceDraft.objects.filter(curator=request.user, source=source).first()
    return found or EvidenceDraft(curator=request.user, source=source)


def revision_of(request: HttpRequest) -> int:
    """Return the revision that was seen; none if another curator logged in after it was sent."""
    value = request.POST.get("revision", "")
    is_own = request.POST.get("curator") == request.user.get_username()
    return int(value) if is_own and value.isdecimal() and len(value) < 10 else -1


def tab_of(request: HttpRequest) -> str:
    return request.POST.get("tab", "")[:40] or "tab"


def act(request: HttpRequest, source: Source) -> HttpResponseBase:
    """Keep what was entered, then do what the button says."""
    entered = read_entered(request.POST)
    name, _colon, value = request.POST.get("action", "find").partition(":")
    draft = begin(request.user, source)
    shown = Bench(source, entered)
    change = ACTIONS.get(name)
    if change:
        change(request, shown, value)
    is_kept = keep(draft, revision_of(request), shown.entered, tab_of(request))
    if not is_kept:
        return page(request, shown, draft, status=409)
    if name in ("save", "next"):
        return save(request, shown, draft, go_on=name == "next")
    if name == "autosave":
        at = timezone.localtime(timezone.now()).strftime("%H:%M")
        return JsonResponse({"revision": draft.revision, "at": at})
    if name == "check":
        return check(request, shown, value)
    if wants_part(request):
        return page(request, shown, draft)
    anchor = ANCHORS.get(name, "panel")
    return HttpResponseRedirect(f"{request.path}#{anchor}")


ANCHORS = {"search": "claims", "accept": "clauses", "reject": "clauses", "skip": "clauses"}


# What the buttons do to what was entered


def start_quote(_request: HttpRequest, shown: Bench, value: str) -> None:
    """Take a paragraph as the words to quote; the curator trims them."""
    words = shown.paragraph(int(value)) if value.isdecimal() else None
    if words is None:
        return
    forget_passage(shown)
    shown.entered |= {"paragraph": value, "quote": words}
    shown.outcome = shown.find()


def take_selection(request: HttpRequest, shown: Bench, _value: str) -> None:
    """Take the words selected in the browser; where they stand is found out here."""
    number = request.POST.get("from", "")
    sent = [request.POST.get(name, "")[:20_000] for name in ("exact", "prefix", "suffix")]
    if not number.isdecimal():
        return
    forget_passage(shown)
    shown.outcome = select(shown.page, int(number), *sent)
    shown.entered |= {"paragraph": number, "quote": sent[0].strip()}
    if isinstance(shown.outcome, Quoted):
        start, end = shown.outcome.span
        shown.entered |= {"quote": shown.outcome.words, "place": f"{start}-{end}"}


def forget_passage(shown: Bench) -> None:
    """Drop what belonged to the words before: their place, and what was said to suggestions."""
    for name in ("place", "rejected", "skipped", "quote"):
        shown.entered.pop(name, None)
    shown.outcome = None


def decide(request: HttpRequest, shown: Bench, value: str) -> None:
    """Accept, reject or skip a suggested clause: “two-lakes-2031#6”."""
    name = request.POST.get("action", "").partition(":")[0]
    declaration, _hash, label = value.partition("#")
    for several in ("rejected", "skipped"):
        left = [one for one in shown.entered.get(several, []) if one != value]
        shown.entered[several] = left
    labels = [one for one in shown.labels if one != label]
    if name == "accept":
        labels.append(label)
        if shown.claim is None:
            shown.entered["declaration"] = declaration
    elif name == "reject":
        shown.entered["rejected"] = [*shown.entered["rejected"], value]
    else:
        shown.entered["skipped"] = [*shown.entered["skipped"], value]
    shown.entered["clauses"] = ", ".join(labels)


def reject_all(_request: HttpRequest, shown: Bench, _value: str) -> None:
    """None of these: reject every suggestion shown."""
    offered = [one["value"] for one in shown.offers]
    labels = {one.partition("#")[2] for one in offered}
    shown.entered["rejected"] = offered
    shown.entered["clauses"] = ", ".join(one for one in shown.labels if one not in labels)


def take_version(request: HttpRequest, shown: Bench, value: str) -> None:
    """Go on with another version of the draft; the one at hand is kept in its place."""
    draft = find_draft(request, shown.source)
    other = draft.entered.get("others", {}).get(value)
    if other:
        shown.entered = {name: one for name, one in other.items() if name != "at"}
        shown.outcome = shown.find() if shown.entered.get("quote") else None


def drop(request: HttpRequest, shown: Bench, _value: str) -> None:
    """Begin anew."""
    kept = defaults(request.user, timezone.localdate()) | {"paragraph": str(shown.current)}
    shown.entered = {name: kept[name] for name in kept}
    shown.outcome = None


def switch_keys(request: HttpRequest, _shown: Bench, value: str) -> None:
    """Switch single keys off or on; that is remembered until the curator logs out."""
    request.session[KEYS_OFF] = value == "off"


# Every action takes the request, the bench and what stands after the colon of its button.
ACTIONS: dict[str, Callable[[HttpRequest, Bench, str], None]] = {
    "quote": start_quote,
    "select": take_selection,
    "accept": decide,
    "reject": decide,
    "skip": decide,
    "none": reject_all,
    "version": take_version,
    "drop": drop,
    "keys": switch_keys,
}


def save(
    request: HttpRequest, shown: Bench, draft: EvidenceDraft, *, go_on: bool
) -> HttpResponseBase:
    """Save the evidence; what is wrong is shown with everything as it was entered."""
    saved = workbench.save_evidence(request, shown)
    if saved.evidence is None:
        shown.errors = saved.errors
        return page(request, shown, draft, status=422)
    told = {"ref": saved.evidence.ref, "stance": saved.evidence.get_stance_display()}
    messages.success(request, _("Evidence %(ref)s was saved as a draft: %(stance)s.") % told)
    if shown.copied:
        text = _("The new claim has these words of the source in a row: “%(words)s”.")
        messages.warning(request, text % {"words": shown.copied})
    number = shown.quoted_paragraph or shown.current
    others = draft.entered.get("others", {})
    left = {"paragraph": str(shown.after(number) if go_on else number)}
    if official := shown.entered.get("official"):
        left["official"] = official
    rest = workbench.with_others(left, others)
    EvidenceDraft.save_revision(draft.pk, draft.revision, entered=rest)
    anchor = f"p{left['paragraph']}" if go_on else "panel"
    query = "" if shown.source.is_official else f"?checked={saved.claim.ref}" if saved.claim else ""
    return HttpResponseRedirect(f"{request.path}{query}#{anchor}")


def check(request: HttpRequest, shown: Bench, value: str) -> HttpResponseBase:
    """Go to the official text with the clause quoted and the same claim chosen."""
    slug, _hash, label = value.partition("#")
    rows = ClauseText.objects.filter(clause__declaration__slug=slug, clause__label=label)
    text = rows.filter(version=shown.official).exclude(text="").select_related("version__source")
    found = text.first()
    if found is None or found.version.source is None:
        messages.error(request, _("No official text of this clause is held."))
        return HttpResponseRedirect(request.path)
    there = begin(request.user, found.version.source)
    taken = defaults(request.user, timezone.localdate()) | {"quote": found.text, "clauses": label}
    if found.start is not None:
        taken["place"] = f"{found.start}-{found.end}"
    if shown.claim:
        taken["claim"] = shown.claim.ref
    # What he may be writing there stays at hand; this is then kept beside it, to be taken.
    revision = -1 if workbench.says_something(own(there)) else there.revision
    keep(there, revision, taken, f"check-{label}")
    address = reverse("admin:desk-workbench", kwargs={"slug": found.version.source.slug})
    return HttpResponseRedirect(f"{address}#panel")


def page(
    request: HttpRequest,
    shown: Bench,
    draft: EvidenceDraft,
    *,
    status: int = 200,
    restored: bool = False,
) -> TemplateResponse:
    """Return the whole page, or only its panel for the script that asks for it."""
    others = draft.entered.get("others", {})
    context = {
        **({} if wants_part(request) else admin.site.each_context(request)),
        "title": _("Workbench"),
        "bench": shown,
        "entered": shown.entered,
        "errors": shown.errors,
        "draft": draft,
        "restored": restored and draft.updated_at,
        "conflict": own(draft) if status == 409 else None,
        "others": [(name, one) for name, one in others.items()],
        "tab": request.POST.get("tab") or token_urlsafe(6),
        "stances": list(enumerate(STANCES, 1)),
        "kinds": Claim.Kind.choices,
        "keys_off": request.session.get(KEYS_OFF, False),
        "is_quoted": isinstance(shown.outcome, Quoted),
        "is_several": isinstance(shown.outcome, Several),
        "checked": request.GET.get("checked", "") if request.method == "GET" else "",
    }
    name = "bench_panel.html" if wants_part(request) else "bench.html"
    return TemplateResponse(request, f"admin/desk/{name}", context, status=status)
