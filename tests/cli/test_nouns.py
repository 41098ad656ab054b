"""What people read: values, members, proposals; and the demonstration, in which they can go on."""

import json

import pytest

from moot.cli.amounts import assignment, condition, credit, share, whole
from moot.cli.failure import BadUsage
from moot.cli.inboxes import left
from moot.cli.template import TEMPLATES
from moot.core.act import Condition
from tests.cli.people import Terminal


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def test_values_are_shown_with_floors_and_what_they_mean(terminal):
    said = terminal.type("value", terminal.folder).stdout
    assert "calm              50 %      50 %    40 %      60 %*" in said
    assert "* as the founders put it: not measured yet" in said
    assert "calm       the part of the team that says" in said
    terminal.say("bo", "weigh", "--value", "calm=3", "--value", "delivery=1")
    assert "bo         calm 75 %, delivery 25 %" in terminal.type("value", terminal.folder).stdout
    assert terminal.json("value")["vectors"] == {"bo": {"calm": 750_000, "delivery": 250_000}}


def test_members_are_shown_with_what_they_do(terminal):
    said = terminal.type("member", terminal.folder).stdout
    assert said.startswith("3 owners with a voice")
    assert "keeper: carries out board" in said
    assert "witness: measures delivery, calm" in said
    assert list(terminal.json("member", "--owner", "bo")["owners"]) == ["bo"]
    assert "keeper" in terminal.type("member", terminal.folder, "--owner", "keeper").stdout
    unknown = terminal.type("member", terminal.folder, "--owner", "eve", "--json")
    assert unknown.exit_code == 3
    assert "ana, bo, cy" in json.loads(unknown.stderr)["next"]


def test_a_proposal_is_found_by_the_first_digits_of_its_id(terminal):
    nothing = terminal.type("proposal", terminal.folder)
    assert (nothing.exit_code, "nothing was ever proposed" in nothing.stderr) == (3, True)
    terminal.say("ana", "propose", "--set", "wip=3")
    named = terminal.json("proposal")["proposal"]
    assert terminal.json("proposal", "--proposal", named[:4])["proposal"] == named
    assert "It is in drawing until" in terminal.type("proposal", terminal.folder).stdout
    assert terminal.type("proposal", terminal.folder, "--proposal", "zz").exit_code == 3


def test_several_proposals_are_told_apart(tmp_path):
    terminal, own = Terminal(tmp_path / "two"), tmp_path / "two.toml"
    kind = TEMPLATES["team"].text.split("[[structure.actions]]")[1].split("[structure.windows]")[0]
    other = kind.replace('"pace"', '"tempo"').replace('"board"', '"wall"')
    own.write_text(TEMPLATES["team"].text.replace(kind, f"{kind}[[structure.actions]]{other}"))
    given = [f"--in-force={each}" for each in ("pace.wip=4", "pace.meetings=6", "tempo.wip=4", "tempo.meetings=6")]
    said = terminal.type("init", terminal.folder, "--charter", own, "--name", "ana", "--owner", "bo cy", *given)
    assert said.exit_code == 0, said.stderr
    assert terminal.type("propose", terminal.folder, "--yes", "--set", "wip=3").exit_code == 2
    for kind in ("pace", "tempo"):
        terminal.say("ana", "propose", "--kind", kind, "--set", "wip=3")
    said = terminal.type("withdraw", terminal.folder, "--yes", "--json")
    assert json.loads(said.stderr)["code"] == "WhichProposal"
    named = terminal.json("proposal")["proposal"]
    terminal.say("ana", "withdraw", "--proposal", named[:8])
    assert terminal.json("proposal")["outcome"] == "withdrawn"
    assert terminal.type("proposal", terminal.folder, "--proposal", "").exit_code == 0


def test_time_left_is_told_roughly():
    assert [left(end, 0) for end in (90_000, 3 * 3_600_000, 5 * 86_400_000)] == ["1 minute", "3 hours", "5 days"]
    assert left(0, 9) == "0 minutes"


def test_a_forecast_read_back_from_the_record_stands_under_its_value(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")
    terminal.to("ballot")
    header, now, _ = [
        line
        for line in terminal.type("proposal", terminal.folder).stdout.splitlines()
        if "support" in line or line[10:14] in {"  no", "> A "}
    ][:3]
    assert header.split()[-4:] == ["delivery", "calm", "score", "support"]
    assert now.split()[-4:-2] == ["60.0", "60.0"]
    original = next(
        line for line in terminal.type("proposal", terminal.folder).stdout.splitlines() if "> A ana" in line
    )
    assert original.split()[-4:-2] == ["70.0", "60.0"]


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "season"
    said = Terminal(folder).type("demo", "--fast", "--days", "5", "--keep", folder)
    assert said.exit_code == 0, said.stderr
    assert f"moot inbox {folder} --as driver-01" in " ".join(said.stdout.split())
    return folder


def test_whoever_keeps_a_demonstration_can_go_on_in_it(season, moot):
    said = moot("inbox", season, "--as", "driver-01")
    assert said.exit_code == 0, said.stderr
    assert "2019" in said.stdout
    assert "moot propose" not in said.stdout  # people of the cast may not
    said = moot("propose", season, "--as", "campus.lead", "--set", "headroom=21", "--yes")
    assert said.exit_code == 0, said.stderr
    assert "in drawing until" in said.stdout
    assert moot("weigh", season, "--as", "mediator", "--yes", "--value", "safety=1").exit_code == 2
    assert moot("verify", season).exit_code == 0


def test_in_a_kept_demonstration_nobody_is_guessed(season, moot):
    said = moot("inbox", season)
    assert said.exit_code == 2
    assert "simulated members, such as driver-01" in said.stderr


@pytest.mark.parametrize("text", ["wip", "=3", "wip="])
def test_an_assignment_has_two_sides(text):
    with pytest.raises(BadUsage):
        assignment(text)


def test_shares_and_credits_are_read_exactly_or_refused():
    assert [share("12.5 %"), credit("1 credit"), credit("2.5 credits")] == [125_000, 1_000_000, 2_500_000]
    for read, text in ((share, "0.00001%"), (share, "101%"), (share, "70"), (credit, "-1"), (whole, "3.5")):
        with pytest.raises(BadUsage):
            read(text)


def test_conditions_are_read_with_their_relation():
    assert condition("must", "wip in 2, 3") == Condition("must", "wip", "in", (2, 3))
    assert condition("should", " wip >= -1 ") == Condition("should", "wip", ">=", (-1,))
