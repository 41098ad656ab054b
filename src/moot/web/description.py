"""What the door says of itself to machines: OpenAPI 3.1 for its requests, AsyncAPI 3.0 for its feed.

Laws: whatever is served is described, each view by its own address; acts, payloads and events have the schema that
the vocabulary gives them; both documents stand in docs/api, and a test compares them with the code.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from moot.core.value import value
from moot.views.views import Offer
from moot.web.problems import KINDS, MEDIA_TYPE
from moot.wire.schema import WHERE, Schema, act_schemas, event_schemas, payload_schema

NAMES: Final = ("openapi", "asyncapi")
VIEW: Final = "/api/v1/views/{name}"
_HASH: Final = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TEXT: Final = {"type": "string"}
_COUNTING: Final = {"type": "string", "pattern": "^[0-9]{1,15}$"}
_PAGING: Final = ("start", "limit")  # of views
_COUNT: Final = {"type": "integer", "minimum": 0}


class Documents(dict[str, bytes]):
    """Both documents of a door by name, each written when somebody first asks."""

    def __init__(self, door: FastAPI, offers: Mapping[str, Offer]) -> None:
        """Describe `door`, whose views are on offer."""
        super().__init__()
        self._door, self._offers = door, offers

    def __missing__(self, name: str) -> bytes:
        """Write one of the `NAMES`."""
        found = openapi(self._door, self._offers) if name == "openapi" else asyncapi(self._door)
        self[name] = orjson.dumps(found, option=orjson.OPT_INDENT_2)
        return self[name]


@value
class Said:
    """What an operation answers when all goes well, and with which statuses it may say no."""

    says: str
    form: Schema
    noes: tuple[int, ...] = ()
    status: int = 200
    media: str = "application/json"


def _ref(name: str) -> Schema:
    return {"$ref": WHERE + name}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


_HELD = (304, 404, 422)
_ANSWERS: Final[Mapping[str, Said]] = {
    "read_moot": Said("Which moot this is.", {"type": "object"}),
    "read_webhook_key": Said("The key that signs webhooks.", _object(key={"type": "string"}), (404,)),
    "list_views": Said("The views, and their arguments.", {"type": "object"}),
    "read_view": Said("The view, as plain JSON.", {}, _HELD),
    "list_entries": Said("A page of entries.", _ref("EntryPage"), (304, 422)),
    "read_entry": Said("The entry.", _ref("Entry"), _HELD),
    "find_act": Said("The entry of the act.", _ref("Entry"), _HELD),
    "read_checkpoint": Said("The signed note.", {"type": "string"}, (304, 404), media="text/plain"),
    "prove_inclusion": Said("The proof.", _ref("InclusionProof"), _HELD),
    "prove_consistency": Said("The proof.", _ref("ConsistencyProof"), _HELD),
    "read_text": Said("The text.", _object(hash=_HASH, salt=_HASH, text={"type": "string"}), _HELD),
    "list_problems": Said("Every code.", {"type": "object"}),
    "read_problem": Said("What the code means.", {"type": "object"}, (404, 422)),
    "describe_openapi": Said("An OpenAPI document: this one.", {"type": "object"}, (304,)),
    "describe_asyncapi": Said("An AsyncAPI document: the feed.", {"type": "object"}, (304,)),
    "file_acts": Said(
        "The act is durable.", _ref("Filed"), (400, 402, 403, 404, 408, 409, 413, 415, 422, 504), status=201
    ),
    "follow_events": Said(
        "The feed, for ever; asyncapi.json describes its events.", {"type": "string"}, (422,), media="text/event-stream"
    ),
    "health": Said("The program runs.", _object(status={"const": "up"})),
    "readiness": Said("Acts are taken.", _object(status={"const": "ready"}, size=_COUNT, told=_COUNT)),
}
_ALWAYS: Final = (429, 500, 503)


def openapi(door: FastAPI, offers: Mapping[str, Offer]) -> Schema:
    """Return the OpenAPI document of `door`, whose views are on offer."""
    found = get_openapi(
        title=door.title,
        version=door.version,
        openapi_version="3.1.0",
        description=door.description,
        routes=door.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"] = _responses(_ANSWERS[operation["operationId"]])
    found["paths"]["/api/v1/acts"]["post"] |= _posting()
    found["components"] = {"schemas": _schemas()}
    found["paths"] = dict(_with_views(found["paths"], offers))
    return found


def _with_views(paths: Schema, offers: Mapping[str, Offer]) -> list[tuple[str, Any]]:
    """Return the paths, the views each by its own."""
    each_path: list[tuple[str, Any]] = [(path, paths[path]) for path in paths if path != VIEW]
    general = paths[VIEW]["get"]
    for name, offer in offers.items():
        operation = {
            **general,
            "summary": offer.says,
            "operationId": f"view_{name}",
            "parameters": [
                {"name": each, "in": "query", "required": must, "schema": _COUNTING if each in _PAGING else _TEXT}
                for each, must in offer.takes.items()
            ],
        }
        operation.pop("description", None)
        each_path.append((VIEW.format(name=name), {"get": operation}))
    return each_path


def _responses(said: Said) -> Schema:
    yes = {"description": said.says, "content": {said.media: {"schema": said.form}}}
    noes = {str(status): _no(status) for status in sorted({*said.noes, *_ALWAYS})}
    return {str(said.status): yes, **noes}


def _no(status: int) -> Schema:
    if status == 304:  # noqa: PLR2004 - HTTP's own number
        return {"description": "Whoever asks has it already."}
    codes = sorted(code for code, kind in KINDS.items() if kind.status == status)
    return {"description": ", ".join(codes), "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}


def _posting() -> Schema:
    """Return what is posted: an act, or several, which are answered each for itself."""
    many = {"type": "array", "items": _ref("Posted"), "minItems": 1, "maxItems": 256}
    several = {"type": "array", "items": {"oneOf": [_ref("Filed"), _ref("Problem")]}}
    responses = _responses(_ANSWERS["file_acts"])
    responses["200"] = {
        "description": "To a list: for each act, in order, its answer or its problem.",
        "content": {"application/json": {"schema": several}},
    }
    content = {"application/json": {"schema": {"oneOf": [_ref("Posted"), many]}}}
    return {"requestBody": {"required": True, "content": content}, "responses": responses}


def _schemas() -> Schema:
    known = act_schemas()
    payload = payload_schema(known)
    event_schemas(known)
    salted = {"type": "string", "minLength": 1, "maxLength": 20_000}
    posted = _object(act=_ref("Act"), signature={"type": "string", "pattern": "^[0-9a-f]{128}$"})
    posted["properties"] |= {
        "payload": {"anyOf": [{"type": "null"}, {**_object(salt=_HASH, body=payload), "additionalProperties": False}]},
        "texts": {
            "type": "array",
            "items": {**_object(salt=_HASH, text=salted), "additionalProperties": False},
            "maxItems": 8,
        },
    }
    posted["additionalProperties"] = False
    return {**known, "Posted": posted, **_answered()}


def _answered() -> Schema:
    index, hashes = _COUNT, {"type": "array", "items": {"type": "string", "contentEncoding": "base64"}}
    root = hashes["items"]
    entry = _entry(_ref("Act"), _ref("Event"))
    return {
        "Receipt": _object(index=index, id=_HASH, received=_COUNT),
        "Entry": entry,
        "EntryPage": _object(
            rows={"type": "array", "items": _ref("Entry")}, size=_COUNT, next={"anyOf": [{"type": "null"}, _COUNT]}
        ),
        "Filed": _object(status={"const": 201}, receipt=_ref("Receipt"), entry=_ref("Entry")),
        "InclusionProof": _object(index=index, size=_COUNT, root=root, hashes=hashes),  # type: ignore[arg-type] # JSON
        "ConsistencyProof": _object(old=_COUNT, new=_COUNT, root=root, hashes=hashes),  # type: ignore[arg-type] # JSON
        "Problem": _problem(),
    }


def _entry(act: Schema, event: Schema) -> Schema:
    signature = {"type": "string", "pattern": "^[0-9a-f]{128}$"}
    events = {"type": "array", "items": event}
    return _object(index=_COUNT, id=_HASH, received=_COUNT, signature=signature, act=act, events=events)


def _problem() -> Schema:
    """Return what a problem document holds (RFC 9457, and what this door adds)."""
    text = {"type": "string"}
    step = _object(rel=text, say=text)
    problem = _object(
        type=text,
        title=text,
        status={"type": "integer"},
        detail=text,
        code={"type": "string", "enum": sorted(KINDS)},
        why=text,
        clause=text,
        instead=text,
        retryable={"type": "boolean"},
        next={"type": "array", "items": step},
        errors={"type": "array", "items": _object(pointer=text, detail=text)},
        instance=text,
        request_id=text,
    )
    problem["properties"]["says"] = text
    return problem


def asyncapi(door: FastAPI) -> Schema:
    """Return the AsyncAPI document of the feed of `door`."""
    names = ("entry", "ping", "reset")
    channel = {
        "address": "/api/v1/events",
        "title": "The live feed, as server-sent events",
        "description": "Last-Event-ID, or `after`, is the index of the last entry that a reader has; -1 for none.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }
    operation = {
        "action": "send",
        "channel": {"$ref": "#/channels/feed"},
        "messages": [{"$ref": f"#/channels/feed/messages/{name}"} for name in names],
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": door.title, "version": door.version, "license": {"name": "Apache-2.0"}},
        "defaultContentType": "application/json",
        "channels": {"feed": channel},
        "operations": {"tell": operation},
        "components": {"messages": _messages(), "schemas": _feed_schemas()},
    }


def _messages() -> Schema:
    told = {
        "entry": ("An entry was recorded.", "CloudEvent"),
        "ping": ("The feed is alive, and the record was looked through up to this event's id.", "Ping"),
        "reset": ("The reader has more than there is: this is another record. Begin again.", "Reset"),
    }
    return {name: {"name": name, "summary": says, "payload": _ref(form)} for name, (says, form) in told.items()}


def _feed_schemas() -> Schema:
    beside = "openapi.json" + WHERE
    text = {"type": "string"}
    cloud = _object(
        specversion={"const": "1.0"},
        id={**text, "description": "the index of the entry"},
        source={**text, "description": "the origin of the record"},
        type={**text, "pattern": "^moot\\.[A-Za-z]+\\.v1$"},
        subject={**text, "description": "what the entry is about"},
        time={**text, "format": "date-time"},
        datacontenttype={"const": "application/json"},
        logseq=_COUNT,
        loghash={**_HASH, "description": "the hash of the entry's leaf in the tree"},
        data=_ref("Entry"),
    )
    entry = _entry({"$ref": f"{beside}Act"}, {"$ref": f"{beside}Event"})
    return {
        "CloudEvent": cloud,
        "Entry": entry,
        "Ping": _object(size=_COUNT),
        "Reset": _object(first=_COUNT, size=_COUNT),
    }
