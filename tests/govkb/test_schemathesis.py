"""Whatever the description allows, and much that it does not, is answered as it says.

Schemathesis (https://schemathesis.readthedocs.io) makes the requests up from the description of the
API. `make fuzz` makes a thousand of each kind; here it is a few, the same each time.
"""

import os

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from govkb.openapi import description
from govkb.wsgi import application
from tests.collection import make_collection

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

api = schemathesis.openapi.from_dict(description())
api.app = application
# Every boundary of every parameter, one by one: hundreds of requests for each operation.
api.config.phases.coverage.enabled = bool(EXAMPLES)


@pytest.fixture(scope="module", autouse=True)
def _collection(django_db_setup, django_db_blocker):
    """Bring the seeds, and something of every kind besides; take all of it away again."""
    # A server ends its connection when a request is over; here the transaction would end with it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_seeds", verbosity=0)
        make_collection()
        yield
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.parametrize()
@settings(max_examples=EXAMPLES or 15, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case):
    # Unpacking is the business of a real client.
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})
