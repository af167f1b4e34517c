"""The front page of the admin: what waits for a curator."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory

from govkb.desk.worklists import LISTS, Waiting, address
from tests import factories
from tests.collection import make_collection

pytestmark = pytest.mark.django_db

EVERY = [one for _, lists in LISTS for one in lists]


@pytest.fixture
def waiting() -> None:
    """Something on every list, beside a collection where nothing is wrong."""
    make_collection()
    factories.make_snapshot(factories.make_source())
    claim = factories.make_claim(status="draft")
    for state in ("ambiguous", "not_found"):
        factories.make_evidence(claim=claim, status="draft", state=state)
    for state in ("moved", "changed", "gone", "unreachable"):
        held = factories.make_snapshot()
        factories.make_evidence(
            claim=claim, source=held.source, snapshot=held, start=0, end=4, state=state
        )


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.model.__name__}-{one.filters}")
def test_a_number_is_that_of_the_list_it_leads_to(one: Waiting, admin_user: User) -> None:
    request = RequestFactory().get(address(one.model), one.filters)
    request.user = admin_user
    changelist = admin.site.get_model_admin(one.model).get_changelist_instance(request)
    shown = changelist.get_queryset(request).values_list("pk", flat=True)
    counted = one.model._default_manager.filter(one.condition).values_list("pk", flat=True)
    assert sorted(shown) == sorted(counted)


@pytest.mark.usefixtures("waiting")
def test_the_front_page_leads_to_what_waits(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "Evidence that does not resolve" in page
    assert "/admin/commitments/evidence/?resolves=no" in page
    assert "/admin/sources/source/?silence=no" in page


def test_a_list_on_which_nothing_waits_is_no_link(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "Drafts of claims" in page
    assert "/admin/commitments/claim/?" not in page


def test_a_curator_sees_the_lists_of_what_he_may_see(
    client: Client, django_user_model: type[User]
) -> None:
    user = django_user_model.objects.create_user("ada", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_claim"))
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    assert "Drafts of claims" in page
    assert "Drafts of evidence" not in page
