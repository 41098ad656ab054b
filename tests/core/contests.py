"""Disputes in the hostile town: what jurors, parties and guardians do, rightly or not."""

from moot.core.canonical import digest
from moot.core.commands import Appeal, CancelProposal, Dispute, Judge, Pause, RevealChance, Verdict
from moot.core.jury import RULINGS
from moot.core.lot import link
from moot.core.sealing import Sealing, seal
from tests.core.house import LINKS, OWNERS, secret_of
from tests.core.town import forget, openings


def hearings(house, case, chance):
    """What jurors and parties would do in a dispute, each for itself."""
    if case.stage.startswith("summoning"):
        for member, each in case.links.items():
            if each.number <= LINKS:
                disclosed = link(secret_of(member), each.number, LINKS).hex()
                yield member if member == "clerk" else f"{member}.ai", RevealChance(case.id, each.number, disclosed)
    elif case.stage.startswith("judging"):
        likely = chance.choice(RULINGS[case.about])
        for seat in case.seats:
            found = _verdict(house, case, seat.agent, chance.choice([likely, likely, likely, *RULINGS[case.about]]))
            forget(house, found, chance)
            yield seat.agent, Judge(case.id, found)
    elif case.stage == "appealing":
        for seats in (0, 7, 9, 11, 13):  # one of these is what the next jury costs
            yield f"{chance.choice(OWNERS)}.human", Appeal(case.id, case.round, 4_000_000 * seats)
    else:
        yield from openings(house, case, chance)


def _verdict(house, case, by, ruling):
    values = {name: said[0] for name, said in case.reported.items()} if ruling == "measured" else {}
    salt, payload = digest([by, case.id, len(house.held)]), Verdict(ruling, digest("why"), values)
    found = seal(Sealing(house.state.moot, by, case.id, "Judge"), salt, payload)
    house.held[found] = (salt, payload)
    return found


def contests(house, chance):
    """What members dispute, and guardians do, rightly or not."""
    bond, clause = chance.choice([0, 20_000_000, 20_000_000]), "protocol.rights"
    yield f"{chance.choice(OWNERS)}.human", Dispute("conduct", f"{chance.choice(OWNERS)}.ai", clause, bond)
    for proposal in house.state.proposals.values():
        about = "measurement" if proposal.stage == "measured" else "execution"
        if chance.random() < 0.5:
            yield f"{chance.choice(OWNERS)}.human", Dispute(about, proposal.id, clause, bond)
        if proposal.stage == "timelock" or chance.random() < 0.2:
            yield (
                chance.choice(["gus.human", "gus.human", "flo.human", "bo.ai"]),
                CancelProposal(proposal.id, clause, "00" * 32),
            )
        if chance.random() < 0.1:
            yield chance.choice(["gus.human", "flo.human"]), Pause(proposal.kind.target, clause, "00" * 32)
