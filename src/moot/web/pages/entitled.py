"""What somebody may file now: the rules themselves are asked, by deciding the act without filing it.

Laws: there is no second copy of a rule here; nothing is recorded or changed by asking; who is no member may file
nothing; a form is shown for what is not refused, and otherwise the refusal is told, with who of one's own owner may.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, TypeVar

from moot.core.act import AgentId, OwnerId
from moot.core.assembly import Assembly, step
from moot.core.commands import Command
from moot.core.refusal import Refused
from moot.core.value import value
from moot.views.leave import filed_by, first_refusal, refusal
from moot.web.pages.frame import Reader

C = TypeVar("C", bound=Command)
Asked: TypeAlias = Callable[[AgentId], Iterable[Command]]  # what an agent would file; any that is taken will do


@value
class Leave:
    """Whether an act would be taken: why not, under which clause, what to do, and whose act of the same owner would."""

    given: bool
    why: str = ""
    clause: str = ""
    mend: str = ""
    kin: tuple[AgentId, ...] = ()


def after(reader: Reader, command: Command) -> Assembly | None:
    """Return the assembly as it would be if whoever reads filed `command` now; nothing if that is refused."""
    clerk = reader.porch.hall.clerk
    try:
        return step(clerk.assembly, filed_by(clerk.assembly, reader.agent, command, clerk.now))[0]
    except Refused:
        return None


def mine(reader: Reader) -> OwnerId:
    """Return the owner for whom whoever reads would act; empty for a guest."""
    return reader.porch.hall.clerk.assembly.agents[reader.agent].owner if reader.agent else ""


async def leave(reader: Reader, asked: Asked) -> Leave:
    """Return whether whoever reads may file one of what is asked, or why not."""
    agent, clerk = reader.agent, reader.porch.hall.clerk
    return await asyncio.to_thread(given, clerk.assembly, agent, asked, clerk.now)


async def taken(reader: Reader, commands: Iterable[C]) -> list[C]:
    """Return those of some acts that the rules would take of whoever reads."""
    agent, clerk, those = reader.agent, reader.porch.hall.clerk, list(commands) if reader.agent else []
    return await asyncio.to_thread(
        lambda: [each for each in those if refusal(clerk.assembly, agent, each, clerk.now) is None]
    )


async def leaves(reader: Reader, asked: Mapping[str, Asked]) -> dict[str, Leave]:
    """Return the same for several acts, by their names."""
    return {name: await leave(reader, each) for name, each in asked.items()}


def given(assembly: Assembly, agent: AgentId, asked: Asked, now: int) -> Leave:
    """Return whether `agent` may file one of what is asked at `now`, in milliseconds, or why not; none: a guest."""
    if not agent:
        return Leave(given=False, why="you read as a guest")
    no = first_refusal(assembly, agent, asked(agent), now)
    if no is None:
        return Leave(given=True)
    owner = assembly.agents[agent].owner
    kin = sorted(each.id for each in assembly.agents.values() if each.owner == owner and each.id != agent)
    able = tuple(each for each in kin if first_refusal(assembly, each, asked(each), now) is None)
    return Leave(given=False, why=no.why, clause=no.clause, mend=no.mend, kin=able)
