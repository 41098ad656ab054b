import json

import pytest

STREET = """\
META
key;value
description;A street
budget;100
vote_type;approval
num_projects;4
num_votes;5
PROJECTS
project_id;cost;votes;name;selected
bench;60;3;A bench;1
lamp;50;3;A lamp;0
tree;40;2;A tree;1
moat;200;1;A moat;0
VOTES
voter_id;vote
ana;bench,lamp
bo;bench,lamp
cy;bench,lamp
dee;tree,moat
eve;tree
"""


@pytest.fixture
def street(tmp_path):
    """Give a way to write the street's vote, with changes, and its file."""

    def write(*changes):
        text = STREET
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "street.pb"
        path.write_text(text)
        return path

    return write


def said(moot, file, *options):
    found = moot("count", file, "--json", *options)
    assert found.exit_code == 0, found.stderr
    return json.loads(found.output)


def why(answer, project):
    [reason] = [each for each in answer["reasons"] if each["project"] == project]
    return reason["why"]


@pytest.mark.parametrize(
    ("options", "selected"),
    [
        (["--rule", "approval"], ["bench"]),
        (["--rule", "score", "--seats", "2"], ["bench", "lamp"]),
        (["--rule", "schulze", "--seats", "3"], ["bench", "lamp", "tree"]),
        (["--rule", "greedy"], ["bench", "tree"]),
        (["--rule", "greedy-no-skip"], ["bench"]),
        (["--rule", "equal-shares", "--completion", "none"], ["bench", "tree"]),
        (["--rule", "equal-shares", "--completion", "greedy"], ["bench", "tree"]),
        ([], ["bench", "tree"]),
    ],
)
def test_each_rule_selects_and_gives_every_project_its_reason(moot, street, options, selected):
    answer = said(moot, street(), *options)
    assert answer["selected"] == selected
    assert {each["project"] for each in answer["reasons"]} == {"bench", "lamp", "tree", "moat"}
    assert [each["project"] for each in answer["reasons"] if each["selected"]] == selected
    assert all(each["why"] for each in answer["reasons"])


def test_amounts_in_json_are_millionths(moot, street):
    answer = said(moot, street(), "--rule", "greedy")
    assert (answer["budget"], answer["cost"], answer["papers"]) == (100_000_000, 100_000_000, 5)


def test_the_reasons_of_the_greedy_rule(moot, street):
    answer = said(moot, street(), "--rule", "greedy")
    assert why(answer, "bench") == "3 points (as many as the next); fits the 100 that were left"
    assert why(answer, "lamp") == "3 points; 40 were left, 10 too little"
    assert why(said(moot, street(), "--rule", "greedy-no-skip"), "tree") == (
        "2 points; one before it was too dear, and the rule ends there"
    )


def test_the_reasons_of_equal_shares(moot, street):
    answer = said(moot, street(), "--rule", "equal-shares", "--completion", "none")
    assert why(answer, "bench") == (
        "3 supporters paid 20.00 a point, 3 of them all they had left; that counts as 3.00 points; "
        "next lamp with as much: the order of ties decides"
    )
    assert (
        why(answer, "tree")
        == "2 supporters paid 20.00 a point, 2 of them all they had left; that counts as 2.00 points"
    )
    assert why(answer, "lamp") == "its 3 supporters have 0.00 left together"
    assert why(answer, "moat") == "it costs 200, more than the whole budget"
    unloved = street(("dee;tree,moat", "dee;tree"), ("budget;100", "budget;500"))
    assert why(said(moot, unloved, "--rule", "equal-shares"), "moat") == "no paper names it"
    points = said(moot, street(("bench;60", "bench;50")), "--rule", "equal-shares", "--utility", "points")
    assert why(points, "bench") == "3 supporters paid 16.67 a point; next lamp with as much: the order of ties decides"
    assert why(points, "tree").startswith("2 supporters paid 20.00 a point")


def test_the_next_in_line_is_told_with_what_it_counts(moot, street):
    file = street(("eve;tree", "eve;tree,lamp"))
    assert "next bench with 3.00 points" in why(said(moot, file, "--rule", "equal-shares"), "lamp")
    points = said(moot, file, "--rule", "equal-shares", "--utility", "points")
    assert "next bench with 20.00 a point" in why(points, "lamp") or "next tree" in why(points, "lamp")


def test_a_completion_spends_what_is_left(moot, street):
    file = street(("budget;100", "budget;130"), ("eve;tree", "eve;lamp"), ("ana;bench,lamp", "ana;bench"))
    plain = said(moot, file, "--rule", "equal-shares", "--completion", "none")
    raised = said(moot, file, "--rule", "equal-shares", "--completion", "add1")
    both = said(moot, file, "--rule", "equal-shares", "--completion", "add1-greedy")
    greedy = said(moot, file, "--rule", "equal-shares", "--completion", "greedy")
    assert plain["cost"] <= raised["cost"] <= both["cost"] <= 130_000_000
    assert set(plain["selected"]) <= set(greedy["selected"])
    assert "raised by 1 at a time" in raised["how"]
    assert "raised by 0.5 at a time" in said(moot, file, "--rule", "equal-shares", "--step", "0.5")["how"]
    assert any("left together; " in each["why"] for each in greedy["reasons"] if not each["selected"])


