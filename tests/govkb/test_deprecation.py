"""What is going to be removed says so in every answer that uses it."""

from datetime import UTC, datetime

import pytest

from govkb.openapi import description
from sources.api import Deprecation, PublisherViewSet
from tests.factories import make_source

pytestmark = pytest.mark.django_db

GOING = Deprecation(
    since=datetime(2027, 1, 1, tzinfo=UTC),
    sunset=datetime(2027, 7, 1, tzinfo=UTC),
    link="https://govkb.example/api/changelog/",
)
LINK = '<https://govkb.example/api/changelog/>; rel="deprecation"; type="text/html"'
LIST = "/api/v1/publishers/"


def is_marked(response):
    """Tell whether the answer says that something in it will go, by all three headers."""
    marked = "Deprecation" in response
    assert (LINK in response.get("Link", "")) == marked
    assert ("Sunset" in response) == marked
    return marked


def test_a_resource(client, monkeypatch):
    publishers = [make_source().publisher for _number in range(2)]
    assert not is_marked(client.get(LIST))
    monkeypatch.setattr(PublisherViewSet, "deprecation", GOING)
    response = client.get(LIST)
    assert is_marked(response)
    assert response["Deprecation"] == "@1798761600"
    assert response["Sunset"] == "Thu, 01 Jul 2027 00:00:00 GMT"
    assert is_marked(client.get(f"{LIST}{publishers[0].slug}/"))
    page = client.get(f"{LIST}?limit=1")
    assert 'rel="next"' in page["Link"], "beside other links"
    assert is_marked(page)
    assert is_marked(client.get(f"{LIST}?colour=blue")), "also with an error"


def test_a_parameter(client, monkeypatch):
    make_source()
    monkeypatch.setattr(PublisherViewSet, "deprecated_parameters", {"q": GOING})
    assert is_marked(client.get(f"{LIST}?q=courier"))
    assert not is_marked(client.get(LIST))


def test_a_field(client, monkeypatch):
    make_source()
    monkeypatch.setattr(PublisherViewSet, "deprecated_fields", {"description": GOING})
    assert is_marked(client.get(LIST))
    assert is_marked(client.get(f"{LIST}?fields=slug,description"))
    assert not is_marked(client.get(f"{LIST}?fields=slug"))
    assert not is_marked(client.get(f"{LIST}?omit=description"))


def test_without_an_end_there_is_no_sunset(client, monkeypatch):
    make_source()
    endless = Deprecation(GOING.since, None, GOING.link)
    monkeypatch.setattr(PublisherViewSet, "deprecation", endless)
    response = client.get(LIST)
    assert "Sunset" not in response
    assert "Deprecation" in response


def test_the_description_says_so_too(monkeypatch):
    monkeypatch.setattr(PublisherViewSet, "deprecation", GOING)
    monkeypatch.setattr(PublisherViewSet, "deprecated_parameters", {"q": GOING})
    described = description.__wrapped__()["paths"]
    operation = described[LIST]["get"]
    assert operation["deprecated"] is True
    going = [one["name"] for one in operation["parameters"] if one.get("deprecated")]
    assert going == ["q"]
    assert "deprecated" not in described["/api/v1/claims/"]["get"]
