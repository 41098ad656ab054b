"""What the door says of itself to machines."""

import json
import re
import runpy
from pathlib import Path

import pytest

from moot.core.commands import COMMANDS
from moot.core.events import EVENTS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def written():
    return runpy.run_path(str(DOCS / "generate.py"))["api"]()


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_a_description_is_as_it_would_be_written_now(written, name):
    # Not so? Run: python docs/generate.py, and look at what has changed for those who call.
    assert (DOCS / "api" / f"{name}.json").read_bytes() == written[name]


def test_every_act_every_event_and_every_view_is_described(here):
    said = here.get("/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    kinds = {name.removeprefix("ActOf") for name in said["components"]["schemas"] if name.startswith("ActOf")}
    events = {name.removeprefix("EventOf") for name in said["components"]["schemas"] if name.startswith("EventOf")}
    assert (kinds, events) == (set(COMMANDS), set(EVENTS))
    views = {path.rpartition("/")[2] for path in said["paths"] if path.startswith("/api/v1/views/")}
    assert views == set(here.get("/views").json())


def test_every_reference_in_a_description_leads_somewhere(written):
    documents = {name: json.loads(text) for name, text in written.items()}
    for name, text in written.items():
        for place, path in re.findall(r'"\$ref": "([^"#]*)#/([^"]+)"', text.decode()):
            found = documents[place.removesuffix(".json") or name]
            for step in path.split("/"):
                found = found[step]


def test_whoever_has_a_description_is_not_sent_it_again(here):
    first = here.get("/asyncapi.json")
    assert first.json()["asyncapi"] == "3.0.0"
    assert here.get("/asyncapi.json", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
