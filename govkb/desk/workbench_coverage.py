"""Recording that a source does not mention clauses: many at once, in one confirmed step."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from commitments.models import Clause, CoverageCheck, Declaration, Evidence
from govkb.desk.workbench import MOST_DECLARATIONS, Bench, defaults
from sources.admin import RecordForm
from sources.models import Source


class ClauseChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Clause) -> str:
        return f"{obj.name}: {obj.heading}" if obj.heading else obj.name


class NotMentionedForm(forms.Form):
    """Which clauses, and who looked when for what."""

    clauses = ClauseChoice(
        Clause.objects.none(),
        to_field_name="label",
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Clauses not checked yet"),
        error_messages={"required": gettext_lazy("Choose at least one clause.")},
    )
    checked_by = forms.CharField(max_length=100, label=gettext_lazy("Checked by"))
    checked_on = forms.DateField(
        label=gettext_lazy("Checked on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=gettext_lazy("What was looked for"),
        help_text=gettext_lazy("The words you searched the source for; shown to readers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, clauses: QuerySet[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clauses"].queryset = clauses


def unchecked(source: Source, declaration: Declaration | None) -> QuerySet[Clause]:
    """Return the clauses of which it is not known whether the source reports them."""
    checks = CoverageCheck.objects.filter(source=source, clause=OuterRef("pk"))
    evidence = Evidence.objects.exclude(status="withdrawn").filter(source=source)
    reports = evidence.filter(claim__clauses=OuterRef("pk"))
    rows = Clause.objects.filter(declaration=declaration)
    return rows.filter(~Q(Exists(checks)), ~Q(Exists(reports))).order_by("position")


@require_http_methods(["GET", "HEAD", "POST"])
def not_mentioned(request: HttpRequest, slug: str) -> HttpResponse:
    """List the clauses not checked for a source; record those chosen after one confirmation."""
    source = get_object_or_404(Source, slug=slug)
    desk = admin.site.get_model_admin(CoverageCheck)
    if not desk.has_add_permission(request):
        raise PermissionDenied
    asked = request.POST.get("declaration") or request.GET.get("declaration", "")
    near = Bench(source, {"declaration": asked} if asked else {})
    declaration = next((one for one in near.declarations if one.slug == asked), None)
    if declaration is None:
        declaration = near.at_hand[0] if near.at_hand else None
    clauses = unchecked(source, declaration)
    initial: dict[str, Any] = defaults(request.user, timezone.localdate())
    if "all" in request.GET:
        initial["clauses"] = list(clauses)
    data = request.POST if request.method == "POST" else None
    form = NotMentionedForm(data, clauses=clauses, initial=initial)
    is_confirming = form.is_bound and form.is_valid() and "back" not in request.POST
    if is_confirming and "confirm" in request.POST and not record(request, source, form):
        return HttpResponseRedirect(reverse("admin:desk-workbench", kwargs={"slug": slug}))
    context = {
        **admin.site.each_context(request),
        "title": _("Record “not mentioned”"),
        "source": source,
        "declaration": declaration,
        "declarations": near.declarations[:MOST_DECLARATIONS],
        "form": form,
        "chosen": list(form.cleaned_data["clauses"]) if is_confirming and form.is_valid() else [],
    }
    status = 200 if not form.errors else 422
    return TemplateResponse(request, "admin/desk/not_mentioned.html", context, status=status)


def record(request: HttpRequest, source: Source, form: NotMentionedForm) -> bool:
    """Record every clause or none; tell whether something stood in the way, which the form says."""
    desk = admin.site.get_model_admin(CoverageCheck)
    fields = ["source", "clause", "checked_by", "checked_on", "note"]
    make = forms.modelform_factory(CoverageCheck, form=RecordForm, fields=fields)
    told = {name: form.cleaned_data[name] for name in fields[2:]}
    chosen = list(form.cleaned_data["clauses"])
    with transaction.atomic():
        for clause in chosen:
            row = make({"source": source.pk, "clause": clause.pk} | told)
            if not row.is_valid():
                for errors in row.errors.values():
                    form.add_error(None, f"{clause.name}: {' '.join(map(str, errors))}")
                transaction.set_rollback(True)
                return True
            desk.log_addition(request, row.save(), "Recorded as not mentioned at the workbench.")
    text = ngettext(
        "%(number)s clause was recorded as not mentioned.",
        "%(number)s clauses were recorded as not mentioned.",
        len(chosen),
    )
    messages.success(request, text % {"number": len(chosen)})
    return False
