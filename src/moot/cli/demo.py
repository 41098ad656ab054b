"""`moot demo`: a whole moot at work, from its founding to what its decisions were worth.

Laws: no account, key, network or browser; every number comes from the run; the record is written as
any moot's, and checked at the end from its first entry; Ctrl-C leaves a record that is whole.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Unpack

import click

from moot.cli.entries import entry_json
from moot.cli.failure import BadUsage, Interrupted, NotThere, json_option
from moot.cli.fault_options import FaultOptions, asked_for, fault_options
from moot.cli.parameters import LEAST_SHARE, Folder, Share, Whole

if TYPE_CHECKING:
    from moot.lab.season import Notice, Plan, Season
    from moot.wire.entry import Told


IGNORE: Final = ".gitignore"
ALL: Final = "*\n"  # the folder holds the clerk's private key, which belongs in no repository


class Options(FaultOptions):
    """What may be chosen."""

    site: str
    capacity: float
    seed: int
    days: int
    fast: bool
    keep: Path | None
    port: int | None
    no_open: bool
    no_web: bool
    as_json: bool


@click.command(short_help="Watch a moot at work.")
@click.option("--fast", is_flag=True, help="No pauses for reading.")
@click.option("--days", type=Whole(min=5), default=70, show_default=True, help="Days; five make a decision.")
@click.option("--seed", type=Whole(min=0), default=1, show_default=True, help="What all chance follows from.")
@click.option(
    "--site", type=click.Choice(["caltech", "jpl"]), default="caltech", show_default=True, help="Which garage."
)
@click.option(
    "--capacity",
    type=Share(LEAST_SHARE, 1),
    default=0.5,
    show_default=True,
    help="Which share of the garage's power is there.",
)
@click.option("--keep", type=Folder(path_type=Path, file_okay=False), help="Write the moot to this folder.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Where its page is served; 7420, or a free one.")
@click.option("--no-open", is_flag=True, help="Print the page's address; open no browser.")
@click.option("--no-web", is_flag=True, help="In the terminal alone, without a page.")
@fault_options
@json_option("Print one JSON object a line: every entry, then a summary.")
def demo(**options: Unpack[Options]) -> None:
    """Watch owners, agents and people share a garage that has too little power for its cars.

    Real cars on real days. Agents propose, review, amend and bet; owners vote; two meters measure; at
    the end the record verifies itself. Nothing is needed for it: no account, key, network or browser.

    Its page is served on this machine while it runs; whoever opens the printed link sits down as the
    guest and may take a mandate, review, amend, weigh values and vote while the agents act.

    With --keep you can go on where the season ends, in its own time, and speak for any of its simulated
    members: moot inbox DIR --as driver-01. They no longer act by themselves.
    """
    from moot.lab.season import Plan

    plan = Plan(options["site"], options["capacity"], options["seed"], options["days"])
    _check_days(plan)
    plan = replace(plan, faults=asked_for(options, plan.decisions), guest=True)
    with _place(options["keep"]) as folder:
        try:
            if options["as_json"]:
                _print(plan, folder)
            else:
                _narrate(plan, folder, options)
        except KeyboardInterrupt:
            raise _stopped(folder, options["keep"]) from None


def _check_days(plan: "Plan") -> None:
    """Refuse more days than the site's data have."""
    from moot.lab.season import WARM_UP
    from moot.worlds.charging.site import load_site

    there = len(load_site(plan.site, plan.capacity).days) - WARM_UP
    if plan.days > there:
        most = replace(plan, days=there).decisions
        raise BadUsage(
            f"{plan.days} days are more than there are at {plan.site}",
            code="TooManyDays",
            instead=f"The data of 2019 have {there} usable days after the warm-up: {most} decisions. "
            "Nothing was started.",
            mend=f"give --days {there} or fewer",
        )


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    """Give the folder that the moot is written to: the one to keep, or one that is deleted at the end."""
    if keep is None:
        with TemporaryDirectory(prefix="moot-") as folder:
            yield Path(folder)
        return
    try:
        empty = not keep.exists() or all(map(_ours, keep.iterdir()))
        if empty:
            keep.mkdir(mode=0o700, parents=True, exist_ok=True)
            (keep / IGNORE).write_text(ALL)
    except OSError as error:
        raise BadUsage(
            f"{keep} cannot be written: {error.strerror or error}",
            code="FolderCannotBeWritten",
            instead="Nothing was started.",
            mend="name a new folder in a place where you may write",
        ) from error
    if not empty:
        raise BadUsage(
            f"{keep} is not empty",
            code="FolderIsNotEmpty",
            instead="Nothing was started, and nothing in it was touched.",
            mend="name a new folder, or empty that one yourself",
        )
    yield keep


