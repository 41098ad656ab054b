"""Asking: what an option left open is asked for, if somebody is there to answer.

Laws: whatever can be asked can be given as an option; a script is never asked, it is told which option
is missing; questions go to stderr.
"""

from collections.abc import Mapping, Sequence

import click

from moot.cli.amounts import assignment, require_known, share
from moot.cli.failure import BadUsage
from moot.cli.surroundings import surroundings


def missing(option: str, question: str) -> BadUsage:
    """Return the failure that names the option for which nobody can be asked."""
    return BadUsage(
        f"{option} is missing: {question[0].lower()}{question[1:]}",
        code="MissingOption",
        instead="Nothing was signed, and nothing was recorded: nobody is here to be asked.",
        mend=f"give {option}, or run the command at a terminal",
    )


def needed(given: str | None, option: str, question: str, default: str | None = None) -> str:
    """Return what was given, or the answer to `question`; a default is what pressing Enter says."""
    if given is not None:
        return given
    if not surroundings().asks:
        raise missing(option, question)
    return str(click.prompt(question, default=default, err=True))


def chosen(given: str | None, option: str, question: str, choices: Sequence[str], what: str = "") -> str:
    """Return what was given, or the one of `choices` that somebody answers with.

    Where it is said `what` they are, anything else that was given is refused with `BadUsage`.
    """
    if given is not None:
        require_known([given] if what else [], choices, what)
        return given
    if not surroundings().asks:
        raise missing(option, f"{question} ({', '.join(choices)})")
    return str(click.prompt(question, type=click.Choice(choices), err=True))


def shares_of(questions: Mapping[str, str], option: str, texts: Sequence[str], what: str) -> dict[str, int]:
    """Return a share (ppm) for each name that is asked for, as `option` says it or as somebody answers its question."""
    said = dict(assignment(text, "pace=80%") for text in texts)
    require_known(said, questions, what)
    found = {}
    for name, question in questions.items():
        text = needed(said.get(name), f"{option} {name}=SHARE", question)
        found[name] = share(text if text.endswith("%") else f"{text}%", "pace=80%")
    return found


def perhaps(given: str | None, question: str) -> str | None:
    """Return what was given, or what somebody has to say; nothing is an answer too."""
    if given is not None or not surroundings().asks:
        return given or None
    return str(click.prompt(question, default="", show_default=False, err=True)) or None
