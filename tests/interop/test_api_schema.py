"""The read API against its own description: schemathesis asks what the description allows, and what it does not."""

from __future__ import annotations

from copy import deepcopy
from itertools import count

import pytest
import schemathesis
from django.test.client import ClientHandler
from hypothesis import HealthCheck, settings

from tests.attendance.factories import make_class
from yexiao.interop import endpoints

_addresses = count(1)
_handler = ClientHandler()


def application(environ, start_response):
    """Answer inside the test's transaction, every question as if from another address, so that none must wait."""
    number = next(_addresses)
    environ["REMOTE_ADDR"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    environ.pop("HTTP_ACCEPT_ENCODING", None)  # the test client unpacks nothing
    response = _handler(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


schema = schemathesis.openapi.from_dict(deepcopy(endpoints.describe()))
schema.app = application


@pytest.fixture(autouse=True)
def one_class(db):
    """Have something to find."""
    make_class(2)


@schema.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_description(case):
    case.call_and_validate()


def test_the_description_is_openapi_3_1_and_covers_every_address():
    description = endpoints.describe()

    assert description["openapi"] == "3.1.0"
    assert len(description["paths"]) == len(endpoints.url_patterns())
