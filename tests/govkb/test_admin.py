"""The admin as a whole: every kind of record has a desk that stays quick as it fills."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.models import Fact, FollowUp, Participation, TopicMapping, VersionDifference
from sources.admin import LookOnlyAdmin
from tests import factories

pytestmark = pytest.mark.django_db

OURS = [
    model for name in ("sources", "commitments") for model in apps.get_app_config(name).get_models()
]
REGISTERED = list(admin.site._registry)


def make_one_of_each() -> None:
    """Make one record of every kind, related to each other and to nothing made before."""
    source = factories.make_source()
    factories.make_snapshot(source)
    source.slug = f"{source.slug}-renamed"
    source.save()
    declaration = factories.make_declaration()
    other = factories.make_declaration()
    party = factories.make_party()
    Participation.objects.create(declaration=declaration, party=party)
    Fact.objects.create(
        declaration=declaration, position=1, property="vote", value="two", confidence="memory"
    )
    topic = factories.make_topic()
    TopicMapping.objects.create(topic=topic, target=factories.make_topic(), match="close")
    french = factories.make_version(declaration, source=source)
    english = factories.make_version(declaration, language="en", status="working_translation")
    parent = factories.make_clause(declaration)
    clause = factories.make_clause(declaration, label="1(a)", parent=parent)
    factories.make_clause_text(clause, french)
    VersionDifference.objects.create(
        declaration=declaration,
        clause=clause,
        position=1,
        aspect="verb",
        first_version=french,
        first_reading="shall",
        second_version=english,
        second_reading="may",
        effect="Weaker.",
        confidence="seen",
    )
    claim = factories.make_claim(clauses=[clause])
    factories.make_evidence(claim, source, quote="one common level")
    commitment = factories.make_commitment(clause, actors=[party, factories.make_party()])
    FollowUp.objects.create(
        commitment=commitment,
        completion="limited",
        as_of=date(2032, 1, 1),
        summary="A gauge was built.",
        claim=claim,
        confidence="reported",
    )
    factories.make_coverage_check(source, clause)
    factories.make_attempt(source)
    factories.make_relation(declaration, other, source=source, subject_clause=clause)


def changelist_url(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def count_queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


def test_every_model_has_a_desk():
    assert [model for model in OURS if model not in REGISTERED] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_fieldsets_show_every_field_once(model):
    """A field that is added to a model must be given a place in the form."""
    desk = admin.site._registry[model]
    shown = []
    for _, options in desk.fieldsets:
        for field in options["fields"]:
            shown += [field] if isinstance(field, str) else field
    fields = [
        field.name
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.name not in {"id", "parties", "object_id"}
    ]
    assert len(shown) == len(set(shown))
    assert [name for name in fields if name not in shown] == []


def test_lists_need_as_many_queries_for_twenty_rows_as_for_one(admin_client):
    """Session, user, count, rows, and one for each prefetch and filter that lists other records."""
    make_one_of_each()
    for model in OURS:  # fills the caches of content types
        assert model.objects.exists(), model
        admin_client.get(changelist_url(model))
    before = {model: count_queries(admin_client, changelist_url(model)) for model in REGISTERED}
    for _ in range(19):
        make_one_of_each()
    after = {model: count_queries(admin_client, changelist_url(model)) for model in REGISTERED}

    assert after == before
    assert max(after.values()) <= 12, after


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_filter_search_and_form_answers(admin_client, model):
    make_one_of_each()
    url = changelist_url(model)
    changelist = admin_client.get(url).context["cl"]
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            query = choice.get("query_string")
            assert query is None or admin_client.get(url + query).status_code == 200, query
    assert admin_client.get(url, {"q": "lake", "_facets": "True"}).status_code == 200
    for column in range(1, len(changelist.list_display) + 1):
        assert admin_client.get(url, {"o": f"-{column}"}).status_code == 200
    for obj in changelist.result_list:
        page = admin_client.get(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[obj.pk])
        )
        assert page.status_code == 200
    if admin.site._registry[model].has_add_permission(page.wsgi_request):
        add = url + "add/"
        assert admin_client.get(add).status_code == 200
        # An empty form is told what it lacks.
        assert admin_client.post(add, management_forms(admin_client, add)).status_code == 200


def management_forms(client, url: str) -> dict[str, str]:
    """Return what the inlines of an add form must send when nothing is entered."""
    formsets = client.get(url).context["inline_admin_formsets"]
    return {
        f"{inline.formset.prefix}-{name}": "0"
        for inline in formsets
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_relations_are_looked_up_by_typing(admin_client, model):
    """Every list of choices that grows with the collection is an autocomplete field."""
    desk = admin.site._registry[model]
    relations = {
        field.name
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation and field.editable and field.name not in {"parties", "content_type"}
    }
    if isinstance(desk, LookOnlyAdmin):
        return
    assert relations - {*desk.autocomplete_fields} - {*desk.readonly_fields} == set()
    make_one_of_each()
    for name in desk.autocomplete_fields:
        answer = admin_client.get(
            reverse("admin:autocomplete"),
            {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": name,
                "term": "",
            },
        )
        assert answer.json()["results"], name


def test_help_texts_are_shown(admin_client):
    page = admin_client.get(reverse("admin:commitments_claim_add")).content.decode()
    assert "Claims that cannot be true together with this one." in page


def test_strangers_are_sent_to_the_login(client):
    for model in REGISTERED:
        assert client.get(changelist_url(model)).status_code == 302


def test_a_reader_of_the_desks_is_not_offered_to_publish(client, django_user_model):
    from django.contrib.auth.models import Permission  # noqa: PLC0415 -- apps must be ready

    reader = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    claim = factories.make_claim(status="draft")
    client.post(changelist_url(type(claim)), {"action": "publish", "_selected_action": [claim.pk]})
    claim.refresh_from_db()
    assert claim.status == "draft"
