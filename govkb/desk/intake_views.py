"""The pages on which a text comes in: add, look at it, what next, its clauses, its declaration.

Every POST saves what was entered before anything else is looked at. A button says what is to be
done then, so all of it works without scripts.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments import instruments
from commitments.models import Clause, Declaration, Party
from govkb.desk import intake as intakes
from govkb.desk import intake_clauses as arranging
from govkb.desk.intake_clauses import NotPossible, Row
from govkb.desk.intake_forms import (
    AddForm,
    DeclarationForm,
    PartyFormSet,
    PasteForm,
    SourceForm,
    partial_date,
)
from govkb.desk.models import Intake
from sources.echo import squash
from sources.models import Paragraph, Publisher, Source
from sources.readings import OWN

PER_PAGE = 200  # paragraphs or clauses in one form, which may send a thousand fields
MOST_OFFERED = 500  # names in a list to choose from

View = Callable[..., HttpResponse]


def permitted(*permissions: str) -> Callable[[View], View]:
    """Answer 403 to curators without these permissions."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, **context}
    status = 409 if context.get("newer") else 200
    return TemplateResponse(request, f"admin/desk/{template}.html", shown, status=status)


# Adding


@permitted("sources.add_source")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Take an address, a file or a text; one box tells the first from the last."""
    form = AddForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with intakes.one_line_refusals():
                intake = _begin(request, form.cleaned_data)
        except intakes.Refused as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "given", str(refusal))
        else:
            return redirect("admin:desk-intake", intake.pk)
    waiting = Intake.objects.filter(source=None, curator=request.user)
    waiting = waiting.defer("text", "original", "paragraphs", "clauses")
    return page(request, "intake_add", _("Add a text"), form=form, waiting=waiting[:10])


def _begin(request: HttpRequest, given: dict[str, Any]) -> Intake:
    if given["file"]:
        data = intakes.read_upload(given["file"])
        return intakes.begin_with_file(request.user, data, given["file"].name)
    url, text = intakes.split_address(given["given"])
    if text:
        return intakes.begin_with_text(request.user, text, url)
    return intakes.begin_with_address(request.user, url)


# Looking at it


@permitted("sources.add_source")
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was read and what is proposed; keep what is entered; save it as a source."""
    intake = get_object_or_404(Intake.objects.select_related("source", "curator"), pk=pk)
    if intake.source:
        return _autosaved(request, intake) or redirect("admin:desk-intake-next", pk)
    if not intake.text:
        return _paste(request, intake)
    if request.method == "GET":
        form = SourceForm(initial=_entered(intake), **_may_add(request))
        return _show_preview(request, intake, form)
    revision = _number(request.POST.get("revision"))
    entered, paragraphs = _read_preview(request, intake)
    kept = Intake.save_revision(pk, revision, entered=entered, paragraphs=paragraphs)
    if not kept:
        return _refuse_older(request, intake, entered, paragraphs)
    intake.entered, intake.paragraphs, intake.revision = entered, paragraphs, revision + 1
    return _autosaved(request, intake) or _do(request, intake)


