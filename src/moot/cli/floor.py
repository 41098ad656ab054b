"""The floor: a member who has the word in an open moot, for one command.

Laws: what will be signed is shown before it is signed, and signed only when somebody says yes; --dry-run
shows it and stops; where nobody can be asked, --yes has to be given; stdout holds the result alone.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, TypeVar

import click

from moot.cli.entries import one_line
from moot.cli.failure import NOTHING, BadUsage, NotThere, json_option
from moot.cli.rows import Row, tell
from moot.cli.surroundings import surroundings
from moot.views import Shown

if TYPE_CHECKING:
    from moot.core.assembly import Assembly
    from moot.core.charter import Charter
    from moot.hall import Hall
    from moot.kit.member import Member
    from moot.wire.entry import Receipt

F = TypeVar("F", bound=Callable[..., object])

WHICH: Final = "Which one, by the first digits of its id, if several are open."


class Asked(TypedDict):
    """What every command of a member takes."""

    folder: Path
    name: str | None
    keys: Path | None
    yes: bool
    dry_run: bool
    as_json: bool


class Floor:
    """Who speaks, in which moot, and how the command was called."""

    def __init__(self, hall: "Hall", member: "Member", asked: Asked) -> None:
        """Let `member` speak in the open `hall`."""
        self.hall, self.member, self.asked = hall, member, asked

    @property
    def assembly(self) -> "Assembly":
        """Return the state after the last entry."""
        return self.hall.clerk.assembly

    @property
    def charter(self) -> "Charter":
        """Return the rules in force."""
        return self.assembly.charter

    def see(self, name: str, **arguments: str) -> Shown:
        """Return a view that is one object."""
        return self.member.see(name, **arguments)

    def pending(self, noun: str) -> list[Shown]:
        """Return a row for each open `proposal`, `dispute`, `trial` or `round`."""
        rows = self.member.see_all("docket")
        if noun == "proposal":
            return [row for row in rows if row["proposal"] and "dispute" not in row]  # which may be about one
        return [row for row in rows if noun in row]

    def say(self, title: str, rows: Sequence[Row]) -> None:
        """Show what the member should know before it decides; it goes to stderr, and is for people."""
        if self.asked["as_json"] and not surroundings().asks:
            return
        click.echo(f"\n{title}", err=True)
        tell(rows, err=True)

    def file(self, title: str, rows: Sequence[Row], act: Callable[[], "Receipt"]) -> None:
        """Show what is about to be signed, have it confirmed, file it, and tell the receipt."""
        from moot.cli.receipts import receipt_json, receipt_lines

        self.say(f"{self.member.agent} is about to sign: {title}", rows)
        if not self._confirmed():
            self._leave_it(title, rows)
            return
        receipt = act()
        self.hall.tend()
        told = list(self.hall.door().entries(receipt.index))
        if self.asked["as_json"]:
            click.echo(receipt_json(receipt, told))
            return
        pending = [row for noun in ("proposal", "trial", "round") for row in self.pending(noun)]
        for line in receipt_lines(told, pending, self.assembly):
            click.echo(line)

    def _leave_it(self, title: str, rows: Sequence[Row]) -> None:
        """Say that nothing was signed; with --json, print what would have been."""
        if self.asked["as_json"]:
            click.echo(one_line({"kind": "draft", "by": self.member.agent, "signs": title, "rows": rows}))
        click.echo(f"\n{NOTHING}", err=True)

    def _confirmed(self) -> bool:
        if self.asked["dry_run"]:
            return False
        if self.asked["yes"]:
            return True
        if surroundings().asks:
            click.echo(err=True)
            return click.confirm("Sign it", default=True, err=True)
        raise BadUsage(
            "nobody is here to say yes",
            code="NotConfirmed",
            mend="give --yes to sign what is shown above, or --dry-run to see it only",
        )


@contextmanager
def floor(asked: Asked) -> Iterator[Floor]:
    """Open the moot and give the word to the member whose key there is."""
    from moot.cli.house import clock_of, writing
    from moot.cli.voice import ring_of, speaker
    from moot.kit.member import Member

    folder, keys = asked["folder"], asked["keys"]
    with writing(folder) as hall:
        name = speaker(folder, keys, asked["name"])
        ring = ring_of(name, folder, keys, hall.clerk.assembly.charter)
        assembly = hall.clerk.assembly
        agent = assembly.agents.get(name)
        if agent is None:
            raise NotThere(
                f"nobody in this moot is called {name}",
                code="UnknownMember",
                instead="Nothing was signed.",
                mend=f"moot member {folder} lists who takes part",
            )
        member = Member(hall.door(), ring, name, agent.owner, clock_of(folder).now)
        # Two acts of one key may fall into one millisecond, and on a rehearsal's clock they do.
        known = assembly.keys.get(member.signer.public.hex())
        member.nonce = known.nonce if known else -1
        yield Floor(hall, member, asked)


# The folder of a moot, or the one that is worked in.
folder_argument = click.argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="MOOT_FOLDER",
    metavar="[FOLDER]",
)


def name_option(command: F) -> F:
    """Let a command be told who speaks."""
    command = click.option(
        "--keys",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="MOOT_KEYS",
        help="Where your key lies, if not in the moot's folder [MOOT_KEYS].",
    )(command)
    return click.option("--as", "name", envvar="MOOT_AS", metavar="NAME", help="Who you are: NAME.key [MOOT_AS].")(
        command
    )


def _remember(context: click.Context, parameter: click.Parameter, given: str | None) -> None:
    if given is not None:
        from moot.cli import afar

        if not given.startswith(("http://", "https://")):
            raise click.BadParameter(f"{given} is no address such as http://127.0.0.1:7420", context, parameter)
        afar.remember(context, given)


# Where `moot serve` serves a moot; it is remembered beside the arguments.
url_option = click.option(
    "--url",
    envvar="MOOT_URL",
    expose_value=False,
    callback=_remember,
    help="Where the moot is served, if not in FOLDER, which then only holds your key [MOOT_URL].",
)


def taking_the_floor(command: F) -> F:
    """Let a command take all that `Asked` holds."""
    command = url_option(command)
    command = json_option("Print one JSON object: the receipt and what followed.")(command)
    command = click.option("--dry-run", is_flag=True, help="Show what would be signed, and stop.")(command)
    command = click.option("--yes", "-y", is_flag=True, help="Sign without asking.")(command)
    return folder_argument(name_option(command))


proposal_option = click.option("--proposal", "reference", metavar="ID", help=WHICH)
