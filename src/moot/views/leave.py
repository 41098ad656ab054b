"""Leave: what the rules would say to an act, asked of themselves by deciding it without filing it.

Laws: there is no second copy of a rule here; nothing is recorded or changed by asking.
"""

from collections.abc import Iterable
from typing import Final

from moot.core.act import SAFE, AgentId
from moot.core.assembly import Assembly, step
from moot.core.charter import MINUTE
from moot.core.commands import Act, Command, Filed
from moot.core.refusal import AlreadyDone, NotAllowed, Refused, UnknownMember

NOBODY: Final = "0" * 64


def refusal(assembly: Assembly, agent: AgentId, command: Command, received: int) -> Refused | None:
    """Return what the rules would say no with if `agent` filed `command` at `received`, in milliseconds; or nothing."""
    try:
        step(assembly, filed_by(assembly, agent, command, received))
    except Refused as refused:
        return refused
    return None


def filed_by(assembly: Assembly, agent: AgentId, command: Command, received: int) -> Filed:
    """Return an act of `agent` as the rules would have it, signed with its first key that counts."""
    own = (named for named, each in assembly.keys.items() if each.agent == agent and not (each.level or each.revoked))
    until = received + min(MINUTE, assembly.charter.clarity.lifetime)
    act = Act(assembly.moot, agent, next(own, NOBODY), SAFE, until, received, command)
    return Filed(act, NOBODY, 0, received)


def first_refusal(assembly: Assembly, agent: AgentId, commands: Iterable[Command], now: int) -> Refused | None:
    """Return nothing if the rules take one of `commands`, else what they say to the last of it."""
    no: Refused | None = UnknownMember(f"nothing is asked of {agent} here", mend="")
    for command in commands:
        no = refusal(assembly, agent, command, now)
        if not isinstance(no, NotAllowed | AlreadyDone):  # what another example could not mend
            return no
    return no
