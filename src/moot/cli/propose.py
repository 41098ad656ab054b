"""`moot propose`: other terms for something that the charter lets members change.

Laws: a term that is not named stays as it is; what the proposal costs is shown before it is signed.
"""

from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.floor import Asked, taking_the_floor

if TYPE_CHECKING:
    from moot.cli.floor import Floor
    from moot.core.charter import Kind


class ProposeAsked(Asked):
    """What is proposed."""

    kind: str | None
    assigned: tuple[str, ...]
    reason: str | None


@click.command(short_help="Propose other terms.")
@taking_the_floor
@click.option("--kind", help="Which kind of action, if the charter has several.")
@click.option("--set", "assigned", multiple=True, metavar="TERM=NUMBER", help="A term to change; repeat it for more.")
@click.option("--reason", help="Why, for everybody to read.")
def propose(**asked: Unpack[ProposeAsked]) -> None:
    """Propose other terms in the moot in FOLDER, such as --set wip=3.

    Reviewers are then drawn by lot; they are never of your own. You post a bond, which you get back
    unless you cause the proposal to fail or what ran turns out worse than what was.
    """
    from moot.cli.asking import perhaps
    from moot.cli.floor import floor

    with floor(asked) as now:
        kind = _kind(now, asked["kind"])
        in_force = now.see("target", target=kind.target)["terms"]
        terms = {**in_force, **_changes(now, kind, asked["assigned"], in_force)}
        reason = perhaps(asked["reason"], "Why (Enter for none)")
        rows = _rows(now, kind, in_force, terms)
        rows += [("reason", f"“{reason}”")] * bool(reason)
        now.file(f"a proposal on {kind.target}", rows, lambda: now.member.propose(kind.id, terms, reason))


def _kind(floor: "Floor", name: str | None) -> "Kind":
    from moot.cli.amounts import require_known
    from moot.cli.asking import chosen

    kinds = {kind.id: kind for kind in floor.charter.structure.actions}
    if name is None and len(kinds) == 1:
        [name] = kinds
    name = chosen(name, "--kind", "Which kind of action", list(kinds))
    require_known([name], kinds, "kind of action")
    return kinds[name]


def _changes(floor: "Floor", kind: "Kind", assigned: tuple[str, ...], in_force: dict[str, int]) -> dict[str, int]:
    """Return the terms that are named, or that somebody answers with."""
    from moot.cli.amounts import require_known, terms
    from moot.cli.asking import missing
    from moot.cli.surroundings import surroundings

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


def _rows(floor: "Floor", kind: "Kind", before: dict[str, int], after: dict[str, int]) -> list[tuple[str, str]]:
    from moot.cli.inboxes import left
    from moot.cli.words import money
    from moot.core.charter import seats
    from moot.core.lane import Venture, choose, worst_case

    units = {term.id: term.unit for term in kind.terms}
    agency, mine = floor.charter.agency, floor.member.owner
    open_ones = sum(row["owner"] == mine for row in floor.docket())
    venture = Venture(mine, kind.target, worst_case(kind, after), 0, None)
    lane = choose(floor.charter, kind, venture, ()).lane  # or a stricter one, if its rule's scope is used up
    fee = agency.review_fee * seats(floor.charter, lane)
    rows = [
        ("change", f"{name} {before[name]} → {after[name]} ({units[name]})")
        for name in after
        if after[name] != before[name]
    ]
    rows.append(("runs", f"for {left(kind.horizon, 0)}; then it is measured; {kind.executor} carries it out"))
    rows.append(("lane", lane))
    rows.append(("costs", f"{money(fee)} credits for the reviewers, in any case (agency.review_fee)"))
    rows.append(("bond", f"{money(agency.bond * (1 + open_ones))} credits are held until it is closed (agency.bond)"))
    return rows
