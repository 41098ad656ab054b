"""A dispute as a story: what is contested, who judges it, what they find and who pays; and what guardians do.

Laws: every word comes from the event that is told; nothing is said of a verdict that is still sealed.
"""

from collections.abc import Iterator
from typing import Final

from moot.cli.line import Line, Part, said
from moot.cli.scene import Scene, Scenes, plainly
from moot.cli.words import listed, some, worded
from moot.core.events import (
    AppealLodged,
    BlockLapsed,
    BlockPosted,
    BlockUpheld,
    DisputeClosed,
    DisputeFaulted,
    DisputeOpened,
    Event,
    JurorReplaced,
    JuryDrawn,
    ProposalCancelled,
    ProposalPaused,
    SuspensionRecommended,
    VerdictReached,
)
from moot.views.wording import money, percent

GUARDED: Final = "by {guardian} under {clause}, which may do so {left} more times"


def _opened(event: DisputeOpened, scene: Scene) -> Iterator[Line]:
    by = f"{some(list(event.bonds))}, with {money(sum(event.bonds.values()))} credits" if event.bonds else "by itself"
    reports = [f"{name} is {listed([percent(each) for each in values])} %" for name, values in event.reported.items()]
    what = f": meters say {'; '.join(reports)}" if reports else ""
    yield scene.say("dispute", f"the {event.about}, under {event.clause}, {by}{what}")


def _drawn(event: JuryDrawn, scene: Scene) -> Iterator[Line]:
    interested = sum(seat.degraded for seat in event.seats)
    stakes = f"; {interested} of them have a stake in it" if interested else ""
    yield scene.say("jury", f"{listed([seat.owner for seat in event.seats])}{stakes}")


def _replaced(event: JurorReplaced, scene: Scene) -> Iterator[Line]:
    instead = event.standin.agent if event.standin else "nobody"
    yield scene.say("silent", f"{event.silent.agent} gave no verdict; {instead} stands in")


def _reached(event: VerdictReached, scene: Scene) -> Iterator[Line]:
    counts = ", ".join(f"{number} {worded(ruling)}" for ruling, number in event.found.items())
    values = "; ".join(f"{name} {percent(each)} %" for name, each in event.values.items())
    found = worded(event.ruling) if event.ruling else "no majority"
    yield scene.say(
        "verdict",
        f"of {event.seats} seats: {counts or 'nobody spoke'}: ",
        Part(found, "change"),
        f" ({values})" if values else "",
    )


def _closed(event: DisputeClosed, scene: Scene) -> Iterator[Line]:
    yield scene.say("ruled", _ruled(event))


def _ruled(event: DisputeClosed) -> str:
    nets = "".join(
        f"; {owner} {'wins' if net > 0 else 'loses'} {money(abs(net))}" for owner, net in event.nets.items() if net
    )
    return f"{worded(event.ruling)}, {event.why}{nets}"


def conduct(event: Event, when: str) -> Iterator[Line]:
    """Yield what is told of a dispute about conduct, which belongs to no decision."""
    match event:
        case DisputeOpened(agent=str(agent)):
            by = some(list(event.bonds))
            yield said("dispute", f"the conduct of {agent}, under {event.clause}, by {by}", when=when)
        case DisputeClosed(agent=str(agent)):
            yield said("ruled", f"{agent}: {_ruled(event)}", when=when)
        case SuspensionRecommended():
            yield said("", f"the jury recommends that {event.agent} be suspended", when=when)
        case _:
            pass


HEARING: Final[Scenes] = {
    DisputeOpened: _opened,
    JuryDrawn: _drawn,
    JurorReplaced: _replaced,
    VerdictReached: _reached,
    AppealLodged: plainly("appeal", "{owner} posts {bond!c} credits for a larger jury"),
    DisputeClosed: _closed,
    DisputeFaulted: plainly("fault", "{member}: {fault}"),
    BlockPosted: plainly("blocks", "{owner} under {clause}, with {bond!c} credits"),
    BlockLapsed: plainly("no block", "{why}"),
    BlockUpheld: plainly("blocked", "under {clause}: now stays and is measured"),
    ProposalPaused: plainly("paused", GUARDED),
    ProposalCancelled: plainly("guardian", GUARDED),
}
