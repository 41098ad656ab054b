"""What awaits whom: the docket in words, with the command that answers it.

Laws: what awaits somebody stands before what the rules would take of it besides; the nearer deadline first; only
verbs that exist are named.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from moot.cli.words import instant, some, worded
from moot.core.assembly import Assembly
from moot.core.charter import DAY, MINUTE, kind_called
from moot.core.membership import rights_of
from moot.core.value import value
from moot.views.docket import about
from moot.views.offers import offers
from moot.views.wording import counted, short

if TYPE_CHECKING:
    from moot.kit.door import Shown

HOUR: Final = 60 * MINUTE
VERBS: Final[Mapping[str, str]] = {
    "FileReview": "review",
    "FileForecast": "forecast",
    "CastVote": "vote",
    "FileBallot": "round vote",
    "RevealChance": "reveal",
    "ReportExecution": "report",
    "ReportMeasure": "measure",
    "Judge": "judge",
    "AdmitOwner": "admit",
    "CommitChance": "key chance",
}
TRIED: Final[Mapping[str, str]] = {  # the same acts, where they are about a trial
    "RevealChance": "reveal",
    "ReportGuard": "trial release",
    "ReportExecution": "trial treat",
    "ReportMeasure": "trial measure",
    "ReportTrial": "trial report",
}
OFFERED: Final[Mapping[str, str]] = {  # nobody waits for them
    "OfferAmendment": "amend",
    "Object": "object",
    "Dispute": "dispute",
    "Appeal": "appeal",
    "Propose": "propose",
    "CancelProposal": "cancel",
    "Pause": "pause",
    "HaltTrial": "trial halt",
}
OPEN_TO_ALL: Final[Mapping[str, str]] = {  # what is said of a stage that waits for nobody
    "negotiation": "any member may amend",
    "ballot": "all have voted, and may vote anew",
    "objection": "an owner may still move towards against",
    "consent": "it is adopted, unless owners object",
    "measured": "an owner may dispute it",
    "disputed": "waits for its jury",
    "appealing": "an owner may appeal",
    "submission": "projects may be put in",
    "round": "is decided with its round",
}


@value
class Item:
    """Something that a member must or may do. `since` is when it can be done at the earliest, if not yet.

    `where` names the proposal, the trial, the round or the newcomer; or the dispute, which has no target and may be
    about no proposal.
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
    offered: dict[str, list[str]] = {}
    for offer in offers(assembly, agent, now):
        offered.setdefault(offer.about, []).append(OFFERED[offer.act])
    found = [each for row in rows for each in _awaited(row, assembly, agent, now)]
    found += [_item(verb, row, must=False) for row in rows for verb in offered.get(about(row), ())]
    return sorted(found, key=lambda item: (not item.must, item.until))


def _awaited(row: "Shown", assembly: Assembly, agent: str, now: int) -> Iterator[Item]:
    me, verbs = assembly.agents[agent], TRIED if "trial" in row else VERBS
    for awaited in row["awaits"]:
        mine = awaited["agent"] == agent or (
            awaited["agent"] is None and awaited["owner"] == me.owner and awaited["act"] in rights_of(me)
        )
        if mine and (verb := verbs.get(awaited["act"])):
            since = _earliest(row, assembly, now) if awaited["act"] == "ReportMeasure" else None
            # Whoever is asked to vouch for somebody need not.
            yield _item(verb, row, must=awaited["act"] != "AdmitOwner", mandate=awaited["mandate"], since=since)


def _item(verb: str, row: "Shown", **more: Any) -> Item:  # noqa: ANN401 - the item's own fields
    return Item(verb, _where(row), row["proposal"], row["target"], row["until"], **more)


def _where(row: "Shown") -> str:
    if "dispute" in row:
        return f"dispute {short(row['dispute'])} about the {row['about']}"
    if "trial" in row:
        return f"{row['target']}, trial {short(row['trial'])}"
    if "round" in row:
        return f"{row['budget']}, round {short(row['round'])}"
    if "newcomer" in row:
        joins = row["stage"] == "admitted"
        return f"{row['newcomer']} joins with it" if joins else f"{row['newcomer']}, invited by {row['sponsors'][0]}"
    return f"{row['target']}, proposal {short(row['proposal'])}"


def _earliest(row: "Shown", assembly: Assembly, now: int) -> int | None:
    """Return when the horizon, or the batch of a trial, has run, if it has not."""
    if trial := assembly.trials.get(row.get("trial", "")):
        ends = 0 if trial.ending else trial.since + trial.wanted.duration
    else:
        kind = kind_called(assembly.charter, row["kind"])
        ends = int(row["until"]) - assembly.charter.structure.windows.measuring + kind.horizon if kind else 0
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
    yield item.verb.removeprefix("trial ").removeprefix("round "), f"{item.where}{seat}: {when}"
    yield "", f"moot {item.verb}{how}{f' --mandate {item.mandate}' * bool(item.mandate)}"


def standing_rows(rows: list["Shown"], assembly: Assembly) -> Iterator[tuple[str, str]]:
    """Yield where each open proposal, dispute, trial, round or newcomer stands, and whom it waits for."""
    for row in rows:
        if "newcomer" in row:
            yield "stands", _coming(row)
            continue
        who = ", ".join(dict.fromkeys(_whom(each, assembly) for each in row["awaits"]))
        waits = f"waits for {who}" if who else OPEN_TO_ALL.get(row["stage"], "waits for its deadline")
        yield "stands", f"{_where(row)}: in {worded(row['stage'])} until {instant(row['until'])}; {waits}"


def _coming(row: "Shown") -> str:
    """Return where a newcomer stands."""
    until = instant(row["until"])
    if row["stage"] == "admitted":
        return f"{row['newcomer']} is admitted: until {until}; joins with moot key chance"
    who = some([each["owner"] for each in row["awaits"]]) or "nobody who could"
    return f"{_where(row)}: until {until}; {who} may vouch for it"


def _whom(awaited: "Shown", assembly: Assembly) -> str:
    name = awaited["agent"] or awaited["owner"]
    if name == assembly.clerk.agent:
        return "the clerk"
    return f"{name} ({awaited['mandate']})" if awaited["mandate"] else str(name)
