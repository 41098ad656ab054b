"""What awaits whom: the docket in words, with the command that answers it.

Laws: what awaits somebody stands before what somebody may do; the nearer deadline first; only verbs that
exist are named.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from moot.cli.words import counted, instant, short, worded
from moot.core.assembly import Assembly
from moot.core.assembly.state import serves
from moot.core.charter import DAY, MINUTE, Kind, kind_called
from moot.core.value import value

if TYPE_CHECKING:
    from moot.kit.door import Shown

HOUR: Final = 60 * MINUTE
VERBS: Final[Mapping[str, str]] = {
    "FileReview": "review",
    "FileForecast": "forecast",
    "CastVote": "vote",
    "RevealChance": "reveal",
    "ReportExecution": "report",
    "ReportMeasure": "measure",
}
INVITED: Final[Mapping[str, tuple[str, str]]] = {  # in this stage any member may
    "negotiation": ("OfferAmendment", "amend"),
    "objection": ("Object", "object"),
}
OPEN_TO_ALL: Final[Mapping[str, str]] = {  # what is said of a stage that waits for nobody
    "negotiation": "any member may amend",
    "ballot": "all have voted, and may vote anew",
    "objection": "an owner may still move towards against",
    "measured": "an owner may dispute it",
    "disputed": "waits for its jury",
    "appealing": "an owner may appeal",
}


@value
class Item:
    """Something that a member must or may do. `since` is when it can be done at the earliest, if not yet.

    `where` names the proposal, or the dispute, which has no target and may be about no proposal.
    """

    verb: str
    where: str
    proposal: str | None
    target: str | None
    until: int
    must: bool
    mandate: str | None = None
    since: int | None = None


def items(rows: list["Shown"], assembly: Assembly, agent: str, now: int) -> list[Item]:
    """Return what awaits `agent`, then what it may do, each by its deadline; `rows` are the whole docket's."""
    found = [each for row in rows for each in _items(row, assembly, agent, now)]
    return sorted(found, key=lambda item: (not item.must, item.until))


def _items(row: "Shown", assembly: Assembly, agent: str, now: int) -> Iterator[Item]:
    me = assembly.agents[agent]
    kind = kind_called(assembly.charter, row["kind"])
    for awaited in row["awaits"]:
        mine = awaited["agent"] == agent or (
            awaited["agent"] is None and awaited["owner"] == me.owner and awaited["act"] in me.may
        )
        if mine and (verb := VERBS.get(awaited["act"])):
            since = _earliest(row, assembly, kind, now) if verb == "measure" else None
            yield _item(verb, row, must=True, mandate=awaited["mandate"], since=since)
    act, verb = INVITED.get(row["stage"], ("", ""))
    if act in me.may and kind and not serves(assembly, me.owner, assembly.charter, kind):
        yield _item(verb, row, must=False)


def _item(verb: str, row: "Shown", **more: Any) -> Item:  # noqa: ANN401 - the item's own fields
    return Item(verb, _where(row), row["proposal"], row["target"], row["until"], **more)


def _where(row: "Shown") -> str:
    if "dispute" in row:
        return f"dispute {short(row['dispute'])} about the {row['about']}"
    return f"{row['target']}, proposal {short(row['proposal'])}"


def _earliest(row: "Shown", assembly: Assembly, kind: Kind | None, now: int) -> int | None:
    """Return when the horizon has run, if it has not."""
    if kind is None:
        return None
    ends = int(row["until"]) - assembly.charter.structure.windows.measuring + kind.horizon
    return ends if ends > now else None


def left(until: int, now: int) -> str:
    """Return how much time is left, roughly."""
    rest = max(until - now, 0)
    if rest >= 2 * DAY:
        return counted(rest // DAY, "day")
    return counted(rest // HOUR, "hour") if rest >= 2 * HOUR else counted(rest // MINUTE, "minute")


def item_rows(item: Item, now: int, how: str) -> Iterator[tuple[str, str]]:
    """Yield an item in words, then the command that answers it; `how` is what follows the verb."""
    seat = f" for {item.mandate}" if item.mandate else ""
    when = f"until {instant(item.until)} ({left(item.until, now)} left)"
    if item.since is not None:
        when = f"from {instant(item.since)} on, {when}"
    yield item.verb, f"{item.where}{seat}: {when}"
    yield "", f"moot {item.verb}{how}{f' --mandate {item.mandate}' * bool(item.mandate)}"


def standing_rows(rows: list["Shown"], assembly: Assembly) -> Iterator[tuple[str, str]]:
    """Yield where each open proposal or dispute stands, and whom it waits for."""
    for row in rows:
        who = ", ".join(_whom(each, assembly) for each in row["awaits"])
        waits = f"waits for {who}" if who else OPEN_TO_ALL.get(row["stage"], "waits for its deadline")
        yield "stands", f"{_where(row)}: in {worded(row['stage'])} until {instant(row['until'])}; {waits}"


def _whom(awaited: "Shown", assembly: Assembly) -> str:
    name = awaited["agent"] or awaited["owner"]
    if name == assembly.clerk.agent:
        return "the clerk"
    return f"{name} ({awaited['mandate']})" if awaited["mandate"] else str(name)
