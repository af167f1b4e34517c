"""Rows made without a serializer are what the serializer would make of the same objects."""

import json

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from rest_framework.request import Request

from commitments.api import ClaimViewSet, ClauseViewSet, CommitmentViewSet, EvidenceViewSet
from commitments.models import Evidence, FollowUp
from govkb.api_urls import router
from sources.models import Source
from sources.rows import Statement
from tests.collection import make_collection
from tests.factories import make_clause, make_declaration, make_evidence

pytestmark = pytest.mark.django_db

VIEWS = [ClauseViewSet, CommitmentViewSet, ClaimViewSet, EvidenceViewSet]


def both(view_class):
    """Return all rows of a list as its serializer makes them, and as they are made without it."""
    request = Request(RequestFactory().get("/"))
    view = view_class(request=request, action="list", format_kwarg=None, kwargs={})
    queryset = view.get_queryset().order_by(*view.keyset)
    slow = [json.loads(json.dumps(row)) for row in view.present(list(queryset))]
    values = Statement(queryset.values_list(*view.rows.columns)).rows()
    return slow, view.rows.make(values, view.site)


def assert_same(view_class):
    slow, fast = both(view_class)
    assert slow, "there is something to compare"
    assert fast == slow
    assert [list(row) for row in fast] == [list(row) for row in slow], "in the same order"


def test_the_long_lists_make_rows():
    having = {viewset for _prefix, viewset, _name in router.registry if getattr(viewset, "rows", 0)}
    assert having == set(VIEWS)


@pytest.mark.parametrize("view_class", VIEWS)
def test_rows_are_those_of_the_serializer(view_class):
    make_collection()
    make_collection()
    assert_same(view_class)


@pytest.mark.parametrize("view_class", VIEWS)
def test_rows_of_the_seeds_are_those_of_the_serializer(view_class):
    call_command("load_seeds", verbosity=0)
    assert_same(view_class)


@pytest.mark.parametrize("view_class", VIEWS)
def test_rows_with_texts_are_those_of_the_serializer(view_class, shared):
    call_command("load_seeds", verbosity=0)
    call_command("import_documents", str(shared / "seeds"), verbosity=0)
    assert_same(view_class)


@pytest.mark.parametrize("rights", Source.Rights.values)
@pytest.mark.parametrize("view_class", VIEWS)
def test_rights_and_drafts_hide_the_same(view_class, rights):
    made = make_collection()
    Source.objects.update(rights=rights)
    FollowUp.objects.update(status="draft", published_at=None)
    made.claim.conflicts_with.update(status="draft", published_at=None)
    type(made.official).objects.filter(pk=made.official.pk).update(
        status="draft", published_at=None, url="https://charter.example/a?b=c"
    )
    make_evidence(made.claim, stance="not_mentioned", note="Read twice.", locator="")
    assert_same(view_class)


@pytest.mark.parametrize("view_class", VIEWS)
def test_whole_seconds_and_bare_clauses_are_the_same(view_class):
    made = make_collection()
    make_clause(make_declaration())
    for model in (Evidence, type(made.claim)):
        model.objects.update(updated_at=made.claim.updated_at.replace(microsecond=120_000))
    assert_same(view_class)
    for model in (Evidence, type(made.claim)):
        model.objects.update(updated_at=made.claim.updated_at.replace(microsecond=0))
    assert_same(view_class)
