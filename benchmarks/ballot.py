"""How many acts of one ballot the rules decide a second, without signatures: every owner votes, and all votes open.

Beside it the same ballot in mutable dictionaries, with the same checks and no frozen state: what
pure Python could reach at most if no earlier state were kept.
"""

from collections.abc import Callable, Sequence

from benchmarks._measure import QUIET, VERIFIED, aim_beside, interleaved, options, rate, show, verification
from benchmarks._members import to_ballot, vote
from benchmarks._town import NOW, House
from moot.core.assembly import Assembly, step
from moot.core.ballot import passes, tally
from moot.core.commands import CastVote, Filed, OpenEnvelope, Vote
from moot.core.sealing import Sealing, seal

QUICK = True
AIM = 150_000  # acts a second


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "ballot", repeats=5)
    parser.add_argument("--owners", type=int, default=1_000)
    asked = parser.parse_args(arguments)
    before, filed = ballot(asked.owners)
    cast = [each for each in filed if isinstance(each.act.command, CastVote)]
    opened = [each for each in filed if not isinstance(each.act.command, CastVote)]
    voted = decided(before, cast)
    found = interleaved(
        asked.repeats,
        {
            VERIFIED: verification(500),
            "mutable dictionaries, the same checks": lambda: rate(len(filed), lambda: counted(before, filed)),
            f"the rules: a ballot of {asked.owners:,} owners": lambda: rate(len(filed), replayed(before, filed)),
            "  its votes cast": lambda: rate(len(cast), replayed(before, cast)),
            "  its votes opened": lambda: rate(len(opened), replayed(voted, opened)),
        },
    )
    show(found, "acts a second of the process")
    aim_beside(found[2], found[0], AIM / QUIET, AIM)


def ballot(owners: int) -> tuple[Assembly, list[Filed]]:
    """Return the house before the first vote, and every act up to the last opened envelope."""
    house = House(owners)
    proposal = to_ballot(house)
    before, first = house.state, len(house.filed)
    vote(house, proposal)
    house.advance(proposal)
    return before, house.filed[first:]


def decided(before: Assembly, filed: Sequence[Filed]) -> Assembly:
    """Put acts to the rules, one after the other."""
    for each in filed:
        before, _ = step(before, each)
    return before


def replayed(before: Assembly, filed: Sequence[Filed]) -> Callable[[], Assembly]:
    return lambda: decided(before, filed)


def counted(before: Assembly, filed: Sequence[Filed]) -> bool:
    """Count the same ballot with nothing kept: key, nonce, time, right, voter, paper and seal are looked at."""
    nonces = {name: key.nonce for name, key in before.keys.items()}
    [proposal] = before.proposals.values()
    voters, envelopes, votes = set(proposal.frozen.voters), {}, {}
    for each in filed:
        act, command = each.act, each.act.command
        known = before.keys[act.key].agent == act.by and act.nonce > nonces[act.key]
        if not (known and act.until >= each.received >= NOW and act.moot == before.moot):
            raise ValueError(each)
        nonces[act.key] = act.nonce
        if isinstance(command, CastVote):
            agent = before.agents[act.by]
            if "CastVote" not in agent.may or agent.owner not in voters:
                raise ValueError(each)
            envelopes[each.id] = (act.by, agent.owner, command.seal)
        elif isinstance(command, OpenEnvelope) and isinstance(command.payload, Vote):
            by, owner, sealed = envelopes[command.act]
            if seal(Sealing(before.moot, by, proposal.id, "CastVote"), command.salt, command.payload) != sealed:
                raise ValueError(each)
            votes[owner] = command.payload.choice
    return passes(tally(votes), len(voters), 500_000, two_thirds=False)
