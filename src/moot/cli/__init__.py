"""The terminal: one command for each thing that people do with a moot.

Laws: `moot --help` answers at once, because what is heavy (numpy, rich, the clerk) is imported inside
the command that needs it; results go to stdout, everything else to stderr; exit codes are 0 done,
1 bug, 2 usage, 3 not found, 4 refused, 5 conflict, 6 no server, 7 verification failed, 8 timed out.
"""

from importlib import import_module
from typing import Final, cast

import click

from moot import __version__

# Each is a module of this package that holds a command of the same name, in the order of first use.
COMMANDS: Final = (
    *("demo", "init", "inbox", "propose", "reveal", "review", "amend", "forecast", "vote", "object"),
    *("comment", "withdraw"),
    *("trial", "report", "measure", "weigh", "delegate", "dispute", "judge", "appeal"),
    *("round", "pause", "cancel", "mandate", "agent"),
    *("invite", "admit", "leave", "suspend"),
    *(
        "proposal",
        "value",
        "member",
        "key",
        "charter",
        "watch",
        "tend",
        "serve",
        "webhook",
        "log",
        "minutes",
        "count",
        "verify",
    ),
)


class _Lazy(click.Group):
    """A group that imports a command when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        return cast("click.Command", getattr(import_module(f"moot.cli.{cmd_name}"), cmd_name))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="moot %(version)s")
def main() -> None:
    """Decide together, people and agents, and leave a record that anyone can verify.

    New here? Watch one at work: moot demo. Found your own: moot init. Then moot inbox says what waits for
    you, and which command answers it. Every command explains itself with --help.
    """
