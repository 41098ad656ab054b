"""The reference: what programs may ask of this door and what members may file, for people to read.

Laws: it says what the document for machines says, of all that the document names, and nothing else; whoever wants the
form of a field finds it there.

>>> [each.named for each in asks({"parameters": [{"name": "start"}, {"name": "act", "required": True}]})]
['start', 'act']
"""

from typing import Final

import orjson
from fastapi import APIRouter

from moot.core.commands import COMMANDS
from moot.core.value import value
from moot.web.pages.frame import Reader, Shown, page
from moot.web.problems import KINDS

router: Final = APIRouter()
_VIEWS: Final = "/api/v1/views/"


@value
class Asked:
    """What a request may say, and whether it must."""

    named: str
    must: bool


@value
class Operation:
    """What one address answers to one method."""

    method: str
    path: str
    says: str
    asks: tuple[Asked, ...]


@page(router, "/reference", "reference.html", here="/help")
async def reference(reader: Reader) -> Shown:
    """Show what the OpenAPI document of this door says."""
    document: Shown = orjson.loads(reader.request.app.state.documents["openapi"])
    found = operations(document)
    forms = {name: document["components"]["schemas"][name] for name in sorted(COMMANDS)}
    return {
        "places": [each for each in found if not each.path.startswith(_VIEWS)],
        "shows": [each for each in found if each.path.startswith(_VIEWS)],
        "views_at": _VIEWS,
        "acts": {name: (form["description"], list(form.get("properties", ()))) for name, form in forms.items()},
        "codes": sorted(KINDS.items(), key=lambda each: (each[1].status, each[0])),
    }


def operations(document: Shown) -> list[Operation]:
    """Return what an OpenAPI document offers, in its order."""
    return [
        Operation(method.upper(), path, told.get("description") or told["summary"], asks(told))
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def asks(told: Shown) -> tuple[Asked, ...]:
    """Return what an operation lets a request say."""
    return tuple(Asked(each["name"], each.get("required", False)) for each in told.get("parameters", ()))
