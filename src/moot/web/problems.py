"""What goes wrong at the door, as problem documents (RFC 9457): one closed list, one translation of refusals.

Laws: every refusal of the core and every failure of the door has one code and one status; the code is the
name that the rest of Moot uses; a problem says whether the same request may be sent again, and what did not happen.

>>> [KINDS[code].status for code in ("BadShape", "VersionIsStale", "BodyTooLarge")]
[422, 409, 413]
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from moot.core.canonical import Plain
from moot.core.charter import Charter
from moot.core.refusal import (
    BadShape,
    Malformed,
    NotAllowed,
    NotCanonical,
    NotCovered,
    NotEntitled,
    NotFound,
    NotNow,
    Refused,
)
from moot.core.value import value
from moot.wire.charter import clauses

MEDIA_TYPE: Final = "application/problem+json"
PROBLEMS: Final = "/api/v1/problems"  # below it each code explains itself

NOTHING: Final = "Nothing was recorded."
UNKNOWN: Final = "Whether it was recorded is not known."
_PATH: Final = re.compile(r"((?:[\w-]+\.)*[\w-]+): (.*)", re.DOTALL)

# A refusal is translated by its nearest ancestor in this table.
STATUSES: Final[Mapping[type[Refused], int]] = {
    Refused: 422,
    Malformed: 422,
    NotCanonical: 400,
    NotEntitled: 403,
    NotNow: 409,
    NotFound: 404,
    NotAllowed: 403,
    NotCovered: 402,
}


@value
class Kind:
    """What all problems of one code have in common. `again` says whether the same bytes may do better later."""

    status: int
    title: str
    again: bool = False
    instead: str = NOTHING


# What the door itself says no to. Codes are added, never renamed.
OWN: Final[Mapping[str, Kind]] = {
    "NotJson": Kind(400, "The body is not JSON in UTF-8."),
    "BadRequest": Kind(400, "The request cannot be understood."),
    "NoSuchPlace": Kind(404, "Nothing is served at this address."),
    "NotSignedIn": Kind(401, "This server holds no key of yours."),
    "CrossSite": Kind(403, "Another site sent this."),
    "LinkIsUsed": Kind(410, "This link lets nobody in any more."),
    "WrongMethod": Kind(405, "This address does not take this method."),
    "TooSlow": Kind(408, "The request did not arrive in time.", again=True),
    "BodyTooLarge": Kind(413, "The body is larger than the door takes."),
    "WrongType": Kind(415, "The body is of a type that the door does not take."),
    "BadArgument": Kind(422, "An argument is missing, unknown, or out of bounds."),
    "TooDeep": Kind(422, "The body nests deeper than the door takes."),
    "HeadersTooLarge": Kind(431, "The request line and the headers are larger than the door takes."),
    "TooMany": Kind(429, "Too many requests in too short a time.", again=True),
    "Fault": Kind(500, "The program is at fault.", instead=UNKNOWN),
    "TooManyReaders": Kind(503, "As many follow the feed as the door can serve.", again=True),
    "Unanswered": Kind(503, "The clerk could not say what became of it.", again=True, instead=UNKNOWN),
    "NotReady": Kind(503, "The moot does not take acts now.", again=True),
    "NotInTime": Kind(504, "The answer took too long.", again=True, instead=UNKNOWN),
}


def refusals(root: type[Refused] = Refused) -> Iterator[type[Refused]]:
    """Yield every refusal there is, each after what it is a kind of."""
    yield root
    for kind in root.__subclasses__():
        yield from refusals(kind)


def status_of(kind: type[Refused]) -> int:
    """Return the HTTP status of a refusal."""
    return next(STATUSES[each] for each in kind.__mro__ if each in STATUSES)


def _sentence(kind: type[Refused]) -> str:
    return (kind.__doc__ or kind.__name__).partition("\n")[0]


KINDS: Final[Mapping[str, Kind]] = {
    **{
        # Not now is no promise: only what is not due yet comes right by waiting.
        kind.__name__: Kind(status_of(kind), _sentence(kind), again=kind.__name__ == "NotDue")
        for kind in refusals()
    },
    **OWN,
}


@value
class Fault:
    """One thing that does not fit in what was sent: a JSON pointer to it, and why."""

    pointer: str
    detail: str


class Turned(Exception):
    """The door itself says no: with one of its `OWN` codes, why, and what to do."""

    def __init__(
        self,
        code: str,
        why: str,
        mend: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what the answer says."""
        super().__init__(why)
        self.code, self.why, self.mend, self.faults = code, why, mend, tuple(faults)
        self.headers = dict(headers or {})


Problem: TypeAlias = dict[str, Plain]


def problem_of(trouble: Refused | Turned, charter: Charter | None = None) -> Problem:
    """Return the problem document of a refusal or of the door's own no; `charter` says what the clause says."""
    kind = KINDS[trouble.code]
    clause = trouble.clause if isinstance(trouble, Refused) else "door"
    says = _says(clause, charter) if isinstance(trouble, Refused) and charter else None
    faults = trouble.faults if isinstance(trouble, Turned) else _faults(trouble)
    return {
        "type": f"{PROBLEMS}/{trouble.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": f"{trouble.why}. {kind.instead}",
        "code": trouble.code,
        "why": trouble.why,
        "clause": clause,
        **({"says": says} if says else {}),
        "instead": kind.instead,
        "retryable": kind.again,
        "next": [{"rel": "mend", "say": trouble.mend}] if trouble.mend else [],
        "errors": [{"pointer": each.pointer, "detail": each.detail} for each in faults],
    }


def _says(clause: str, charter: Charter) -> str | None:
    return next((rule.text for rule in clauses(charter) if rule.id == clause), None)


def _faults(refused: Refused) -> list[Fault]:
    """Return what a bad shape says, with its path as a JSON pointer into what was posted."""
    found = _PATH.fullmatch(refused.why) if isinstance(refused, BadShape) else None
    if found is None:
        return []
    steps = found[1].split(".")
    within = ["payload", "body", *steps[1:]] if steps[0] == "payload" else ["act", *steps]
    return [Fault("".join(f"/{step}" for step in within), found[2])]


def kind_page(code: str) -> Problem:
    """Return what a code means, for whoever follows a problem's `type`."""
    kind = KINDS[code]
    return {
        "code": code,
        "status": kind.status,
        "title": kind.title,
        "retryable": kind.again,
        "instead": kind.instead,
    }
