"""The story of a dispute, of a block and of a guardian says what happened, with the record's own numbers."""

import pytest

from moot.core.commands import CancelProposal, Dispute, Pause
from tests.clerk.town import Town
from tests.cli.telling import row
from tests.core.court import (
    CREDIT,
    FLOOR,
    WHY,
    appeal,
    blocked,
    case_of,
    file_verdict,
    found,
    guarded,
    judge,
    summon,
    unlike,
    with_rights,
)
from tests.core.house import OWNERS, founding
from tests.core.many import many

HIGH = found("measured", safety=700_000)


@pytest.fixture
def town():
    return Town(first=with_rights(many(16, guarded())))


def wait(town):
    town.now = case_of(town).until
    town.tend()


def test_a_dispute_with_an_appeal_is_told_from_its_opening_to_who_pays(town):
    unlike(town)
    assert row(town, "dispute") == (
        "the measurement, under awareness.metering, by itself: meters say safety is 30.0 and 70.0 %"
    )
    summon(town)
    jurors = [seat.owner for seat in case_of(town).seats]
    assert row(town, "jury").startswith(f"{', '.join(jurors[:4])} and {jurors[4]}")
    for seat in case_of(town).seats[:4]:
        file_verdict(town, seat.agent, HIGH)
    wait(town)
    standin = case_of(town).seats[-1].agent
    wait(town)
    assert row(town, "silent").endswith(f"{standin} stands in | {standin} gave no verdict; nobody stands in")
    assert row(town, "verdict") == "of 5 seats: 4 measured: measured (safety 70.0 %)"
    appeal(town, "ana.human", 44 * CREDIT)
    assert row(town, "appeal") == "ana posts 44.00 credits for a larger jury"
    summon(town)
    wait(town)
    wait(town)
    assert row(town, "verdict").endswith("of 11 seats: nobody spoke: no majority")
    assert row(town, "ruled") == "measured, by a jury of 11; ana loses 44.00"
    assert town.closed.outcome == "settled"


def test_a_missing_link_for_a_jury_is_told(town):
    unlike(town)
    wait(town)
    assert "its chance link is missing" in row(town, "fault")


def test_a_block_is_told_with_its_clause_and_what_became_of_it(town):
    blocked(town, "bo")
    assert row(town, "blocks") == f"bo under {FLOOR}, with 20.00 credits"
    town.advance()
    assert row(town, "dispute") == f"the block, under {FLOOR}, bo, with 20.00 credits"
    summon(town)
    assert "have a stake in it" not in row(town, "jury") or " of them " in row(town, "jury")
    judge(town, lambda _: found("upheld"))
    wait(town)
    assert row(town, "blocked") == f"under {FLOOR}: now stays and is measured"


def test_a_block_that_nothing_hangs_on_is_told():
    town = Town(first=with_rights(founding()))
    blocked(town, *OWNERS)
    town.advance()
    assert "the ballot rejected it anyway" in row(town, "no block")


def test_a_dispute_about_conduct_is_told_though_it_belongs_to_no_decision(town):
    town.file("gus.human", Dispute("conduct", "bo.ai", "protocol.rights", 20 * CREDIT))
    assert row(town, "dispute") == "the conduct of bo.ai, under protocol.rights, by gus"
    summon(town)
    judge(town, lambda _: found("upheld"))
    wait(town)
    assert row(town, "ruled") == "bo.ai: upheld, by a jury of 5"
    assert "the jury recommends that bo.ai be suspended" in row(town, "")


def test_what_guardians_do_is_told(town):
    town.propose()
    town.to("timelock")
    town.file("gus.human", Pause(town.open.id, FLOOR, WHY))
    assert row(town, "paused") == f"by gus under {FLOOR}, which may do so 1 more times"
    town.advance()
    town.file("gus.human", CancelProposal(town.open.id, FLOOR, WHY))
    assert row(town, "guardian") == f"by gus under {FLOOR}, which may do so 0 more times"
    assert row(town, "cancelled") == f"cancelled by gus under {FLOOR}"
