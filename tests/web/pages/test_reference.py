"""The reference for people says what the document for machines says, and of everything that is served."""

import orjson
import pytest

from moot.core.commands import COMMANDS
from moot.web.problems import KINDS


def run_together(text):
    return "".join(text.replace("`", "").split())


@pytest.fixture
def document(decided):
    return orjson.loads(decided.ask("/api/v1/openapi.json").content)


def test_every_address_stands_in_it_with_what_it_may_be_asked(decided, document):
    said = run_together(decided.see("/reference").words)
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            asks = [each["name"] + " (must)" * each.get("required", False) for each in told.get("parameters", [])]
            says = told.get("description") or told["summary"]
            named = path.removeprefix("/api/v1/views/") if "views/" in path else f"{method.upper()} {path}"
            assert run_together(f"{named} {says} {', '.join(asks) or 'nothing'}") in said


def test_every_act_and_every_refusal_stands_in_it(decided, document):
    page = decided.see("/reference")
    for name in COMMANDS:
        form = document["components"]["schemas"][name]
        says = ", ".join(form.get("properties", ())) or "nothing more"
        assert run_together(f"{name} {form['description']} {says}") in run_together(page.words)
    assert {f"/api/v1/problems/{code}" for code in KINDS} <= set(page.values("a", "href"))


def test_who_asks_for_help_is_led_to_it_and_from_it_to_what_machines_read(decided):
    assert "/reference" in decided.see("/help").values("a", "href")
    assert {"/api/v1/openapi.json", "/api/v1/asyncapi.json"} <= set(decided.see("/reference").values("a", "href"))
