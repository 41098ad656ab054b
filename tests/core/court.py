"""Houses whose members may judge, and what jurors and parties do there."""

from dataclasses import replace

from moot.core.charter import Guardian
from moot.core.commands import Advance, Appeal, Block, CastVote, Dispute, Judge, RevealChance, Verdict, Vote
from moot.core.events import DisputeClosed
from moot.core.lot import link
from moot.core.sealing import Sealing, seal
from tests.core.house import LINKS, MINUTE, House, charter, founding, secret_of, two_targets

RIGHTS = ("Judge", "Dispute", "Appeal", "CancelProposal", "Pause")
WHY = "0d" * 32  # the hash of some reasons
CREDIT = 1_000_000
FLOOR = "purpose.values.safety.floor"
NEAR, FAR = {"safety": 700_000, "thrift": 600_000}, {"safety": 300_000, "thrift": 600_000}


def with_rights(plain):
    """A founding at which every agent of an owner with voice may judge and dispute."""

    def widened(owner):
        return replace(owner, agents=tuple(replace(each, may=(*each.may, *RIGHTS)) for each in owner.agents))

    return replace(plain, owners=tuple(widened(each) if each.voice else each for each in plain.owners))


def court(law=None, first=None):
    """A house founded so."""
    return House(first=with_rights(first or founding(law)))


def guarded(*guardians, **windows):
    """A charter with guardians, and other windows."""
    law = charter(guardians=guardians or (Guardian("gus", 9),))
    return replace(law, structure=replace(law.structure, windows=replace(law.structure.windows, **windows)))


def lawful(chance, **agency):
    """A charter of two targets with guardians, and sometimes with time to challenge what meters agree on."""
    law = two_targets(guardians=(Guardian("gus", 9), Guardian("flo.human", 0)), **agency)
    windows = replace(law.structure.windows, challenge=chance.choice([0, MINUTE]))
    return replace(law, structure=replace(law.structure, windows=windows))


def case_of(house):
    [case] = house.state.cases.values()
    return case


def found(ruling, **values):
    return Verdict(ruling, WHY, values)


def summon(house, *, but=()):
    """Let the named owners reveal their links, then the clerk: the jury is drawn."""
    case = case_of(house)
    for member, each in case.links.items():
        if member not in {"clerk", *but}:
            disclosed = link(secret_of(member), each.number, LINKS).hex()
            house.file(f"{member}.ai", RevealChance(case.id, each.number, disclosed))
    if but:
        move_on(house)
    house.tend()


def file_verdict(house, agent, verdict):
    case = case_of(house)
    salt = WHY[:-4] + f"{len(house.held):04x}"
    found_seal = seal(Sealing(house.state.moot, agent, case.id, "Judge"), salt, verdict)
    house.held[found_seal] = (salt, verdict)
    return house.file(agent, Judge(case.id, found_seal))


def judge(house, find):
    """Let each juror file what `find` (of its place) says, nothing if that is None, and open what is in."""
    for place, seat in enumerate(case_of(house).seats):
        if verdict := find(place):
            file_verdict(house, seat.agent, verdict)
    if house.state.cases:
        house.tend()


def move_on(house):
    """Wait for the deadline of the dispute's stage, and move on."""
    case = case_of(house)
    house.now = max(house.now, case.until)
    return house.file("clerk", Advance(case.id, case.stage))


def appeal(house, by, bond):
    case = case_of(house)
    return house.file(by, Appeal(case.id, case.round, bond))


def disputed(house, by="gus.human", bond=20 * CREDIT, about="execution"):
    return house.file(by, Dispute(about, house.open.id, "structure.actions.set_heat.executor", bond))


def unlike(house):
    """Bring a house to a measurement on which the meters do not agree."""
    house.propose()
    house.to("measuring")
    house.measure(NEAR, FAR)
    return house


def blocked(house, *owners):
    """Bring a house to the end of the objections to a ballot that passed, with the blocks of `owners`."""
    house.propose()
    house.to("ballot")
    paper = house.open.paper
    for owner in house.open.frozen.voters:
        block = Block(FLOOR, WHY) if owner in owners else None
        vote_of(house, owner, paper, block)
    house.advance()
    house.tend()
    return house


def vote_of(house, owner, paper, block):
    sealed = house.sealed(f"{owner}.human", "CastVote", Vote("against" if block else "for", block))
    house.file(f"{owner}.human", CastVote(house.open.id, paper.id, sealed))


def ended(house):
    return house.told(DisputeClosed)[-1]
