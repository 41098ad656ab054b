"""The page of the charter: clauses with anchors, meanings and citations."""

from moot.web.pages.charter import meanings
from moot.wire.charter import clauses
from tests.core.house import charter


def test_every_clause_has_its_anchor_and_says_what_the_charter_says(decided):
    page = decided.see("/charter")
    for each in clauses(decided.hall.clerk.assembly.charter):
        assert each.id in page.values("tr", "id")
        assert f"#{each.id}" in page.values("a", "href")
        assert each.text in page.words


def test_clauses_are_numbered_within_their_part(decided):
    words = decided.see("/charter").words
    assert "1.1 purpose.statement why the moot exists." in words
    assert "5.1 clarity." in words


def test_every_clause_is_explained():
    law = charter()
    said = meanings(law)
    assert not [each.id for each in clauses(law) if not said.get(each.id)]
    assert said["agency.bond"] == "what an author posts, times one more than its owner's open proposals."
    assert said["structure.actions.set_heat.worst_case.slopes.degrees"].startswith("the harm that each unit")
    assert said["structure.actions.set_heat.terms.hours.high"] == "the most that may be proposed."


def test_a_clause_says_where_it_was_named(tried):
    trial = tried.view("trials")[1]["trial"]
    page = tried.see("/charter")
    assert f"/trials/{trial}" in page.values("a", "href")
    assert "(halt by cy.ai)" in page.words


def test_disputes_are_cited_too(contested):
    assert f"/disputes/{contested.view('disputes')[0]['dispute']}" in contested.see("/charter").values("a", "href")


def test_a_charter_that_was_never_amended_says_so(decided):
    words = decided.see("/charter").words
    assert "as it was founded" in words
    assert "It was never amended." in words


def test_before_the_founding_there_is_none(empty):
    words = empty.see("/charter").words
    assert "not founded yet" in words
    assert "moot init" in words
