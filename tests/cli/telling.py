"""How the tests of the story read it: its lines, all of it as one text, and what stands behind a label."""

from dataclasses import replace
from functools import cache

from moot.cli.line import Line, laid_out
from moot.cli.story import Story
from tests.clerk.town import Town
from tests.core.house import charter


def lines_of(town) -> list[Line]:
    story = Story()
    return [line for told in town.clerk.feed.entries(0) for line in story.tell(told)]


def told_by(town) -> str:
    return "\n".join(map(str, lines_of(town)))


def row(town, label: str) -> str:
    """Return what the lines with a label say, joined."""
    return " | ".join(
        " ".join("".join(part.text for part in parts[2:]) for parts in laid_out(line))
        for line in lines_of(town)
        if line.label == label
    )


@cache
def ordinary():
    """Return a charter, of some that differ in words alone, under which cy is drawn and the recommended runs."""
    for number in range(100):
        law = replace(charter(), purpose=replace(charter().purpose, statement=f"Share a hall, by rule {number}."))
        town = Town(law=law)
        town.propose(degrees=30)
        drawn = {seat.agent for panel in town.to("review").panels.values() for seat in panel.seats}
        if "cy.ai" in drawn and town.to("executing").run.version == town.open.original:
            return law
    raise AssertionError