def test_the_reasons_of_places(moot, street):
    answer = said(moot, street(), "--rule", "approval")
    assert why(answer, "bench") == "place 1 with 3 papers (equal to the next: the order of ties decides)"
    assert why(answer, "tree") == "place 3 with 2 papers; the last place that wins is 1"
    ranking = said(moot, street(), "--rule", "schulze")
    assert why(ranking, "bench") == (
        "place 1, before lamp: no chain decides, the order of ties does, 0 to 0; directly 0 to 0 papers"
    )
    assert why(ranking, "lamp") == "place 2, before tree: the stronger chain, 3 to 0; directly 3 to 2 papers"
    assert why(ranking, "moat") == "place 4, the last"


@pytest.mark.parametrize(
    ("named", "rule"),
    [
        ("equalshares/add1", "equal-shares"),
        ("greedy-no-skip", "greedy-no-skip"),
        ("greedy", "greedy"),
        ("unknown", "greedy"),
    ],
)
def test_the_rule_of_the_file_is_the_default(moot, street, named, rule):
    assert said(moot, street(("vote_type", f"rule;{named}\nvote_type")))["rule"] == rule


def test_a_threshold_stands_in_the_file(moot, street):
    file = street(("vote_type", "rule;greedy-threshold\nmin_project_score_threshold;3\nvote_type"))
    answer = said(moot, file)
    assert answer["selected"] == ["bench"]
    assert why(answer, "tree") == "2 points; 3 are needed"
    assert "3 points are needed" in answer["how"]


@pytest.mark.parametrize("written", ["", "min_project_score_threshold;²\n", "min_project_score_threshold;few\n"])
def test_without_a_threshold_that_rule_cannot_count(moot, street, written):
    found = moot("count", street(("vote_type", f"{written}vote_type")), "--rule", "greedy-threshold")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.endswith("NoThreshold · exit 2\n")


def test_the_citys_result_is_compared(moot, street):
    same = said(moot, street(), "--rule", "greedy")["official"]
    assert same == {"rule": None, "same": True, "ours_alone": [], "theirs_alone": []}
    other = said(moot, street(), "--rule", "greedy-no-skip")["official"]
    assert (other["same"], other["theirs_alone"]) == (False, ["tree"])
    assert said(moot, street(), "--rule", "approval")["official"] is None


def test_a_project_that_was_decided_otherwise_is_not_compared(moot, street):
    official = said(moot, street(("tree;40;2;A tree;1", "tree;40;2;A tree;2")), "--rule", "greedy")["official"]
    assert official["same"]


def test_the_page_says_what_the_json_says(moot, street):
    page = moot("count", street(), "--rule", "greedy").output.splitlines()
    assert page[0] == "A street: 4 projects, 5 papers (approval), budget 100"
    assert page[2] == "2 selected, which cost 100"
    assert page[page.index("selected") + 1].split()[:4] == ["bench", "60", "A", "bench"]
    assert page[page.index("not selected") + 1].split()[0] == "lamp"
    assert page[-1] == "the city selected the same of the 4 projects (its rule: unknown)"


def test_the_page_shows_a_difference_and_what_it_can_come_from(moot, street):
    file = street(("vote_type", "comment;half the papers are missing\nvote_type"))
    page = moot("count", file, "--rule", "greedy-no-skip").output
    assert "the city selected others (its rule: unknown)\n  here alone: none\n  the city alone: tree\n" in page
    assert "so that the order of ties decided: bench\n" in page
    assert "the file's comment: half the papers are missing" in page


def test_the_page_says_why_nothing_is_compared(moot, street):
    assert "not compared: this rule fills places" in moot("count", street(), "--rule", "schulze").output
    blank = street((";selected", ";was"))
    assert "not compared: the file does not say what was selected" in moot("count", blank).output


def test_counts_that_the_papers_do_not_give_are_noted(moot, street):
    file = street(("lamp;50;3", "lamp;50;4"))
    assert "note: the file says 4 for lamp, its papers give 3" in moot("count", file).output
    assert said(moot, file)["odd_counts"] == {"lamp": [4, 3]}


def test_names_cannot_move_the_cursor(moot, street):
    assert "\x1b" not in moot("count", street(("A bench", "\x1b[2J")), "--rule", "greedy").output


def test_what_is_not_there_is_not_found(moot, tmp_path):
    found = moot("count", tmp_path / "nothing.pb", "--json")
    assert (found.exit_code, found.stdout) == (3, "")
    assert json.loads(found.stderr)["code"] == "NoFile"
    assert moot("count", tmp_path).exit_code == 3


def test_what_cannot_be_read_is_refused_with_its_line(moot, street):
    found = moot("count", street(("eve;tree", "eve;three")))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "line 20: there is no project 'three' (VOTES)\n  Nothing was counted.\n  next: " in found.stderr
    assert found.stderr.endswith("BadShape · exit 2\n")


@pytest.mark.parametrize("step", ["0", "-1", "much", "0.0000001"])
def test_a_step_is_an_amount(moot, street, step):
    found = moot("count", street(), "--step", step)
    assert found.exit_code == 2
    assert "is not an amount above 0" in found.stderr


def test_a_vote_without_papers_selects_nothing(moot, street):
    rows = STREET[STREET.index("ana;") :]
    file = street((rows, ""), ("num_votes;5", "num_votes;0"))
    for rule in ("greedy", "equal-shares"):
        assert said(moot, file, "--rule", rule)["selected"] == []
