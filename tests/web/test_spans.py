"""Whoever has set up OpenTelemetry finds a span for each request in its own trace; nobody else pays for any."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("opentelemetry.sdk", reason="OpenTelemetry is missing: ./dev test installs it")
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def spans():
    """Give the spans of a program of its own: a provider is set up once in a process, and for all of it."""
    asked = [sys.executable, "-m", "tests.web.spans"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True, timeout=100)
    return [json.loads(each) for each in done.stdout.splitlines()]


def test_a_request_is_a_span_in_the_trace_that_it_names(spans):
    traced = {each["name"] for each in spans if each["parent"] == [TRACE, PARENT]}
    assert {"POST /api/v1/acts", "GET /api/v1/views/{name}", "GET /"} <= traced


def test_a_request_that_names_none_begins_one(spans):
    assert [each["parent"] for each in spans if each["name"] == "GET /healthz"] == [None]


def test_a_span_says_what_was_answered_also_where_that_was_no(spans):
    said = {(each["said"].get("url.path"), each["said"]["http.response.status_code"]) for each in spans}
    assert {("/api/v1/acts", 201), ("/", 200), ("/nowhere", 404), ("/", 400)} <= said


def test_no_span_has_the_address_of_a_link_that_lets_somebody_in(spans):
    assert "sign-in" not in json.dumps(spans)