def _do(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Do what the button says, now that everything is kept."""
    do, _colon, argument = request.POST.get("do", "").partition(":")
    match do:
        case "save" | "instrument":
            return _save(request, intake, then=do)
        case "look":
            return redirect("admin:desk-intake-article", intake.pk)
        case "discard":
            intake.delete()
            messages.success(request, _("The text was thrown away."))
            return redirect("admin:desk-intake-add")
        case "page":
            return redirect(f"{reverse('admin:desk-intake', args=[intake.pk])}?p={argument}")
        case "cut":
            place = f"?p={(_number(argument) - 1) // PER_PAGE + 1}#paragraph-{argument}"
            return redirect(reverse("admin:desk-intake", args=[intake.pk]) + place)
    messages.success(request, _("Kept. It is not a source yet."))
    return redirect("admin:desk-intake", intake.pk)


def _save(request: HttpRequest, intake: Intake, then: str) -> HttpResponse:
    form = SourceForm(_entered(intake), **_may_add(request))
    if form.is_valid():
        try:
            with intakes.one_line_refusals():
                source = intakes.save_source(
                    intake, intake.revision, form.save(commit=False), form.publisher
                )
        except intakes.Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        except Error as error:
            form.add_error(None, _("The database refused: %(error)s") % {"error": error})
        except intakes.NewerStateError:
            return _refuse_older(request, intake, intake.entered, intake.paragraphs)
        else:
            desk = admin.site.get_model_admin(Source)
            desk.log_addition(request, source, [{"added": {}}])
            messages.success(request, _("“%(source)s” is kept as a draft.") % {"source": source})
            if then == "instrument":
                return redirect("admin:desk-intake-clauses", intake.pk)
            return redirect("admin:desk-intake-next", intake.pk)
    return _show_preview(request, intake, form)


def _read_preview(
    request: HttpRequest, intake: Intake
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what was entered, and the paragraphs as chosen; nothing is judged yet."""
    names = SourceForm.base_fields
    entered = {name: request.POST[name] for name in names if name in request.POST}
    paragraphs = [dict(one) for one in intake.paragraphs]
    for number, paragraph in enumerate(paragraphs, 1):
        choice = request.POST.get(f"paragraph-{number}")
        if choice and choice != intakes.choice_of(paragraph):
            intakes.set_role(paragraph, choice)
    do, _colon, argument = request.POST.get("do", "").partition(":")
    if do == "cut" and 1 <= _number(argument) <= len(paragraphs):
        intakes.cut(paragraphs, _number(argument))
    return {**intake.entered, **entered}, paragraphs


def _entered(intake: Intake) -> dict[str, Any]:
    """Return the fields of the source as they stand: entered, or else proposed."""
    proposed = {name: one["value"] for name, one in intake.found["fields"].items()}
    proposed["publisher_name"] = proposed.pop("publisher", "")
    return {**proposed, **intake.entered}


def _may_add(request: HttpRequest) -> dict[str, bool]:
    return {"may_add_publisher": request.user.has_perm("sources.add_publisher")}


def _show_preview(
    request: HttpRequest, intake: Intake, form: SourceForm, newer: Intake | None = None
) -> HttpResponse:
    fields = intake.found["fields"]
    entered = _entered(intake)
    rows = [
        {
            "field": form[name],
            "why": fields.get("publisher" if name == "publisher_name" else name, {}).get("why"),
            "errors": form[name].errors,
            "is_machine": name in {"published_note", "original_url", "slug"},
        }
        for name in form.field_order
    ]
    missing = next((row for row in rows if row["errors"]), None) or next(
        (row for row in rows if row["field"].field.required and not row["field"].value()), None
    )
    if missing:
        missing["field"].field.widget.attrs["autofocus"] = True
    name = str(entered.get("publisher_name", ""))
    paragraphs = _shown_paragraphs(intake)
    at = _page_of(request, len(paragraphs))
    attempt = intake.found.get("attempt") or {}
    named = [entered.get("url"), entered.get("original_url")]
    addresses = [intake.url, attempt.get("url", ""), *named]
    return page(
        request,
        "intake_preview",
        _("Look at the text"),
        intake=intake,
        form=form,
        rows=rows,
        newer=newer,
        duplicates=intakes.duplicates(intake, filter(None, addresses)),
        echoes=intake.found["echoes"],
        credits=intake.found["credits"],
        warnings=intake.found["warnings"],
        similar=[] if not name or _is_known(name) else intakes.similar_publishers(name),
        paragraphs=paragraphs[(at["number"] - 1) * PER_PAGE : at["number"] * PER_PAGE],
        pages=at,
        own=sum(one["choice"] == "own" for one in paragraphs),
        publishers=Publisher.objects.values_list("name", flat=True)[:MOST_OFFERED],
    )


def _is_known(name: str) -> bool:
    return Publisher.objects.filter(name__iexact=name).exists()


def _shown_paragraphs(intake: Intake) -> list[dict[str, Any]]:
    """Return the paragraphs with their words, their choice and what they were proposed to be."""
    roles = dict(Paragraph.Role.choices)
    main = intake.found["fields"].get("language", {}).get("value")
    shown = []
    last = "own"
    for number, one in enumerate(intake.paragraphs, 1):
        choice = intakes.choice_of(one)
        shown.append(
            {
                "number": number,
                "text": intake.text[one["start"] : one["end"]],
                "language": one["language"] or main,
                "choice": choice,
                "role": roles[one["role"]],
                "was": "" if one["role"] == one["proposed"] else roles[one["proposed"]],
                "why": one["why"],
                "begins": choice == "other" and last != "other",
            }
        )
        if choice != "out":
            last = choice
    return shown


def _refuse_older(
    request: HttpRequest, intake: Intake, entered: dict[str, Any], paragraphs: list[dict[str, Any]]
) -> HttpResponse:
    """Keep both: show what was sent, beside what somebody else has saved meanwhile."""
    newer = get_object_or_404(Intake, pk=intake.pk)
    if _is_autosave(request):
        return JsonResponse({"newer": True, "revision": newer.revision}, status=409)
    if newer.source:
        messages.warning(request, _("Somebody has saved it as a source meanwhile."))
        return redirect("admin:desk-intake-next", newer.pk)
    labels = {name: field.label or name for name, field in SourceForm.base_fields.items()}
    theirs = _entered(newer)
    differing = [
        {"label": labels[name], "theirs": theirs.get(name, ""), "yours": value}
        for name, value in entered.items()
        if name in labels and value != theirs.get(name, "")
    ]
    roles = [
        number
        for number, (one, other) in enumerate(zip(paragraphs, newer.paragraphs, strict=True), 1)
        if one["role"] != other["role"]
    ]
    newer.differing, newer.differing_roles = differing, roles  # type: ignore[attr-defined]
    intake.entered, intake.paragraphs, intake.revision = entered, paragraphs, newer.revision
    form = SourceForm(initial=_entered(intake), **_may_add(request))
    return _show_preview(request, intake, form, newer=newer)


def _is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("do") == "autosave"


def _autosaved(request: HttpRequest, intake: Intake) -> HttpResponse | None:
    """Answer a script that keeps what is entered; None when it was a person's press."""
    if not _is_autosave(request):
        return None
    at = date_format(timezone.localtime(timezone.now()), "H:i")
    told = _("Kept at %(time)s") % {"time": at}
    return JsonResponse({"revision": intake.revision, "told": told})


def _paste(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Ask for the text of an address that could not be read; the address is kept."""
    form = PasteForm(request.POST if request.POST.get("do") == "paste" else None)
    if form.is_bound and form.is_valid():
        revision = _number(request.POST.get("revision"))
        try:
            with intakes.one_line_refusals():
                intakes.paste(intake, revision, form.cleaned_data["text"])
        except intakes.Refused as refusal:
            form.add_error("text", str(refusal))
        except intakes.NewerStateError:
            form.add_error(None, _("Somebody has given the text meanwhile: reload the page."))
        else:
            return redirect("admin:desk-intake", intake.pk)
    if request.POST.get("do") == "again":
        again = intakes.begin_with_address(request.user, intake.url)
        intake.delete()
        return redirect("admin:desk-intake", again.pk)
    if request.POST.get("do") == "discard":
        intake.delete()
        return redirect("admin:desk-intake-add")
    held = intakes.duplicates(intake, [intake.url])
    return page(
        request, "intake_paste", _("Paste the text"), intake=intake, form=form, duplicates=held
    )


@permitted("sources.add_source")
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the article without what was left out, as readers will see it."""
    intake = get_object_or_404(Intake, pk=pk)
    own = [
        {"role": one["role"], "text": intake.text[one["start"] : one["end"]]}
        for one in intake.paragraphs
        if one["role"] in OWN
    ]
    entered = _entered(intake) if intake.found.get("fields") else {}
    return page(
        request, "intake_article", _("The article"), intake=intake, own=own, entered=entered
    )


@permitted("sources.add_source")
def what_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what can be done with a source that was just saved."""
    intake = get_object_or_404(Intake.objects.select_related("source__publisher"), pk=pk)
    if intake.source is None:
        return redirect("admin:desk-intake", pk)
    versions = intake.source.versions.select_related("declaration")
    return page(
        request,
        "intake_next",
        str(intake.source),
        intake=intake,
        source=intake.source,
        snapshot=intakes.snapshot_of(intake),
        attempt=intake.source.last_attempt(),
        workbench=_workbench_of(intake.source),
        versions=versions,
        may_add_declaration=request.user.has_perms(INSTRUMENT_PERMISSIONS),
    )


def _workbench_of(source: Source) -> str:
    try:
        return reverse("admin:desk-workbench", args=[source.slug])
    except NoReverseMatch:
        return ""


# An instrument


INSTRUMENT_PERMISSIONS = (
    "sources.add_source",
    "commitments.add_declaration",
    "commitments.add_clause",
)


@permitted(*INSTRUMENT_PERMISSIONS)
@require_http_methods(["GET", "POST"])
def clauses(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the clauses proposed, and let them be arranged; ask first where it is doubtful."""
    intake = get_object_or_404(Intake.objects.select_related("source"), pk=pk)
    if intake.source is None:
        messages.warning(request, _("Save it as a source first."))
        return redirect("admin:desk-intake", pk)
    if intake.clauses is None:
        with intakes.one_line_refusals():
            proposed = intakes.propose_clauses(intake)
        Intake.save_revision(pk, intake.revision, clauses=proposed)
        intake.refresh_from_db()
    if request.method == "POST":
        return _arrange(request, intake)
    return _show_clauses(request, intake)


def _arrange(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Keep the labels and kinds that were entered, then do what the button says."""
    revision = _number(request.POST.get("revision"))
    do, _colon, argument = request.POST.get("do", "").partition(":")
    state = dict(intake.clauses)
    rows = [Row.of(one) for one in state["rows"]]
    _relabel(request, rows)
    refused = ""
    if do == "anyway":
        state["asks"] = False
    elif do == "anew":
        state = intakes.propose_clauses(intake)
        rows = [Row.of(one) for one in state["rows"]]
    else:
        try:
            _operate(request, rows, do, argument, intake.text)
        except NotPossible as error:
            refused = str(error)
    state["rows"] = [row.as_json() for row in rows]
    if not Intake.save_revision(intake.pk, revision, clauses=state):
        return _refuse_older_clauses(request, intake, rows)
    if _is_autosave(request):
        intake.revision = revision + 1
        return _autosaved(request, intake)  # type: ignore[return-value]
    if refused:
        messages.error(request, refused)
    if do == "article":
        return redirect("admin:desk-intake-next", intake.pk)
    if do == "continue":
        return redirect("admin:desk-intake-declaration", intake.pk)
    return redirect(
        reverse("admin:desk-intake-clauses", args=[intake.pk]) + _place_of(do, argument)
    )


def _place_of(do: str, argument: str) -> str:
    """Return where on which page the row stands that a button was about."""
    index = _number(argument.partition(":")[0])
    if do == "page":
        return f"?p={index}"
    if index < 0:
        return ""
    index = max(index - 1, 0) if do == "join" else index
    return f"?p={index // PER_PAGE + 1}#part-{index}"


def _relabel(request: HttpRequest, rows: list[Row]) -> None:
    for number, row in enumerate(rows):
        label = request.POST.get(f"label-{number}")
        if label is not None:
            row.label = " ".join(label.split())[:200]
        arranging.set_kind(row, request.POST.get(f"kind-{number}", row.kind))
    arranging.settle(rows)


def _operate(request: HttpRequest, rows: list[Row], do: str, argument: str, text: str) -> None:
    """Do one thing to one row. Raises NotPossible."""
    number, _colon, place = argument.partition(":")
    index = _number(number)
    if do in {"join", "split", "words", "in", "out", "drop"} and not 0 <= index < len(rows):
        raise NotPossible(_("There is no such part."))
    match do:
        case "join":
            arranging.join(rows, index, text)
        case "split":
            arranging.split(rows, index, _number(place), text)
        case "words":
            arranging.split_before(rows, index, request.POST.get(f"words-{index}", ""), text)
        case "in":
            arranging.indent(rows, index, 1)
        case "out":
            arranging.indent(rows, index, -1)
        case "drop":
            arranging.set_kind(rows[index], "dropped")


def _refuse_older_clauses(request: HttpRequest, intake: Intake, mine: list[Row]) -> HttpResponse:
    newer = get_object_or_404(Intake.objects.select_related("source"), pk=intake.pk)
    if _is_autosave(request):
        return JsonResponse({"newer": True, "revision": newer.revision}, status=409)
    theirs = [Row.of(one) for one in newer.clauses["rows"]] if newer.clauses else []
    labels = {tuple(row.spans): row.label for row in theirs}
    differing = [
        {"yours": row.label, "theirs": labels[tuple(row.spans)]}
        for row in mine
        if labels.get(tuple(row.spans), row.label) != row.label
    ]
    return _show_clauses(request, newer, newer=newer, differing=differing)


def _show_clauses(
    request: HttpRequest, intake: Intake, newer: Intake | None = None, **context: Any
) -> HttpResponse:
    state = intake.clauses
    rows = [Row.of(one) for one in state["rows"]]
    at = _page_of(request, len(rows))
    first = (at["number"] - 1) * PER_PAGE
    kinds = {"dropped": _("Left out"), "conclusion": _("Conclusion, no clause")}
    shown = [
        {
            "index": index,
            "row": row,
            "text": row.text(intake.text),
            "kind": kinds.get(row.kind) or Clause.Kind(row.kind).label,
            "places": list(arranging.places_to_split(row, intake.text))[:20],
            "depth": min(row.level, 6),
        }
        for index, row in enumerate(rows[first : first + PER_PAGE], first)
    ]
    counted = ("preamble", "recital", "annex")
    return page(
        request,
        "intake_clauses",
        _("The clauses"),
        intake=intake,
        source=intake.source,
        language=intake.source.language,
        state=state,
        confidence=round(state["confidence"] * 100),
        shown=shown,
        kinds=[(kind, kinds.get(kind) or Clause.Kind(kind).label) for kind in arranging.KINDS],
        clauses=sum(row.is_clause for row in rows),
        counts={kind: sum(row.kind == kind for row in rows) for kind in counted},
        pages=at,
        newer=newer,
        **context,
    )


@permitted(*INSTRUMENT_PERMISSIONS)
@require_http_methods(["GET", "POST"])
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the instrument is, and write it with its clauses."""
    intake = get_object_or_404(Intake.objects.select_related("source"), pk=pk)
    if intake.source is None or intake.clauses is None or intake.clauses["asks"]:
        return redirect("admin:desk-intake-clauses", pk)
    if request.method == "GET":
        entered = _entered_declaration(intake)
        form = DeclarationForm(initial=entered)
        return _show_declaration(request, intake, form, _party_forms(intake, entered))
    return _declare(request, intake)


def _declare(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Keep what was entered, then do what the button says."""
    revision = _number(request.POST.get("revision"))
    entered = {
        name: value
        for name, value in request.POST.items()
        if name in DeclarationForm.base_fields or name.startswith("form-")
    }
    everything = {**intake.entered, "declaration": entered}
    form = DeclarationForm(entered)
    parties = PartyFormSet(entered)
    if not Intake.save_revision(intake.pk, revision, entered=everything):
        newer = get_object_or_404(Intake.objects.select_related("source"), pk=intake.pk)
        if _is_autosave(request):
            return JsonResponse({"newer": True, "revision": newer.revision}, status=409)
        return _show_declaration(request, newer, form, parties, newer=newer)
    intake.entered, intake.revision = everything, revision + 1
    if answer := _autosaved(request, intake):
        return answer
    if request.POST.get("do") != "save":
        messages.success(request, _("Kept. It is not a declaration yet."))
        return redirect("admin:desk-intake-declaration", intake.pk)
    is_right = form.is_valid() and parties.is_valid()
    if is_right and (answer := _save_declaration(request, intake, form, parties)):
        return answer
    return _show_declaration(request, intake, form, parties)


def _save_declaration(
    request: HttpRequest, intake: Intake, form: DeclarationForm, parties: Any
) -> HttpResponse | None:
    """Write it all, or say in the form what was refused."""
    made = form.held or form.save(commit=False)
    given = [] if form.held else [one.participation() for one in parties]
    try:
        written = intakes.save_declaration(
            intake,
            made,
            [one for one in given if one],
            language=form.cleaned_data["language"],
            status=form.cleaned_data["version_status"],
        )
    except instruments.Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
    except Error as error:
        form.add_error(None, _("The database refused: %(error)s") % {"error": error})
    else:
        desk = admin.site.get_model_admin(Declaration)
        told = " ".join(written.lines())
        if form.held:
            desk.log_change(request, made, told)
        else:
            desk.log_addition(request, made, [{"added": {}}])
        messages.success(request, f"{made}: {told}")
        return redirect("admin:desk-intake-next", intake.pk)
    return None


def _entered_declaration(intake: Intake) -> dict[str, Any]:
    """Return the fields of the declaration as they stand: entered, or made of the source."""
    source = intake.source
    parties = intakes.parties_named_in(intake, source.title)
    proposed = {
        "kind": intakes.kind_of_instrument(source.title, len(parties)),
        "title": source.title,
        "short_title": Truncator(source.title).chars(120),
        "slug": intakes.free_slug(Declaration, source.title),
        "adopted": partial_date(source.published_on, source.published_precision),
        "language": source.language,
        "version_status": "authentic" if source.is_official else "publisher_translation",
        "legal_status": Declaration.LegalStatus.NOT_RECORDED,
    }
    return {**proposed, **intake.entered.get("declaration", {})}


def _party_forms(intake: Intake, entered: dict[str, Any]) -> Any:
    total = _number(entered.get("form-TOTAL_FORMS"))
    if total > 0:
        rows = [
            {name: entered.get(f"form-{row}-{name}", "") for name in ("name", "role", "kind")}
            for row in range(min(total, 300))
        ]
        return PartyFormSet(initial=[row for row in rows if row["name"]])
    named = intakes.parties_named_in(intake, intake.source.title)
    return PartyFormSet(initial=[{"name": party.name, "role": "party"} for party in named[:20]])


def _show_declaration(
    request: HttpRequest,
    intake: Intake,
    form: DeclarationForm,
    parties: Any,
    newer: Intake | None = None,
) -> HttpResponse:
    rows = [Row.of(one) for one in intake.clauses["rows"]]
    for field in form:
        if field.errors or (field.field.required and not field.value()):
            field.field.widget.attrs["autofocus"] = True
            break
    return page(
        request,
        "intake_declaration",
        _("The declaration"),
        intake=intake,
        source=intake.source,
        form=form,
        rows=[{"field": form[name], "errors": form[name].errors} for name in form.field_order],
        parties=parties,
        party_names=Party.objects.values_list("name", flat=True)[:MOST_OFFERED],
        declarations=_likely_declarations(intake),
        clauses=sum(row.is_clause for row in rows),
        preamble=sum(row.kind == "preamble" for row in rows),
        newer=newer,
    )


def _likely_declarations(intake: Intake) -> list[Declaration]:
    """Return declarations to choose from, those with the title of the source first."""
    title = squash(intake.source.title)
    found = list(Declaration.objects.instruments().order_by("slug")[:MOST_OFFERED])
    return sorted(found, key=lambda each: squash(each.title) != title)


def _number(value: Any) -> int:
    """Return a number that a form sent; -1 for anything else."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _page_of(request: HttpRequest, length: int) -> dict[str, Any]:
    """Return which page of a long list is asked for, and which there are."""
    last = max((length - 1) // PER_PAGE + 1, 1)
    number = min(max(_number(request.GET.get("p")), 1), last)
    return {"number": number, "last": last, "all": range(1, last + 1) if last > 1 else []}
