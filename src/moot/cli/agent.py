"""`moot agent`: to have another agent or person act for one's owner, and to end that.

Laws: its key is on disk before the record knows it, and is gone if it is refused; what speaks for an owner is
handed on to people alone; whose keys are revoked files nothing any more.
"""

import hashlib
from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.amounts import require_known
from moot.cli.asking import chosen, needed
from moot.cli.failure import NotThere
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.invite import require_no_key
from moot.cli.surroundings import surroundings
from moot.cli.words import listed
from moot.views.wording import counted

if TYPE_CHECKING:
    from moot.cli.founders import Pair
    from moot.core.commands import RegisterAgent
    from moot.wire.entry import Receipt


@click.group(short_help="Have somebody act for you, or end that.")
def agent() -> None:
    """Look after who acts for your owner: agents that review, forecast and propose, and people who also vote."""


@agent.command(short_help="Register an agent, and make its key.")
@taking_the_floor
@click.option("--agent", metavar="NAME", help="What it is called: small letters, digits, '.', '_' and '-'.")
@click.option("--family", metavar="NAME", help="Of which family of models it is; other, if the charter lists it not.")
@click.option("--person", is_flag=True, help="It is a person, who also votes, weighs and delegates for your owner.")
def add(*, agent: str | None, family: str | None, person: bool, **asked: Unpack[Asked]) -> None:
    """Register an agent that acts for your owner in the moot in FOLDER, and make its key.

    Your owner keeps its one voice, however many act for it. What the agent is to watch it takes itself:
    moot mandate take --as NAME.
    """
    from moot.cli.founders import Pair, handed_over
    from moot.cli.voice import HAND_OVER
    from moot.kit.keys import SEED_BYTES

    with floor(asked) as now:
        name = needed(agent, "--agent NAME", "What is it called")
        place = asked["folder"] / HAND_OVER
        require_no_key(place, name)
        seed, recovery = (surroundings().chance(SEED_BYTES).hex() for _ in range(2))
        pair = Pair(seed, recovery if person else None)
        said = _registration(now, family, name, pair)
        ai = f"an agent of the family {said.family or 'other'}; it reviews, forecasts, proposes, guards and tries"
        rows = [
            ("adds", f"{name}, who acts for {now.member.owner}"),
            ("is", "a person, who also votes, weighs, delegates and sees to keys" if person else ai),
            ("hand over", f"{place / name}.key{' and .recovery' * person}, made now; keep no copy"),
            ("then", f"moot mandate take --as {name} says what it watches"),
        ]
        title = f"that {name} acts for {now.member.owner}"
        now.file(title, rows, lambda: handed_over(name, pair, place, lambda: now.member.file(said)))


def _registration(floor: Floor, family: str | None, name: str, pair: "Pair") -> "RegisterAgent":
    from moot.core.commands import RegisterAgent
    from moot.core.membership import OTHER
    from moot.kit import founding

    families = [*floor.charter.structure.families, OTHER]
    family = None if pair.recovery else (family or OTHER)
    require_known([family] if family else [], families, "family")
    key = pair.ring(floor.charter).signer(name).public.hex()
    if not pair.recovery:
        return RegisterAgent(name, "ai", key, None if family == OTHER else family, (), founding.AGENT)
    return RegisterAgent(name, "human", key, None, (pair.recovers,), (*founding.PERSON, *founding.AGENT))


@agent.command(short_help="Revoke every key of somebody who acts for you.")
@taking_the_floor
@click.option("--agent", metavar="NAME", help="Whose.")
def dismiss(agent: str | None, **asked: Unpack[Asked]) -> None:
    """Revoke every key of an agent that acts for your owner in the moot in FOLDER: it files nothing any more.

    A seat for which it is drawn stays empty, and the deposit for it is lost. Let it leave its mandates
    first: moot mandate leave --as NAME.
    """
    with floor(asked) as now:
        others = _charges(now)
        name = chosen(agent, "--agent NAME", "Who is to act for you no more", others)
        keys = _keys(now, name, others)
        mandates = sorted(now.assembly.agents[name].mandates)
        rows = [("revokes", f"{counted(len(keys), 'key')} of {name}, who acts for {now.member.owner} no more")]
        rows += [("watches", f"{listed(mandates)}: a seat drawn for it stays empty, and costs a deposit")] * bool(
            mandates
        )
        rows.append(("for good", "a key that is revoked never counts again"))
        now.file(f"that {name} is dismissed", rows, lambda: _revoke(now, name, keys))


def _charges(floor: Floor) -> list[str]:
    me = floor.member
    agents = floor.assembly.agents.values()
    return [each.id for each in agents if each.owner == me.owner and each.id != me.agent]


def _keys(floor: Floor, name: str, others: list[str]) -> list[str]:
    """Return every key of `name` that counts, recovery keys by their hash; ends with a `Failure` if none does."""
    assembly, found = floor.assembly, []
    if name in others:
        used = {
            key: hashlib.sha256(bytes.fromhex(key)).hexdigest()
            for key, each in assembly.keys.items()
            if each.agent == name
        }
        unused = set(assembly.agents[name].recovery) - set(used.values()) - assembly.agents[name].revoked
        found = [*(key for key in used if not assembly.keys[key].revoked), *sorted(unused)]
    if not found:
        raise NotThere(
            f"nobody called {name} acts for {floor.member.owner} beside you",
            code="NotFound",
            mend=f"there are {', '.join(others)}" if others else "moot agent add registers somebody",
        )
    return found


def _revoke(floor: Floor, name: str, keys: list[str]) -> "Receipt":
    from moot.core.commands import RevokeKey

    receipts = [floor.member.file(RevokeKey(name, key)) for key in keys]
    return receipts[0]
