import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.papers import Project
from moot.core.refusal import BadShape
from moot.wire.pabulib import read_pabulib

META = {"description": "A street", "budget": "100", "vote_type": "approval", "num_projects": "3", "num_votes": "3"}
PROJECTS = ["project_id;cost;votes;name;selected", "p1;60;2;Bench;1", "p2;40.5;2;Tree;0", "p3;1;0;Bin;2"]
VOTES = ["voter_id;vote;age", "ana;p1,p2;40", "bo;p2,p1;", "cy;;1"]


def file(meta=None, projects=PROJECTS, votes=VOTES):
    head = [f"{key};{each}" for key, each in {**META, **(meta or {})}.items() if each is not None]
    return "\n".join(["META", "key;value", *head, "PROJECTS", *projects, "VOTES", *votes, ""]).encode()


def poll(kind, votes, points=True, **meta):
    """Read votes of a kind: rows of projects and, if they have them, points."""
    heading = "voter_id;vote;points" if points else "voter_id;vote"
    rows = [f"v{number};{vote}" for number, vote in enumerate(votes)]
    read = read_pabulib(file({"vote_type": kind, "num_votes": str(len(votes)), **meta}, votes=[heading, *rows]))
    return list(read.asked.papers.values())


def refused(raw, *words):
    with pytest.raises(BadShape) as caught:
        read_pabulib(raw)
    said = str(caught.value)
    assert all(word in said for word in words), said
    assert said.startswith("line ")
    assert caught.value.clause in ("META", "PROJECTS", "VOTES")
    assert caught.value.mend.endswith(".")


def with_line(lines, number, line):
    return [*lines[:number], line, *lines[number + 1 :]]


def test_a_file_is_read_as_it_is_written():
    found = read_pabulib(file())
    assert found.asked.projects == (Project("p1", 60_000_000), Project("p2", 40_500_000), Project("p3", 1_000_000))
    assert found.asked.papers == {"ana": {"p1": 1, "p2": 1}, "bo": {"p1": 1, "p2": 1}, "cy": {}}
    assert (found.asked.budget, found.asked.ties) == (100_000_000, ("p1", "p2", "p3"))
    assert (found.kind, found.meta["description"]) == ("approval", "A street")
    assert found.names == {"p1": "Bench", "p2": "Tree", "p3": "Bin"}
    assert found.official == {"p1": True, "p2": False}
    assert found.told == {"p1": 2, "p2": 2, "p3": 0}


def test_what_no_count_needs_may_be_missing():
    found = read_pabulib(file(projects=["project_id;cost", "p1;1", "p2;1", "p3;1"]))
    assert found.names == {"p1": "", "p2": "", "p3": ""}
    assert (found.official, found.told) == ({}, {})


def test_the_score_is_told_before_the_votes():
    rows = ["project_id;cost;votes;score", "p1;1;2;5", "p2;1;2;4", "p3;1;0;0"]
    assert read_pabulib(file(projects=rows)).told == {"p1": 5, "p2": 4, "p3": 0}


def test_points_are_read_and_none_is_as_good_as_no_word():
    for kind in ("cumulative", "scoring"):
        assert poll(kind, ["p1,p2;7,0", "p3;2", ";"]) == [{"p1": 7}, {"p3": 2}, {}]


def test_an_order_has_the_points_that_stand_there():
    assert poll("ordinal", ["p3,p1;9,2", "p2;1"]) == [{"p3": 9, "p1": 2}, {"p2": 1}]


def test_an_order_without_points_has_bordas():
    assert poll("ordinal", ["p3,p1", "p2", ""], points=False) == [{"p3": 3, "p1": 2}, {"p2": 3}, {}]
    assert poll("ordinal", ["p3,p1", "p2"], points=False, max_length="2") == [{"p3": 2, "p1": 1}, {"p2": 2}]


