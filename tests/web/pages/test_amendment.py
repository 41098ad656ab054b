"""Other rules are drafted on a page, and told what they would meet before anybody signs."""

import pytest

from moot.core.commands import OfferAmendment, Propose
from moot.wire.charter import clauses
from moot.wire.redraft import redrafted, settings, split
from tests.web.pages.conftest import decided_town, visiting

DRAFT = "/charter/amend?set.structure.quorum=90&set.structure.windows.ballot=2&in.structure.windows.ballot=h"
WANTED = {"structure.quorum": "90 %", "structure.windows.ballot": "2 h"}


@pytest.fixture(scope="module")
def town():
    return decided_town()


@pytest.fixture(scope="module")
def moot(town):
    with visiting(town) as visitor:
        yield visitor


def law(moot):
    return moot.hall.clerk.assembly.charter


def test_every_clause_of_the_charter_that_can_be_set_leads_to_its_form(moot):
    page = moot.see("/charter")
    shown = {each.id for each in clauses(law(moot))}
    for each in settings(law(moot)):
        assert (f"/charter/amend?clause={each.id}#open" in page.values("a", "href")) == (each.id in shown)


@pytest.mark.parametrize(
    ("clause", "field", "now"),
    [
        ("structure.quorum", "number", "50"),
        ("structure.windows.ballot", "number", "1"),
        ("agency.bond", "number", "20"),
        ("clarity.comments", "number", "16"),
        ("purpose.values.thrift.floor", "number", ""),
    ],
)
def test_a_form_stands_at_what_holds(moot, clause, field, now):
    page = moot.see(f"/charter/amend?clause={clause}")
    [form] = [each for each in page.forms if f"set.{clause}" in each]
    assert form[f"set.{clause}"] == now
    assert field in page.values("input", "type")
    says = {each.id: each.says for each in settings(law(moot))}[clause]
    assert f"now {says or 'left out'}" in page.words


def test_every_setting_has_a_form(moot):
    for each in settings(law(moot)):
        page = moot.see(f"/charter/amend?clause={each.id}")
        assert f"set.{each.id}" in (*page.values("input", "name"), *page.values("textarea", "name"))


def test_a_draft_shows_each_clause_before_and_after_and_is_what_is_signed(moot):
    page = moot.see(DRAFT, "bo.ai")
    assert "was 50 % → becomes 90 %" in page.words
    assert "was 1 h → becomes 2 h" in page.words
    assert "2 clauses differ" in page.words
    command, _ = page.draft("Propose", **{"body/reason:text": "Nobody should be outvoted by being away."})
    base = moot.view("target", target="charter")["base"]
    assert command == Propose("charter", {}, base, "0c" * 32, redrafted(law(moot), WANTED))


def test_a_draft_goes_on_with_what_it_has_and_can_lose_a_clause(moot):
    page = moot.see(f"{DRAFT}&clause=clarity.comments")
    [form] = [each for each in page.forms if "set.clarity.comments" in each]
    assert {name: form[f"set.{name}"] for name in WANTED} == WANTED
    assert "/charter/amend?set.structure.windows.ballot=2+h" in page.values("a", "href")


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("set.structure.quorum=0", "structure.quorum"),
        ("set.structure.windows.ballot=0+ms", "structure.windows.ballot"),
        ("set.agency.links=4096", "agency.links"),
        ("set.awareness.metering.safety.meters=m1.ai", "awareness.metering.safety"),
        ("set.purpose.values.safety.weight=10", "purpose.values"),
    ],
)
def test_what_would_lock_members_out_is_told_with_its_clause_before_anybody_signs(moot, asked, clause):
    page = moot.see(f"/charter/amend?{asked}", "bo.ai")
    assert "No, as it stands" in page.words
    assert f"/charter#{clause}" in page.values("a", "href")
    assert "Propose" not in page.values("form", "data-act")


def test_all_that_is_wrong_is_told_at_once(moot):
    words = moot.see("/charter/amend?set.structure.quorum=0&set.structure.epoch=0&in.structure.epoch=day").words
    assert "no vote could ever pass" in words
    assert "an epoch of no length never ends" in words


@pytest.mark.parametrize("said", ["many", "999", "-1", "1e3", ""])
def test_what_is_no_setting_changes_nothing_and_is_told(moot, said):
    page = moot.see(f"/charter/amend?set.clarity.comments={said}&set.structure.quorum=90", "bo.ai")
    assert "clarity.comments: " in page.words
    assert "1 clause differs" in page.words
    assert "Propose" not in page.values("form", "data-act")


def test_what_the_charter_does_not_have_is_told(moot):
    assert "no setting called weather" in moot.see("/charter/amend?clause=weather").words
    assert "no setting 'weather'" in moot.see("/charter/amend?set.weather=1").words


def test_a_value_is_split_and_divides_its_parents_weight(moot):
    page = moot.see("/charter/amend?split.parent=safety&split.name=night&split.measure=quiet+nights", "bo.ai")
    command, _ = page.draft("Propose")
    assert command.charter == split(law(moot), "safety", "night", "quiet nights")
    now = moot.view("values")["weights"]["safety"]
    assert f"was {now / 10_000:.1f} % → becomes" in page.words
    assert "is not a name" in moot.see("/charter/amend?split.parent=safety&split.name=A!").words


def test_who_may_not_propose_sees_the_draft_and_why_there_is_nothing_to_sign(moot):
    for agent, why in (("", "To take part you sign as a member"), ("ed.ai", "Nothing for ed.ai to sign here")):
        page = moot.see(DRAFT, agent)
        assert why in page.words
        assert "was 50 % → becomes 90 %" in page.words
        assert "Propose" not in page.values("form", "data-act")


def test_the_way_that_other_rules_go_is_told(moot):
    words = moot.see(DRAFT, "bo.ai").words
    for said in ("7 for each mandate at least, 14 seats", "two thirds of the owners", "3 days", "28.00 credits"):
        assert said in words


def test_what_is_proposed_from_the_page_is_taken_and_answered_with_another_version():
    town = decided_town()
    town.to("done")
    with visiting(town) as visitor:
        town.file("cy.ai", visitor.see(DRAFT, "cy.ai").draft("Propose")[0])
    with visiting(town) as visitor:
        assert "Other rules are proposed already: P-3" in visitor.see("/charter/amend", "bo.ai").words
        early = visitor.see("/charter/amend?on=3&set.structure.quorum=80", "bo.ai")
        assert "OfferAmendment" not in early.values("form", "data-act")
        assert "in drawing" in early.words
        assert visitor.ask("/charter/amend?on=2").status_code == 404
    town.to("negotiation")
    with visiting(town) as visitor:
        offered, _ = visitor.see("/charter/amend?on=3&set.structure.quorum=80", "bo.ai").draft("OfferAmendment")
    assert isinstance(offered, OfferAmendment)
    structure = offered.charter.structure
    assert (structure.quorum, structure.windows.ballot) == (800_000, 7_200_000)
    town.file("bo.ai", offered)
    town.to("done")
    town.end_epoch()
    assert town.state.charter.structure.windows.ballot == 7_200_000


def test_before_the_founding_there_is_nothing_to_amend(empty):
    assert empty.ask("/charter/amend").status_code == 404
