"""The page of coverage: holes first, who answered, and what waits."""

from tests.core.house import founding
from tests.web.pages.conftest import TriedTown, visiting


def test_who_holds_what_stands_as_the_view_has_it(decided):
    page, rows = decided.see("/coverage"), decided.view("coverage")
    assert page.values("tr", "id") == [row["mandate"] for row in rows]
    for owner in rows[0]["owners"]:
        assert f"/members/{owner}" in page.values("a", "href")
    assert "✓ covered" in page.words
    assert "Every mandate has the owners that it needs" in page.words


def test_what_waits_for_reviewers_is_named_with_its_mandate(decided):
    page = decided.see("/coverage")
    [row] = decided.view("docket")
    assert "/proposals/2" in page.values("a", "href")
    for each in row["awaits"]:
        assert f"{each['agent']} for {each['mandate']}" in page.words


def test_a_hole_stands_first_and_is_said_in_words():
    def without(agent):
        return type(agent)(**{**vars_of(agent), "mandates": tuple(m for m in agent.mandates if m != "thrift")})

    first = founding()
    owners = [
        type(owner)(owner.id, tuple(map(without, owner.agents)), owner.tip, owner.voice) if place > 2 else owner
        for place, owner in enumerate(first.owners)
    ]
    with visiting(TriedTown(first=type(first)(first.charter, first.clerk, tuple(owners), first.targets))) as visitor:
        page = visitor.see("/coverage")
        [hole] = [row for row in visitor.view("coverage") if row["hole"]]
    assert page.values("tr", "id")[0] == hole["mandate"] == "thrift"
    assert hole["hole"].capitalize() in page.words
    assert f"✗ {hole['missing']} missing" in page.words
    assert "moot mandate take" in page.words


def vars_of(record):
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


def test_before_the_founding_nothing_is_watched(empty):
    words = empty.see("/coverage").words
    assert "the charter names them at the founding" in words
    assert "moot init" in words
