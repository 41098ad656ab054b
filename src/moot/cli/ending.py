"""How a demonstration begins and ends: what is about to happen, and what it came to.

Laws: what is said of a run stands in its summary and its audit; only commands that exist are named.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from moot import __version__
from moot.cli.entries import one_line
from moot.cli.fault_story import fault_ending, faults_json
from moot.cli.line import Line, Part, heading, said
from moot.cli.words import round_percent, signed, tint_of
from moot.core.act import MILLION
from moot.views.wording import counted, percent, short

if TYPE_CHECKING:
    from moot.clerk.audit import Audited
    from moot.lab.season import Plan, Summary


def title(plan: "Plan") -> Iterator[Line]:
    """Yield what is about to happen."""
    yield heading(f"moot {__version__}", Part("  a commons at work, in simulated time"))
    power = round_percent(round(plan.capacity * MILLION))
    yield said(
        "world",
        f"real cars of 2019 on real days at {plan.site}, with {power} of the garage's power; seed {plan.seed}, "
        f"{counted(plan.decisions, 'decision')}",
    )
    yield said(
        "simulated",
        "the members too: small programs with their own views, no language model; times are those of Los Angeles",
    )


def page_lines(url: str, link: str) -> Iterator[Line]:
    """Yield where the page is, and how to sit down at it."""
    yield said("page", url)
    yield said("take part", link)
    yield said("", "works once: you sit down as the guest, and time waits for you when you are asked for something")


def ending(summary: "Summary", found: "Audited", kept: Path | None) -> Iterator[Line]:
    """Yield what the decisions were worth, that the record holds, and what to do next."""
    yield heading("What it came to")
    ran, stayed, best = summary.executed, summary.status_quo, summary.best_fixed
    gain = ran.welfare - stayed.welfare
    yield said(
        "welfare",
        f"{percent(ran.welfare)} with what ran: ",
        Part(signed(gain, percent), tint_of(gain)),
        f" over the founding terms kept throughout ({percent(stayed.welfare)}); the best of the fixed policies, known "
        f"only in hindsight, {percent(best.welfare)}",
    )
    yield said("", "the mean over all horizons at the members' weights, in %, without creativity")
    yield said(
        "floors",
        f"broken in {ran.floors_broken} of {counted(sum(summary.outcomes.values()), 'horizon')}; it would have been "
        f"{stayed.floors_broken} with the founding terms, {best.floors_broken} with the best fixed policy",
    )
    yield said("outcomes", ", ".join(f"{number} {outcome}" for outcome, number in summary.outcomes.items()))
    yield said("credits", "all balances sum to 0" if summary.ledger_sum == 0 else f"SUM TO {summary.ledger_sum}")
    yield said(
        "verified",
        f"{counted(found.size, 'entry', 'entries')}, {counted(found.checkpoints, 'checkpoint')}, "
        f"{counted(found.envelopes, 'envelope')}: every signature, every event and the tree were checked anew",
    )
    yield said("", f"moot {short(found.moot)} · root {short(found.root)}")
    yield from fault_ending(summary)
    yield from _next(program(), kept)


def _next(moot: str, kept: Path | None) -> Iterator[Line]:
    yield heading("Go on")
    if kept is None:
        yield said("keep", f"{moot} demo --fast --keep season   (this record is deleted now)")
    folder = kept or Path("season")
    yield said("check", f"{moot} verify {folder}")
    yield said("read", f"{moot} minutes {folder} 1   {moot} log {folder}   {moot} charter show {folder}")
    yield said("take part", f"{moot} inbox {folder} --as driver-01   (its members are simulated; their keys lie there)")
    yield said("found", f"{moot} init   (one of your own)")
    yield said("vary", f"{moot} demo --site jpl --capacity 0.7   {moot} demo --seed 2")


def program() -> str:
    """Return how `moot` is called from here."""
    called = Path(sys.argv[0])
    if shutil.which("moot") or called.name != "moot" or not called.is_file():
        return "moot"
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_relative_to(here) else str(called)


def summary_json(summary: "Summary", found: "Audited") -> str:
    """Return the last line of a demonstration in JSON. Welfare in ppm, `ledger_sum` in micro-credits."""
    arms = {name: getattr(summary, name) for name in ("executed", "status_quo", "best_fixed", "plain", "goal")}
    arms = {name: arm for name, arm in arms.items() if arm}
    shown: Mapping[str, object] = {
        "kind": "summary",
        "moot": found.moot,
        "size": found.size,
        "root": found.root,
        "state": found.state,
        "verified": True,
        "decisions": summary.decisions,
        "outcomes": dict(summary.outcomes),
        "welfare": {name: arm.welfare for name, arm in arms.items()},
        "floors_broken": {name: arm.floors_broken for name, arm in arms.items()},
        "ledger_sum": summary.ledger_sum,
        "happened": dict(summary.happened),
        **faults_json(summary),
    }
    return one_line(shown)
