"""`moot amend`: another version of a proposal in negotiation.

Laws: an amendment builds on a version and changes some of its terms; which reviewers' conditions it
meets and its base did not is computed and named in it.
"""

from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.floor import Asked, proposal_option, taking_the_floor

if TYPE_CHECKING:
    from moot.core.commands import Answer
    from moot.kit.door import Shown


class AmendAsked(Asked):
    """What is amended."""

    reference: str | None
    base: str | None
    assigned: tuple[str, ...]
    reason: str | None


@click.command(short_help="Offer another version of a proposal.")
@taking_the_floor
@proposal_option
@click.option("--base", metavar="VERSION", help="On which version to build, A unless you say otherwise.")
@click.option("--set", "assigned", multiple=True, metavar="TERM=NUMBER", help="A term to change; repeat it for more.")
@click.option("--reason", help="Why, for everybody to read.")
def amend(**asked: Unpack[AmendAsked]) -> None:
    """Offer another version of the proposal that is in negotiation in the moot in FOLDER.

    Reviews are open by then: each says what would win it. Versions compete; whoever improves on
    another's shares in what that brings.
    """
    from moot.cli.asking import perhaps
    from moot.cli.floor import floor
    from moot.cli.matter import letter, matter, said_terms, version_called, versions_rows
    from moot.core.commands import OfferAmendment

    with floor(asked) as now:
        page = matter(now, asked["reference"], ["negotiation"])
        shown = [*versions_rows(now, page), *condition_rows(page)]
        if not asked["assigned"]:
            now.say("In negotiation", shown)
        base = version_called(page, asked["base"] or "A")
        before = page["versions"][base]["terms"]
        changes = _changes(asked["assigned"], before)
        reason = perhaps(asked["reason"], "Why (Enter for none)")
        answers = _answers(page, before, {**before, **changes})
        rows = [
            *shown,
            ("new", f"{said_terms(now, page['kind'], {**before, **changes})}   (on {letter(page, base)})"),
            *([("answers", ", ".join(f"{each.agent} for {each.mandate}" for each in answers))] if answers else []),
            *([("reason", f"“{reason}”")] if reason else []),
        ]
        offer = OfferAmendment(page["proposal"], base, changes, answers)
        now.file(f"an amendment on {page['target']}", rows, lambda: now.member.amend(offer, reason))


def _changes(assigned: tuple[str, ...], before: dict[str, int]) -> dict[str, int]:
    from moot.cli.amounts import require_known, terms
    from moot.cli.asking import missing
    from moot.cli.surroundings import surroundings

    found = terms(assigned)
    require_known(found, before, "term")
    if not found:
        if not surroundings().asks:
            raise missing("--set TERM=NUMBER", "What is to change")
        found = {name: click.prompt(name, default=number, type=int, err=True) for name, number in before.items()}
    return {name: number for name, number in found.items() if number != before[name]}


def condition_rows(page: "Shown") -> list[tuple[str, str]]:
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


def _answers(page: "Shown", before: dict[str, int], after: dict[str, int]) -> "tuple[Answer, ...]":
    """Return the conditions that `after` meets and `before` does not."""
    from moot.core.act import Condition
    from moot.core.commands import Answer
    from moot.core.negotiation import holds
    from moot.wire.codec import read

    return tuple(
        Answer(review["agent"], review["mandate"], number)
        for review in page["reviews"]
        for number, each in enumerate(review["conditions"])
        if holds(read(Condition, each), after) and not holds(read(Condition, each), before)
    )
