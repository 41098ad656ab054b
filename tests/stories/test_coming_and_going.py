"""Owners come and go: a newcomer's way to its first vote, a mandate that recovers, an owner sent out for a while."""

from dataclasses import replace

from moot.core.assembly import holes
from moot.core.commands import SuspendMember, TakeMandate, WeighValues
from moot.core.events import BallotClosed, CoverageChanged, OwnerJoined, StageEntered, VoiceGained
from moot.core.refusal import NoRight, OwnerIsSuspended
from tests.clerk.town import Town
from tests.core.house import MINUTE, OWNERS, House, founding
from tests.core.newcomers import admit, join, person, settle_in
from tests.stories.attackers import purse, turned_away

HALVES = WeighValues({"safety": 500_000, "thrift": 500_000})


def test_a_newcomer_from_its_invitation_to_its_first_vote():
    town = Town()
    # Ana invites Ned and Bo vouches too. Ned's key has not said a word yet.
    admit(town, "ned", "ana", "bo")
    turned_away(town, person("ned"), HALVES, NoRight)
    # It signs, and so joins; what is proposed meanwhile is decided without it.
    join(town, "ned")
    [joined] = town.told(OwnerJoined)
    assert joined.voice == 3
    town.propose()
    assert len(town.open.frozen.voters) == 7
    town.to("closed")
    # Three epochs later it has its voice, its credits, and less influence than anybody else.
    while not town.told(VoiceGained):
        assert purse(town, "ned") == 0
        town.end_epoch()
    assert (town.state.epoch, purse(town, "ned")) == (3, 1_000_000_000)
    masses = town.state.influence["safety"]
    assert 0 < masses["ned"] < min(masses[owner] for owner in OWNERS)
    # Its agent takes the mandates, and its person votes among eight.
    settle_in(town, "ned")
    town.propose(hours=3)
    town.to("ballot")
    town.vote(lambda owner: "against" if owner == "ned" else "for")
    assert town.open.votes["ned"] == "against"
    town.to("closed")
    counted = town.told(BallotClosed)[-1]
    assert (counted.owners, counted.in_favour, counted.against) == (8, 7, 1)
    assert town.closed.outcome == "settled"


def without_watch(plan, keepers):
    """Return a founding at which only `keepers` hold the mandate of safety."""

    def watch(owner):
        kept = {"safety", "thrift"} if owner.id in keepers else {"thrift"}
        agents = (replace(each, mandates=tuple(sorted(kept & {*each.mandates}))) for each in owner.agents)
        return replace(owner, agents=tuple(agents))

    return replace(plan, owners=tuple(map(watch, plan.owners)))


def test_a_degraded_mandate_that_recovers():
    # Only Ana and Bo watch safety: everybody hears of it with the founding.
    house = House(first=without_watch(founding(), {"ana", "bo"}))
    [alarm] = house.told(CoverageChanged)
    assert (alarm.cover.mandate, alarm.cover.owners, alarm.cover.needed) == ("safety", ("ana", "bo"), 5)
    # What Ana proposes waits for ten minutes, and then others sit beside Bo, marked.
    house.propose()
    assert (house.open.stage, house.open.until - house.now) == ("waiting", 10 * MINUTE)
    house.to("review")
    seats = house.open.panels["safety"].seats
    assert [seat.owner for seat in seats if not seat.degraded] == ["bo"]
    assert len(seats) == 3
    house.to("closed")
    assert house.closed.outcome == "settled"
    # Three take the mandate. With the next epoch it is held, and everybody hears that too.
    for owner in ("cy", "dee", "eli"):
        house.file(f"{owner}.ai", TakeMandate("safety"))
    assert holes(house.state) == ("safety",)
    house.end_epoch()
    assert holes(house.state) == ()
    assert house.told(CoverageChanged)[-1].cover.owners == ("ana", "bo", "cy", "dee", "eli")
    stages = len(house.told(StageEntered))
    house.propose(hours=3)
    assert house.told(StageEntered)[stages].stage == "drawing"
    house.to("review")
    assert not any(seat.degraded for seat in house.open.panels["safety"].seats)


def test_a_suspended_owner_does_its_part_for_others_and_is_back_when_its_time_is_over():
    town = Town()
    town.propose()
    accused = next(member for member in town.open.links["drawing"] if member != "clerk")
    for owner in [each for each in OWNERS if each != accused][:4]:
        town.file(f"{owner}.human", SuspendMember(accused, 2))
    why = turned_away(town, f"{accused}.human", HALVES, OwnerIsSuspended)
    assert why == f"{accused} is suspended until epoch 2 begins"
    town.reveal()  # its link among the others: nobody is kept waiting
    drawn = {each.owner for panel in town.open.panels.values() for each in (*panel.seats, *panel.standins)}
    assert accused not in drawn
    town.to("ballot")
    town.vote(lambda owner: None if owner == accused else "for")
    town.to("closed")
    assert town.closed.outcome == "settled"
    for _ in range(2):
        town.end_epoch()
    town.file(f"{accused}.human", HALVES)
    town.propose(hours=3)
    assert accused in town.open.frozen.voters
