"""The desks of publishers, sources and captures: what may be entered, and what may not."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from sources.models import FormerSlug, Paragraph, Snapshot, Source
from tests import factories

pytestmark = pytest.mark.django_db


def fields_of(source: Source, **changes) -> dict[str, str]:
    """Return what the form of a source sends, with some fields changed."""
    fields = {
        "title": source.title,
        "slug": source.slug,
        "kind": source.kind,
        "publisher": source.publisher_id,
        "language": source.language,
        "published_on": source.published_on,
        "published_precision": source.published_precision,
        "url": source.url,
        "rights": source.rights,
        "status": source.status,
        "snapshots-TOTAL_FORMS": "0",
        "snapshots-INITIAL_FORMS": "0",
    }
    return fields | changes


def change_url(obj) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def errors_of(response) -> str:
    """Return all messages of a form that was refused."""
    assert response.status_code == 200
    return " ".join(message for errors in response.context["errors"] for message in errors)


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def act(client, action: str, *objects, **fields):
    """Do what choosing an action in the list of sources does."""
    chosen = {"action": action, "_selected_action": [obj.pk for obj in objects]}
    return client.post(reverse("admin:sources_source_changelist"), chosen | fields)


# Forms


def test_a_correct_form_is_saved(admin_client):
    source = factories.make_source()

    response = admin_client.post(
        change_url(source), fields_of(source, title="A charter for two lakes")
    )

    assert response.status_code == 302
    source.refresh_from_db()
    assert source.title == "A charter for two lakes"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"language": "french"}, "BCP 47"),
        ({"language": "fr_FR"}, "BCP 47"),
        ({"url": "ftp://courier.example/lakes"}, "http:// or https://"),
        ({"url": "lakes"}, "valid URL"),
        ({"archive_url": "ftp://archive.example/lakes"}, "http:// or https://"),
        ({"title": " \t"}, "required"),
        ({"known_sha256": "A" * 64}, "64 lower-case"),
        ({"published_precision": ""}, "together with its precision"),
        ({"published_on": "", "published_precision": "day"}, "together with its precision"),
        ({"status": "withdrawn"}, "Say why it is withdrawn"),
        ({"slug": "Two Lakes"}, "lower-case ASCII"),
        ({"publisher": ""}, "required"),
        ({"publisher": "999999"}, "not one of the available"),
        ({"kind": "rumour"}, "not one of the available"),
    ],
)
def test_broken_rules_are_messages_in_the_form(admin_client, changes, message):
    source = factories.make_source()
    assert message in errors_of(admin_client.post(change_url(source), fields_of(source, **changes)))


def test_what_another_source_has_is_refused(admin_client):
    other = factories.make_source(known_sha256="a" * 64)
    source = factories.make_source()
    messages = {
        "slug": "already exists",
        "url": "Another source has this address",
        "known_sha256": "Another source has this known capture",
    }
    for field, message in messages.items():
        changes = {field: getattr(other, field)}
        response = admin_client.post(change_url(source), fields_of(source, **changes))
        assert message in errors_of(response)


def test_a_source_is_not_derived_from_itself(admin_client):
    source = factories.make_source()
    response = admin_client.post(change_url(source), fields_of(source, derived_from=source.pk))
    assert "cannot derive from itself" in errors_of(response)


def test_a_former_name_of_another_source_is_refused(admin_client):
    renamed = factories.make_source(slug="old-name")
    renamed.slug = "new-name"
    renamed.save()
    source = factories.make_source()

    response = admin_client.post(change_url(source), fields_of(source, slug="old-name"))

    assert "Another object had this name" in errors_of(response)


# Publication


def test_publishing_tells_how_many_and_why_not_the_others(admin_client, admin_user):
    drafts = [factories.make_source(status="draft") for _ in range(2)]
    broken = factories.make_source(status="draft", title="A broken one")
    Source.objects.filter(pk=broken.pk).update(language="en-x")  # no form lets this through
    published = factories.make_source(title="A known one")

    response = act(admin_client, "publish", *drafts, broken, published)

    messages = told(response)
    assert messages[0] == "2 sources were published."
    assert any("“A broken one” was not published. Use a BCP 47" in text for text in messages)
    assert "“A known one” was not published. It is published already." in messages
    for source in drafts:
        source.refresh_from_db()
        assert source.is_published
        assert source.published_at
        assert LogEntry.objects.filter(user=admin_user, object_id=source.pk).exists()


def test_one_is_told_in_the_singular(admin_client):
    response = act(admin_client, "publish", factories.make_source(status="in_review"))
    assert told(response) == ["1 source was published."]


def test_many_failures_are_told_by_their_number(admin_client):
    response = act(admin_client, "publish", *[factories.make_source() for _ in range(13)])
    messages = told(response)
    assert len(messages) == 11
    assert messages[-1] == "3 sources more were not published."


def test_only_drafts_are_sent_for_review(admin_client):
    draft, published = factories.make_source(status="draft"), factories.make_source()

    response = act(admin_client, "send_for_review", draft, published)

    assert told(response)[0] == "1 source was sent for review."
    assert "Only a draft is sent for review." in told(response)[1]
    draft.refresh_from_db()
    published.refresh_from_db()
    assert (draft.status, published.status) == ("in_review", "published")


def test_withdrawing_asks_for_a_reason_first(admin_client):
    source, draft = factories.make_source(), factories.make_source(status="draft")

    page = act(admin_client, "withdraw", source, draft)
    assert page.status_code == 200
    assert source.title in page.content.decode()
    blank = act(admin_client, "withdraw", source, draft, reason="  ")
    assert "This field is required." in blank.content.decode()
    source.refresh_from_db()
    assert source.is_published

    done = act(admin_client, "withdraw", source, draft, reason="It was a hoax.")
    assert told(done)[0] == "1 source was withdrawn."
    assert "Only what is published can be withdrawn." in told(done)[1]
    source.refresh_from_db()
    assert (source.status, source.withdrawn_reason) == ("withdrawn", "It was a hoax.")


def test_the_page_for_readers_is_linked_once_there_is_one(admin_client):
    published, draft = factories.make_source(), factories.make_source(status="draft")
    assert f'href="{published.get_absolute_url()}"' in page_of(admin_client, published)
    assert f'href="{draft.get_absolute_url()}"' not in page_of(admin_client, draft)
    held, hidden = factories.make_snapshot(published), factories.make_snapshot(draft)
    assert f'href="{held.get_absolute_url()}"' in page_of(admin_client, held)
    assert f'href="{hidden.get_absolute_url()}"' not in page_of(admin_client, hidden)


def page_of(client, obj) -> str:
    return client.get(change_url(obj)).content.decode()


# What the machine made


def test_a_capture_can_be_read_and_nothing_else(admin_client):
    snapshot = factories.make_snapshot()
    url = change_url(snapshot)

    assert "Upper Lake and Lower Lake promise one common level." in page_of(admin_client, snapshot)
    assert admin_client.post(url, {"text": "Other words."}).status_code == 403
    assert admin_client.post(url.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.get(reverse("admin:sources_snapshot_add")).status_code == 403
    assert Snapshot.objects.get().text == snapshot.text


def test_only_the_role_of_a_paragraph_can_be_changed(admin_client):
    snapshot = factories.make_snapshot()
    paragraph = snapshot.paragraphs.get(number=1)

    response = admin_client.post(
        change_url(paragraph), {"role": "boilerplate", "number": "9", "start": "3", "end": "4"}
    )

    assert response.status_code == 302
    after = Paragraph.objects.get(pk=paragraph.pk)
    assert (after.role, after.number, after.start, after.end) == ("boilerplate", 1, 0, 15)
    assert admin_client.get(reverse("admin:sources_paragraph_add")).status_code == 403


def test_roles_are_changed_in_the_list_of_a_captures_paragraphs(admin_client):
    snapshot = factories.make_snapshot()
    first, second, third = snapshot.paragraphs.all()
    url = reverse("admin:sources_paragraph_changelist")
    fields = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "3", "_save": "Save"}
    for number, paragraph in enumerate([first, second, third]):
        fields |= {f"form-{number}-id": paragraph.pk, f"form-{number}-role": "heading"}

    admin_client.post(f"{url}?snapshot__id__exact={snapshot.pk}", fields)

    assert {*snapshot.paragraphs.values_list("role", flat=True)} == {"heading"}


def test_a_former_slug_can_be_read_and_nothing_else(admin_client):
    source = factories.make_source(slug="old-name")
    source.slug = "new-name"
    source.save()
    former = FormerSlug.objects.get()

    assert source.title in page_of(admin_client, former)
    assert admin_client.post(change_url(former), {"slug": "x"}).status_code == 403
    assert admin_client.get(reverse("admin:sources_formerslug_add")).status_code == 403


def test_what_something_cites_is_not_deleted(admin_client):
    evidence = factories.make_evidence(quote="one common level")
    source = evidence.source
    url = reverse("admin:sources_source_delete", args=[source.pk])

    assert "Cannot delete source" in admin_client.get(url).content.decode()
    assert admin_client.post(url, {"post": "yes"}).status_code == 200
    act(admin_client, "delete_selected", source, post="yes")
    assert Source.objects.filter(pk=source.pk).exists()
