"""`moot amend`: another version of a proposal in negotiation.

Laws: an amendment builds on a version and changes some of its terms; which reviewers' conditions it
meets and its base did not is computed and named in it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.amounts import require_known, terms
from moot.cli.asking import missing, needed, perhaps
from moot.cli.citing import cite_option, cited, cited_rows, with_citation
from moot.cli.failure import NOTHING, BadUsage
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import CHARTER, charter_in, letter, matter, said_terms, version_called, versions_rows
from moot.cli.rows import Row, because
from moot.cli.rules import differences, in_one_line, written
from moot.cli.surroundings import surroundings
from moot.core.act import Condition
from moot.views import Shown

if TYPE_CHECKING:
    from moot.core.commands import Answer, OfferAmendment


class AmendAsked(Asked):
    """What is amended."""

    reference: str | None
    base: str | None
    assigned: tuple[str, ...]
    charter: Path | None
    reason: str | None
    cite: str | None


@click.command(short_help="Offer another version of a proposal.")
@taking_the_floor
@proposal_option
@click.option("--base", metavar="VERSION", help="On which version to build, A unless you say otherwise.")
@click.option("--set", "assigned", multiple=True, metavar="TERM=NUMBER", help="A term to change; repeat it for more.")
@click.option(
    "--charter",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Where the charter is in negotiation: another one, in TOML.",
)
@click.option("--reason", help="Why, for everybody to read.")
@cite_option
def amend(**asked: Unpack[AmendAsked]) -> None:
    """Offer another version of the proposal that is in negotiation in the moot in FOLDER.

    Reviews are open by then: each says what would win it. Versions compete; whoever improves on
    another's shares in what that brings. Where the rules themselves are in negotiation, a version is
    another charter as a whole.
    """
    with floor(asked) as now:
        page, tried = matter(now, asked["reference"], ["negotiation"]), cited(now, asked["cite"])
        shown = [*versions_rows(now, page), *condition_rows(page)]
        if not (asked["assigned"] or asked["charter"]):
            now.say("In negotiation", shown)
        base = version_called(page, asked["base"] or "A")
        offer, said = _offer(now, page, base, asked)
        reason = with_citation(perhaps(asked["reason"], "Why (Enter for none)"), tried)
        rows = [
            *shown,
            *cited_rows(tried),
            ("new", f"{said}   (on {letter(page, base)})"),
            *(
                [("answers", ", ".join(f"{each.agent} for {each.mandate}" for each in offer.answers))]
                * bool(offer.answers)
            ),
            *because(reason),
        ]
        now.file(f"an amendment on {page['target']}", rows, lambda: now.member.amend(offer, reason))


def _offer(floor: Floor, page: Shown, base: str, asked: AmendAsked) -> "tuple[OfferAmendment, str]":
    """Return what is offered on `base`, and the same in words; it says which conditions it meets."""
    from moot.core.charter import numbers
    from moot.core.commands import OfferAmendment

    before = page["versions"][base]["terms"]
    if page["kind"] != CHARTER:
        if asked["charter"]:
            raise BadUsage("the charter is not in negotiation here", code="BadUsage", mend="give --set TERM=NUMBER")
        changes = _changes(asked["assigned"], before)
        after = {**before, **changes}
        offer = OfferAmendment(page["proposal"], base, changes, _answers(page, before, after))
        return offer, said_terms(floor, page["kind"], after)
    file = asked["charter"] or Path(needed(None, "--charter FILE", "The file with the charter that you offer"))
    rules = written(file, NOTHING)
    answers = _answers(page, before, numbers(rules))
    said = in_one_line(differences(charter_in(page, page["status_quo"]), rules))
    return OfferAmendment(page["proposal"], base, {}, answers, charter=rules), said


def _changes(assigned: tuple[str, ...], before: dict[str, int]) -> dict[str, int]:
    found = terms(assigned)
    require_known(found, before, "term")
    if not found:
        if not surroundings().asks:
            raise missing("--set TERM=NUMBER", "What is to change")
        found = {name: click.prompt(name, default=number, type=int, err=True) for name, number in before.items()}
    return {name: number for name, number in found.items() if number != before[name]}


def condition_rows(page: Shown) -> list[Row]:
    """Return what each reviewer said, and what would win it."""
    rows = []
    for review in page["reviews"]:
        asks = ", ".join(
            f"{each['strength']} {each['term']} {each['relation']} {' or '.join(map(str, each['value']))}"
            for each in review["conditions"]
        )
        stance = {"for": "is for A", "could_live": "could live with A", "against": "is against A"}[review["stance"]]
        rows.append(("review", f"{review['agent']} for {review['mandate']} {stance}{': ' if asks else ''}{asks}"))
    return rows


def _answers(page: Shown, before: dict[str, int], after: dict[str, int]) -> "tuple[Answer, ...]":
    """Return the conditions that `after` meets and `before` does not."""
    from moot.core.commands import Answer
    from moot.core.negotiation import holds
    from moot.wire.codec import read

    return tuple(
        Answer(review["agent"], review["mandate"], number)
        for review in page["reviews"]
        for number, each in enumerate(review["conditions"])
        if holds(read(Condition, each), after) and not holds(read(Condition, each), before)
    )
