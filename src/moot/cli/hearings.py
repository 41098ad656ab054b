"""The hearing: which dispute a command is about, and what its file says to whoever has to judge it.

Laws: a dispute that is in another stage is told with its stage and until when; a report is told to the
last digit, because a verdict has to name it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from moot.cli.floor import WHICH, Floor
from moot.cli.matter import Noun, meant
from moot.cli.rows import Row
from moot.cli.words import worded
from moot.views.wording import short
from moot.wire.units import PPM

if TYPE_CHECKING:
    from moot.core.dispute import Case


dispute_option = click.option("--dispute", "reference", metavar="ID", help=WHICH)


def hearing(floor: Floor, reference: str | None, stages: Sequence[str]) -> "Case":
    """Return the dispute that is meant, which is in one of `stages`; ends with a `Failure` if none is."""
    row = meant(floor, DISPUTE, reference, stages)
    return floor.assembly.cases[row["dispute"]]


DISPUTE = Noun(
    "dispute",
    called=lambda row: f"{short(row['dispute'])} about the {row['about']}",
    begins="moot dispute opens one",
    window=lambda stages: "judging" if "judging" in stages else "appeal",
)


def file_rows(floor: Floor, case: "Case") -> list[Row]:
    """Return what is contested, under which clause, by whom, with what evidence, and what holds until a verdict."""
    page = floor.see("dispute", dispute=case.id)
    target = floor.see("proposal", proposal=case.proposal)["target"] if case.proposal else case.agent
    rows = [("about", f"the {case.about} of {target}"), clause_row(floor, case.clause)]
    rows += [("by", ", ".join(page["bonds"]) or "itself, without anybody's bond")]
    texts = [floor.hall.store.text(each) for each in page["evidence"]]
    rows += [("evidence", f"“{text}”") for text in texts if text]
    rows += [("reported", f"{name}: {' or '.join(map(PPM.write, said))}") for name, said in case.reported.items()]
    rows.append(("so far", said_found(case)))
    return rows


def said_found(case: "Case") -> str:
    """Return what holds as things are, in words."""
    from moot.core.dispute import stands

    found = stands(case)
    values = ", ".join(f"{name} {PPM.write(each)}" for name, each in found.values.items())
    return f"{worded(found.ruling)}{f' ({values})' * bool(values)}"


def clause_row(floor: Floor, clause: str) -> Row:
    """Return a clause with what it says in the charter in force, if it says anything."""
    from moot.wire.charter import clauses

    text = next((rule.text for rule in clauses(floor.charter) if rule.id == clause), None)
    return "clause", f"{clause}{f': {text}' * bool(text)}"
