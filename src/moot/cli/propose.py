"""`moot propose`: other terms for something that the charter lets members change.

Laws: a term that is not named stays as it is; what the proposal costs is shown before it is signed.
"""

from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.amounts import require_known, terms
from moot.cli.asking import chosen, missing, perhaps
from moot.cli.citing import cite_option, cited, cited_rows, with_citation
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.rows import Row, because
from moot.cli.surroundings import surroundings
from moot.views.wording import money

if TYPE_CHECKING:
    from moot.core.charter import Budget, Kind, Lane


@click.command(short_help="Propose other terms.")
@taking_the_floor
@click.option("--kind", help="Which kind of action, if the charter has several.")
@click.option("--set", "assigned", multiple=True, metavar="TERM=NUMBER", help="A term to change; repeat it for more.")
@click.option("--reason", help="Why, for everybody to read.")
@cite_option
def propose(
    kind: str | None, assigned: tuple[str, ...], reason: str | None, cite: str | None, **asked: Unpack[Asked]
) -> None:
    """Propose other terms in the moot in FOLDER, such as --set wip=3.

    Reviewers are then drawn by lot; they are never of your own. You post a bond, which you get back
    unless you cause the proposal to fail or what ran turns out worse than what was. With --cite and
    without --set you propose what that trial tried.
    """
    with floor(asked) as now:
        tried = cited(now, cite)
        action = kind_of(now, kind or (tried["kind"] if tried and not assigned else None))
        in_force = now.see("target", target=action.target)["terms"]
        takes_over = tried and not assigned and tried["kind"] == action.id
        said = tried["terms"] if tried and takes_over else changes_of(now, action, assigned, in_force)
        terms = {**in_force, **said}
        reason = with_citation(perhaps(reason, "Why (Enter for none)"), tried)
        rows = [*_rows(now, action, in_force, terms), *cited_rows(tried)]
        rows += because(reason)
        now.file(f"a proposal on {action.target}", rows, lambda: now.member.propose(action.id, terms, reason))


def kind_of(floor: Floor, name: str | None) -> "Kind":
    """Return the kind of action that is meant, which is the only one unless there are several."""
    kinds = {kind.id: kind for kind in floor.charter.structure.actions}
    if name is None and len(kinds) == 1:
        [name] = kinds
    return kinds[chosen(name, "--kind", "Which kind of action", list(kinds), "kind of action")]


def changes_of(floor: Floor, kind: "Kind", assigned: tuple[str, ...], in_force: dict[str, int]) -> dict[str, int]:
    """Return the terms that are named, or that somebody answers with."""
    found = terms(assigned)
    require_known(found, [term.id for term in kind.terms], "term")
    if found:
        return found
    if not surroundings().asks:
        raise missing("--set TERM=NUMBER", "What is to change")
    floor.say(f"In force on {kind.target}; Enter leaves a term as it is", [])
    return {
        term.id: click.prompt(
            f"{term.id}, {term.low} to {term.high} {term.unit}".rstrip(), default=in_force[term.id], type=int, err=True
        )
        for term in kind.terms
    }


def _rows(floor: Floor, kind: "Kind", before: dict[str, int], after: dict[str, int]) -> list[Row]:
    from moot.cli.inboxes import left
    from moot.core.charter import budget_of
    from moot.core.lane import Venture, choose, worst_case

    units = {term.id: term.unit for term in kind.terms}
    rows = [
        ("change", f"{name} {before[name]} → {after[name]} ({units[name]})")
        for name in after
        if after[name] != before[name]
    ]
    rows.append(("runs", f"for {left(kind.horizon, 0)}; then it is measured; {kind.executor} carries it out"))
    if budget := budget_of(floor.charter, kind.id):
        return rows + _project_rows(floor, budget, kind.id, after)
    venture = Venture(floor.member.owner, kind.target, worst_case(kind, after), 0, None)
    lane = choose(floor.charter, kind, venture, ()).lane  # or a stricter one, if its rule's scope is used up
    return rows + cost_rows(floor, lane)


def _project_rows(floor: Floor, budget: "Budget", kind: str, terms: dict[str, int]) -> list[Row]:
    """Return what a project takes of the budget of its round, and what that costs its owner."""
    from moot.core.budgeting import cost_of

    cost = next(cost_of(each, terms) for each in budget.kinds if each.kind == kind)
    return [
        ("round", f"of {budget.id}: it is decided together with whatever else draws on that budget"),
        ("takes", f"{money(cost)} credits of the {money(budget.amount)} that a round can spend, if it is bought"),
        _bond_row(floor),
    ]


def cost_rows(floor: Floor, lane: "Lane") -> list[Row]:
    """Return by which lane a proposal goes, and what that costs its owner."""
    from moot.core.charter import seats

    agency = floor.charter.agency
    fee = agency.review_fee * seats(floor.charter, lane)
    rows = [
        ("lane", lane),
        ("costs", f"{money(fee)} credits for the reviewers, in any case (agency.review_fee)"),
        _bond_row(floor),
    ]
    if lane == "consent":
        spare = money(agency.review_fee * seats(floor.charter, "panel"))
        rows.append(("spare", f"{spare} credits are held for a panel, should owners object (agency.review_fee)"))
    return rows


def _bond_row(floor: Floor) -> Row:
    open_ones = sum(row["owner"] == floor.member.owner for row in floor.pending("proposal"))
    bond = floor.charter.agency.bond * (1 + open_ones)
    return "bond", f"{money(bond)} credits are held until it is closed (agency.bond)"
