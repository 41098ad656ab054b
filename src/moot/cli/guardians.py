"""What guardians may do from a terminal: stop and never approve, each power counted and for a reason.

Laws: how many powers are left, and until when, is shown before one is used.
"""

from moot.cli.asking import needed
from moot.cli.floor import Floor
from moot.cli.hearings import clause_row
from moot.cli.matter import reason_rows, versions_rows
from moot.cli.rows import Row
from moot.views import Shown


def case_rows(floor: Floor, page: Shown, clause: str | None, reason: str | None) -> tuple[str, str, list[Row]]:
    """Return the clause and the reason, which a guardian has to give, and what to show before it signs."""
    clause = needed(clause, "--clause CLAUSE", "Which clause does it endanger")
    reason = needed(reason, "--reason TEXT", "Why")
    rows = [
        *versions_rows(floor, page),
        *reason_rows(floor, page),
        clause_row(floor, clause),
        *_power_rows(floor, page),
    ]
    return clause, reason, [*rows, ("reason", f"“{reason}”")]


def _power_rows(floor: Floor, page: Shown) -> list[Row]:
    from moot.core.assembly.state import term

    assembly, me = floor.assembly, floor.member
    named = assembly.proposals[page["proposal"]].frozen.charter.agency.guardians
    return [
        (
            "powers",
            f"{assembly.powers.get(term(each), 0)} of {each.powers} of {each.id} are used, until epoch {each.until}",
        )
        for each in named
        if each.id in {me.agent, me.owner}
    ]