def _ours(path: Path) -> bool:
    """Return whether this is what a demonstration writes into a folder before it begins."""
    return path.name == IGNORE and path.is_file() and path.read_text(errors="replace") == ALL


def _print(plan: "Plan", folder: Path) -> None:
    """Print every entry and the summary as JSON."""
    from moot.cli.ending import summary_json
    from moot.cli.fault_story import notice_json
    from moot.cli.verify import audited

    with _season(plan, folder) as season:
        season.run(lambda told: click.echo(entry_json(told)), lambda notice: click.echo(notice_json(notice)))
        summary = season.summary()
    click.echo(summary_json(summary, audited(folder)))


def _narrate(plan: "Plan", folder: Path, options: Options) -> None:
    """Tell the story as it happens, then check the record and say what it came to."""
    from moot.cli.ending import ending, page_lines, title
    from moot.cli.fault_story import notice_lines
    from moot.cli.page import lingering, opened, page_of
    from moot.cli.screen import Screen
    from moot.cli.story import Story
    from moot.cli.verify import audited
    from moot.worlds.charging.calendar import ZONE

    screen, story = Screen(None if options["fast"] else time.sleep), Story(ZONE)
    kept = folder if options["keep"] is not None else None

    def tell(told: "Told") -> None:
        screen.show(*story.tell(told))

    def notify(notice: "Notice") -> None:
        screen.show(*notice_lines(notice, plan.faults.pact.goal))

    screen.show(*title(plan))
    with _season(plan, folder) as season, ExitStack() as stack:
        page = None if options["no_web"] else stack.enter_context(page_of(season, options["port"]))
        if page:
            screen.show(*page_lines(page.url, page.link))
            opened(page, wanted=not options["no_open"])
        with screen.waiting("cars are replayed"):
            season.run(tell, notify, page.stay if page else lambda: False)
            summary = season.summary()
        screen.show(*ending(summary, audited(folder), kept))
        if page:
            lingering()


@contextmanager
def _season(plan: "Plan", folder: Path) -> Iterator["Season"]:
    """Give a season in `folder`, and leave there what somebody needs to go on."""
    from moot.lab.season import Season

    with Season(plan, folder) as season:
        try:
            yield season
        finally:
            _leave(season, folder)


def _leave(season: "Season", folder: Path) -> None:
    """Leave beside the record what somebody needs to go on: the members' keys, and the time of the season.

    The members are simulated, and their keys follow from the season's seed: they are nobody's secret.
    """
    from moot.cli.rehearsal import set_clock
    from moot.cli.voice import ENDING, KEYS, SIMULATED
    from moot.kit.secret import make_secret

    make_secret(folder / KEYS / f"{SIMULATED}{ENDING}", f"{season.key_seed.hex()}\n")
    set_clock(folder, season.clock.now())


def _stopped(folder: Path, kept: Path | None) -> Interrupted:
    """Check what was recorded until Ctrl-C, and return what is to be said of it."""
    from moot.cli.ending import program
    from moot.cli.verify import audited

    try:
        size = audited(folder).size
    except NotThere:
        size = 0
    return Interrupted(
        "stopped by Ctrl-C",
        code="Interrupted",
        instead=f"The record is whole: its {size:,} entries were checked, from the first to the last.",
        mend=f"{program()} log {kept}" if kept else "give --keep DIR, and the record stays",
        more={"size": size},
    )