def test_one_choice_is_one_point():
    assert poll("choose-1", ["p3", "", "p1"], points=False) == [{"p3": 1}, {}, {"p1": 1}]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"budget": None}, ["line 1:", "the key budget is missing"]),
        ({"vote_type": None}, ["the key vote_type is missing"]),
        ({"num_votes": None}, ["the key num_votes is missing"]),
        ({"num_projects": None}, ["the key num_projects is missing"]),
        ({"budget": "0"}, ["line 4:", "'0' is no amount"]),
        ({"budget": "-5"}, ["'-5' is no amount"]),
        ({"budget": "1,5"}, ["'1,5' is no amount"]),
        ({"budget": "much"}, ["'much' is no amount"]),
        ({"budget": "1.0000001"}, ["six decimals"]),
        ({"vote_type": "shouting"}, ["line 5:", "'shouting' are unknown", "approval, choose-1"]),
        ({"num_projects": "4"}, ["line 6:", "num_projects is 4, but PROJECTS has 3"]),
        ({"num_votes": "2"}, ["line 7:", "num_votes is 2, but VOTES has 3"]),
        ({"num_votes": "three"}, ["'three' is no whole number"]),
        ({"num_votes": "²"}, ["'²' is no whole number"]),
    ],
)
def test_what_is_wrong_in_meta_is_refused(change, words):
    refused(file(change), "(META)", *words)


def test_a_key_that_comes_twice_is_refused():
    refused(file().replace(b"PROJECTS", b"budget;7\nPROJECTS", 1), "line 8:", "budget stands there twice", "(META)")


@pytest.mark.parametrize(
    ("number", "line", "words"),
    [
        (2, "p1;40;2;Tree;0", ["line 11:", "'p1' comes twice", "line 10"]),
        (2, ";40;2;Tree;0", ["project_id is empty"]),
        (2, "p2;-40;2;Tree;0", ["line 11:", "'-40' is no amount"]),
        (2, "p2;0;2;Tree;0", ["'0' is no amount"]),
        (2, "p2;40;many;Tree;0", ["'many' is no whole number"]),
        (0, "project_id;price;votes;name;selected", ["column cost is missing"]),
    ],
)
def test_what_is_wrong_with_a_project_is_refused(number, line, words):
    refused(file(projects=with_line(PROJECTS, number, line)), "(PROJECTS)", *words)


@pytest.mark.parametrize(
    ("number", "line", "words"),
    [
        (2, "bo;p2,p9;", ["line 16:", "there is no project 'p9'"]),
        (2, "bo;p2,p2;", ["names the project 'p2' twice"]),
        (2, "bo;p2,;", ["there is no project ''"]),
        (2, "ana;p2;", ["'ana' comes twice", "line 15"]),
        (2, ";p2;", ["voter_id is empty"]),
        (0, "voter_id;choice;age", ["column vote is missing"]),
    ],
)
def test_what_is_wrong_with_a_paper_is_refused(number, line, words):
    refused(file(votes=with_line(VOTES, number, line)), "(VOTES)", *words)


@pytest.mark.parametrize(
    ("kind", "heading", "row", "words"),
    [
        ("cumulative", "voter_id;vote", "v;p1", ["column points is missing", "cumulative"]),
        ("scoring", "voter_id;vote", "v;p1", ["column points is missing", "scoring"]),
        ("scoring", "voter_id;vote;points", "v;p1,p2;3", ["2 projects", "1 times points"]),
        ("scoring", "voter_id;vote;points", "v;p1;-3", ["'-3' is no whole number"]),
        ("scoring", "voter_id;vote;points", "v;p1;2.5", ["'2.5' is no whole number"]),
        ("ordinal", "voter_id;vote;points", "v;p1,p2;2,2", ["do not fall"]),
        ("ordinal", "voter_id;vote", "v;p1,p2", ["ranks 2 projects, and may rank 1"]),
        ("choose-1", "voter_id;vote", "v;p1,p2", ["names 2 projects, and chooses one"]),
    ],
)
def test_papers_that_do_not_fit_their_kind_are_refused(kind, heading, row, words):
    meta = {"vote_type": kind, "num_votes": "1", "max_length": "1"}
    refused(file(meta, votes=[heading, row]), "(VOTES)", *words)


@given(st.data())
def test_a_file_with_any_letter_changed_is_read_or_refused(data):
    raw = bytearray(file())
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_pabulib(bytes(raw))
    except BadShape as refusal:
        assert refusal.mend.endswith(".")  # noqa: PT017 - either end is good
