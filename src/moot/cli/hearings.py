"""The hearing: which dispute a command is about, and what its file says to whoever has to judge it.

Laws: a dispute that is in another stage is told with its stage and until when; a report is told to the
last digit, because a verdict has to name it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from moot.cli.failure import BadUsage, NotThere, Overtaken
from moot.cli.matter import NOTHING
from moot.cli.words import instant, short, worded

if TYPE_CHECKING:
    from moot.cli.floor import Floor
    from moot.core.dispute import Case
    from moot.kit.door import Shown

F = TypeVar("F", bound=Callable[..., object])


def dispute_option(command: F) -> F:
    """Let a command be told which dispute it is about."""
    return click.option(
        "--dispute", "reference", metavar="ID", help="Which one, by the first digits of its id, if several are open."
    )(command)


def hearing(floor: "Floor", reference: str | None, stages: Sequence[str]) -> "Case":
    """Return the dispute that is meant, which is in one of `stages`; ends with a `Failure` if none is."""
    rows = floor.hearings()
    found = [row for row in rows if row["dispute"].startswith(reference or "")]
    if reference is None:
        found = [row for row in rows if row["stage"] in stages] or rows
    if len(found) > 1:
        raise BadUsage(
            f"{len(found)} disputes are meant: {', '.join(map(_called, found))}",
            code="WhichDispute",
            instead=NOTHING,
            mend="name one with --dispute and the first digits of its id",
        )
    for row in found:
        _require_stage(row, stages)
        return floor.hall.clerk.assembly.cases[row["dispute"]]
    raise NotThere(
        f"no open dispute begins with {reference}" if reference else "no dispute is open",
        code="NotFound",
        instead=NOTHING,
        mend=f"moot inbox {floor.asked['folder']} shows what is open; moot dispute opens one",
    )


def _called(row: "Shown") -> str:
    return f"{short(row['dispute'])} about the {row['about']}"


def _require_stage(row: "Shown", stages: Sequence[str]) -> None:
    if row["stage"] not in stages:
        until = f" until {instant(row['until'])}" if row["until"] else ""
        raise Overtaken(
            f"dispute {_called(row)} is in {worded(row['stage'])}{until}",
            code="StageIsOver",
            instead=f"{NOTHING} What you ask for has its place in the stage {worded(stages[0])}.",
            mend="moot inbox shows what it waits for, and whom",
            more={"clause": f"structure.windows.{'judging' if 'judging' in stages else 'appeal'}"},
        )


def file_rows(floor: "Floor", case: "Case") -> list[tuple[str, str]]:
    """Return what is contested, under which clause, by whom, with what evidence, and what holds until a verdict."""
    from moot.wire.units import PPM

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
    from moot.wire.units import PPM

    found = stands(case)
    values = ", ".join(f"{name} {PPM.write(each)}" for name, each in found.values.items())
    return f"{worded(found.ruling)}{f' ({values})' * bool(values)}"


def clause_row(floor: "Floor", clause: str) -> tuple[str, str]:
    """Return a clause with what it says in the charter in force, if it says anything."""
    from moot.wire.charter import clauses

    text = next((rule.text for rule in clauses(floor.charter) if rule.id == clause), None)
    return "clause", f"{clause}{f': {text}' * bool(text)}"
