"""The version of the collection grows with every change, whatever makes it."""

import threading

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from commitments.models import Claim, Declaration, Party, Topic
from govkb.models import CollectionStamp
from govkb.stamp import create_triggers, read_stamp, stamped_tables
from sources.triggers import find_triggers
from tests.collection import make_collection
from tests.factories import make_claim, make_clause, make_declaration, make_party, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _triggers_are_there():
    yield
    create_triggers(using="default")


def test_every_table_of_the_collection_is_watched():
    tables = stamped_tables()
    for label in ("sources", "commitments"):
        for model in apps.get_app_config(label).get_models():
            assert model._meta.db_table in tables
            for field in model._meta.local_many_to_many:
                assert field.remote_field.through._meta.db_table in tables
    watched = {table for _name, table in find_triggers("stamp", "default")}
    assert set(tables) <= watched


def test_every_way_of_changing_something_counts():
    make_collection()
    claim, clause = make_claim(), make_clause()
    topic, party = make_topic(), make_party()

    def in_sql():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE commitments_party SET code = 'XX'")

    ways = {
        "save": claim.save,
        "update": lambda: Claim.objects.update(note="Changed."),
        "bulk_update": lambda: Claim.objects.bulk_update([claim], ["note"]),
        "bulk_create": lambda: Party.objects.bulk_create([Party(slug="x", name="X", kind="state")]),
        "delete": lambda: Party.objects.filter(slug="x").delete(),
        "joining table": lambda: clause.topics.add(topic),
        "leaving it": clause.topics.clear,
        "withdrawal": lambda: claim.withdraw("It was wrong."),
        "another program": in_sql,
        "renaming": lambda: Topic.objects.filter(pk=topic.pk).update(slug="renamed"),
        "deletion of one": party.delete,
    }
    for name, change in ways.items():
        before = read_stamp()
        change()
        after = read_stamp()
        assert after.number > before.number, name
        assert after.changed_ms >= before.changed_ms, name


def test_reading_and_signing_in_do_not_count(client, django_user_model):
    make_collection()
    before = read_stamp()
    assert client.get("/api/v1/claims/").status_code == 200
    user = django_user_model.objects.create_user("curator", password="long enough for this")
    client.force_login(user)
    client.get("/")
    assert read_stamp() == before


def test_what_is_undone_does_not_count():
    make_declaration()
    before = read_stamp()
    with transaction.atomic():
        Declaration.objects.update(place="Nowhere")
        transaction.set_rollback(True)
    assert read_stamp() == before
    with transaction.atomic():
        with transaction.atomic():
            Declaration.objects.update(place="Nowhere")
            transaction.set_rollback(True)
        assert read_stamp() == before
        Declaration.objects.update(place="Somewhere")
    assert read_stamp().number > before.number


def test_others_see_the_change_and_the_version_together():
    make_declaration(place="Before")
    before = read_stamp()
    seen = []

    def look():
        try:
            seen.append((read_stamp(), Declaration.objects.get().place))
        finally:
            connection.close()

    with transaction.atomic():
        Declaration.objects.update(place="After")
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            pytest.skip("A database in memory has one connection.")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    look()
    assert seen == [(before, "Before"), (read_stamp(), "After")]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_writers_do_not_wait_for_each_other():
    first, second = make_party(), make_party()
    before = read_stamp()
    started, done = threading.Event(), threading.Event()

    def write():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            started.wait(5)
            Party.objects.filter(pk=second.pk).update(name="Second")
            done.set()
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    with transaction.atomic():
        Party.objects.filter(pk=first.pk).update(name="First")
        started.set()
        assert done.wait(5), "the other had to wait for this transaction"
    thread.join()
    assert read_stamp().number == before.number + 2
    assert CollectionStamp.objects.filter(number__gt=0).count() >= 2


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes in place")
def test_a_long_transaction_counts_no_further_than_it_must(monkeypatch):
    party = make_party()
    before = read_stamp()
    with transaction.atomic():
        for number in range(1, 1051):
            Party.objects.filter(pk=party.pk).update(name=f"Name {number}")
            assert read_stamp().number == before.number + min(number, 1000)
    Party.objects.filter(pk=party.pk).update(name="The next transaction")
    assert read_stamp().number == before.number + 1001


def test_migrating_back_and_forth_keeps_the_triggers():
    expected = find_triggers("stamp", "default")
    before = read_stamp()
    call_command("migrate", "govkb", "zero", verbosity=0)
    call_command("migrate", "govkb", verbosity=0)
    assert find_triggers("stamp", "default") == expected
    make_party()
    assert read_stamp().changed_ms >= before.changed_ms
