"""A trial from its start to its report, with nothing but terminals."""

import pytest

from moot.core.commands import Measure
from moot.kit.member import Member
from tests.cli.people import DAY
from tests.cli.trying import GOOD, HOUR, START, Trying, founded

WORSE = ("--treated", "delivery=70%", "--treated", "calm=51%", "--others", "delivery=60%", "--others", "calm=61%")


@pytest.fixture
def terminal(tmp_path):
    return founded(tmp_path / "team")


@pytest.fixture
def guarded(terminal):
    terminal.guard = terminal.start("--reason", "We start too much.")
    return terminal


def inbox(terminal, who):
    return " ".join(terminal.type("inbox", terminal.folder, "--as", who).stdout.split())


def test_whoever_tries_sees_what_is_reserved_and_what_it_costs_before_it_signs(terminal):
    said = terminal.type("trial", "start", terminal.folder, "--dry-run", *START)
    assert "tries      wip 4 → 3 (things each)" in said.stderr
    assert "8 units of 40 (a task of two weeks), in 2 batches" in said.stderr
    assert "reserves   4 % of harm until it is over" in said.stderr
    assert "8 % to ana, 10 % on board, 20 % in all (agency.risk_budget)" in said.stderr
    assert "costs      2.00 credits for the guard, at most" in said.stderr
    assert "bond       5.00 credits are held until you report" in said.stderr
    assert "Nothing was signed" in said.stderr
    nothing = terminal.type("trial", "show", terminal.folder)
    assert (nothing.exit_code, "nothing was ever tried" in nothing.stderr) == (3, True)


def run(terminal):
    """Release and treat a batch, and let its time pass."""
    terminal.answer("release")
    terminal.answer("treat", "--result", "executed")
    terminal.clock.advance(4 * HOUR)


def test_the_inbox_leads_to_a_guard_and_its_first_release(terminal):
    terminal.answer("start", *START, who="ana")
    folder, [named] = terminal.folder, terminal.waits()
    assert f"moot reveal {folder} --as {named}" in inbox(terminal, named)
    said = terminal.say(named, "reveal").stderr
    assert "it helps to draw who guards" in said
    guard = terminal.waits()[0]
    assert guard in {"bo", "cy"}
    assert f"1 thing for you release board, trial {terminal.row()['trial'][:8]}: until" in inbox(terminal, guard)
    assert f"moot trial release {folder} --as {guard}" in inbox(terminal, guard)
    assert f"You may halt board, trial {terminal.row()['trial'][:8]}" in inbox(terminal, "ana")
    assert f"read it moot trial show {folder}" in inbox(terminal, "ana")
    said = terminal.answer("release").stderr
    assert "bets       against it: they stand at 1.0 to 1, and it stops at 20.0 to 1" in said
    assert "releases   batch 1 of 2, 4 units" in said
    assert f"moot trial treat {folder} --as keeper" in inbox(terminal, "keeper")


def test_the_inbox_leads_through_a_batch(guarded):
    terminal = guarded
    terminal.answer("release")
    said = terminal.answer("treat", "--result", "executed").stderr
    assert "granted    4 units of board, batch 1: meetings 6 (h a week), wip 3 (things each)" in said
    assert "measure board, trial" in inbox(terminal, "counter")
    assert "from Fri 15 Jan 2027 12:00 UTC on" in inbox(terminal, "counter")
    terminal.clock.advance(4 * HOUR)
    said = terminal.answer("measure", *GOOD, who="counter").stderr
    assert "treated    delivery 70 %, calm 61 %" in said
    assert "others     delivery 60 %, calm 61 %" in said
    assert inbox(terminal, "counter").count("measure") == 0
    terminal.answer("measure", *GOOD, who="witness")
    assert terminal.row()["stage"] == "releasing"


def test_what_came_of_a_trial_is_reported_and_told(guarded):
    terminal, folder, guard = guarded, guarded.folder, guarded.guard
    terminal.batch()
    terminal.batch()
    assert "granted    to treat no unit of board any more" in terminal.answer("treat", "--result", "executed").stderr
    assert f"moot trial report {folder} --as {guard}" in inbox(terminal, guard)
    said = terminal.answer("report", "--reason", "Looked calm.", who=guard).stderr
    assert "effect     on delivery: between" in said
    assert "counts     with a chance of 95 %, however often one looks" in said
    assert terminal.waits() == ["ana"]
    terminal.answer("report", who="ana")
    assert terminal.row() is None
    page = terminal.page()
    assert (page["ending"], page["points"]) == ("completed", {"calm": 0, "delivery": 100_000})
    assert page["risk"]["owners"]["ana"] == 80_000
    told = terminal.type("trial", "show", folder).stdout
    assert "tries      ana: wip 4 → 3 things each" in told
    assert "effect     on delivery: measured as +10.0 %, between" in told
    assert "level      of calm on the treated units: between" in told
    assert "8 % of harm to ana" in told
    assert terminal.type("verify", folder).exit_code == 0


def test_while_a_trial_runs_its_page_says_where_it_stands(guarded):
    told = guarded.type("trial", "show", guarded.folder).stdout
    assert "stands     in releasing until Fri 15 Jan 2027 09:00 UTC; 0 % of harm done so far, at most 4 %" in told
    assert "in this epoch: 4 % of harm to ana, 6 % on board, 16 % in all" in told
    assert guarded.page("--trial", guarded.row()["trial"][:6])["stage"] == "releasing"


def test_whoever_is_asked_answers_below_what_it_has_to_know(terminal):
    words = ("--set", "wip=3", "--units", "8", "--batches", "2")
    said = terminal.type("trial", "start", terminal.folder, *words, asks=True, answers="delivery\nWhy not.\ny\n")
    assert "Recorded as entry" in said.stdout
    assert "14 days for each batch" in said.stderr
    assert "reason     “Why not.”" in said.stderr


def test_a_guard_stops_a_trial_and_an_owner_halts_its_own(guarded):
    said = guarded.answer("stop", "--reason", "Phones rang.").stderr
    assert "the end of trial" in said
    assert "stops      it for good" in said
    assert guarded.row() is None
    assert guarded.page()["ending"] == "stopped"
    guarded.start()
    said = guarded.answer("halt", "--clause", "purpose.values.calm.floor", who="ana").stderr
    assert "halts      your own trial, which you may at any time" in said
    assert "clause     purpose.values.calm.floor: 40 %" in said
    assert guarded.page()["halted"]["owner"] == "ana"


def test_a_holder_of_a_guarding_mandate_halts_so_many_trials_of_others(guarded):
    other = {"bo": "cy", "cy": "bo"}[guarded.guard]
    said = guarded.answer("halt", "--clause", "purpose.values.calm.floor", "--reason", "A storm.", who=other).stderr
    assert f"halts      0 of 2 are used by {other} in this epoch" in said
    guarded.start()
    guarded.answer("halt", "--clause", "x", who=other)
    guarded.start()
    assert guarded.refused(other, "trial", "halt", "--clause", "x") == ("OutOfBounds", 4)
    assert guarded.refused("keeper", "trial", "halt", "--clause", "x") == ("NoRight", 4)


def test_once_the_bets_have_won_no_batch_is_released_and_the_trial_is_stopped(terminal):
    terminal.start("--tolerance", "0%", "--alpha", "50%")
    terminal.batch(*WORSE)
    guard = terminal.waits()[0]
    assert terminal.refused(guard, "trial", "release") == ("BetsHaveWon", 4)
    said = terminal.answer("stop").stderr
    assert "measured   batch 1, 4 units: treated less the rest, in %: calm -10.0, delivery +10.0; harm 1 %" in said
    terminal.conclude()
    assert terminal.page()["ending"] == "stopped"


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        ([], "MissingOption", 2),
        (["--set", "wip=3"], "MissingOption", 2),
        (["--set", "wip=3", "--units", "8"], "MissingOption", 2),
        ([*START, "--kind", "tax"], "NotFound", 2),
        ([*START, "--units", "few"], "BadAmount", 2),
        ([*START, "--batches", "x"], "BadAmount", 2),
        ([*START, "--for", "a while"], "BadAmount", 2),
        ([*START, "--for", "60 days"], "OutOfBounds", 4),
        ([*START, "--about", "joy"], "NotFound", 2),
        ([*START, "--tolerance", "5"], "BadAmount", 2),
        ([*START, "--alpha", "60%"], "BadShape", 2),
        ([*START, "--units", "50"], "OutOfBounds", 4),
        ([*START, "--units", "0"], "BadShape", 2),
        ([*START, "--units", "20"], "TooMuchRisk", 4),
        ([*START, "--set", "wip=4"], "AlreadyDone", 5),
        ([*START, "--set", "wip=99"], "OutOfBounds", 4),
    ],
)
def test_what_cannot_be_tried_is_refused_with_its_clause(terminal, words, code, exit_code):
    assert terminal.refused("ana", "trial", "start", *words) == (code, exit_code)


def test_where_the_target_has_no_parts_nothing_is_tried(tmp_path):
    terminal = founded(tmp_path / "one")
    plain = Trying(tmp_path / "plain")
    plain.found()
    assert plain.refused("ana", "trial", "start", *START) == ("OutOfBounds", 4)
    assert plain.refused("ana", "trial", "release") == ("NotFound", 3)
    terminal.start()
    assert terminal.refused("bo", "trial", "start", *START) == ("TargetIsBusy", 5)


def test_each_part_of_a_trial_is_for_whoever_has_it_and_in_its_time(guarded):
    other = {"bo": "cy", "cy": "bo"}[guarded.guard]
    assert guarded.refused(other, "trial", "release") == ("NotYours", 4)
    assert guarded.refused(guarded.guard, "trial", "report") == ("StageIsOver", 5)
    assert guarded.refused("keeper", "trial", "treat", "--result", "executed") == ("StageIsOver", 5)
    assert guarded.refused(guarded.guard, "trial", "release", "--trial", "zz") == ("NotFound", 3)
    assert guarded.refused("bo", "reveal") == ("NotYours", 4)
    guarded.answer("release")
    assert guarded.refused("ana", "trial", "treat", "--result", "executed") == ("NotYours", 4)
    assert guarded.refused("keeper", "trial", "treat") == ("MissingOption", 2)
    assert guarded.refused("keeper", "trial", "treat", "--result", "partly_executed") == ("MissingOption", 2)
    assert guarded.refused("keeper", "trial", "treat", "--result", "failed", "--in-force", "x=1") == ("NotFound", 2)
    guarded.answer("treat", "--result", "executed")
    assert guarded.refused("counter", "trial", "measure", *GOOD) == ("NotDue", 5)
    guarded.clock.advance(4 * HOUR)
    assert guarded.refused("ana", "trial", "measure", *GOOD) == ("NotYours", 4)
    assert guarded.refused("counter", "trial", "measure") == ("MissingOption", 2)
    assert guarded.refused("counter", "trial", "measure", "--treated", "joy=1%") == ("NotFound", 2)
    guarded.answer("measure", *GOOD, who="counter")
    assert guarded.refused("counter", "trial", "measure", *GOOD) == ("AlreadyDone", 5)


def test_an_executor_that_could_not_treat_says_what_holds(guarded):
    guarded.answer("release")
    said = guarded.answer("treat", "--result", "failed").stderr
    assert "there      meetings 6 (h a week), wip 4 (things each)" in said
    assert guarded.page()["ending"] == "failed"


def test_of_two_arms_a_meter_files_the_one_that_is_missing(guarded):
    run(guarded)
    filed, real = [], Member.report_measure

    def once(self, trial, version, measure):
        if filed:
            raise KeyboardInterrupt
        filed.append(measure)
        return real(self, trial, version, measure)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Member, "report_measure", once)
        guarded.type("trial", "measure", guarded.folder, "--as", "counter", "--yes", *GOOD)
    assert filed == [Measure({"delivery": 700_000, "calm": 610_000})]
    assert "counter" in guarded.waits()
    guarded.answer("measure", *GOOD, who="counter")
    assert guarded.waits() == ["witness"]


def test_a_trial_that_nobody_guards_is_told_in_its_end(terminal):
    terminal.answer("start", *START, who="ana")
    for _ in range(4):
        terminal.clock.advance(2 * DAY)
        terminal.type("tend", terminal.folder)
    assert terminal.row() is None
    assert "over       unguarded: its guard fell silent" in terminal.type("trial", "show", terminal.folder).stdout


def test_several_trials_are_told_apart_by_their_ids(guarded):
    ids = [guarded.row()["trial"]]
    while ids[-1][0] not in {each[0] for each in ids[:-1]}:
        guarded.answer("halt", "--clause", "x", who="ana")
        guarded.start()
        ids.append(guarded.row()["trial"])
    assert guarded.page("--trial", ids[0])["ending"] == "halted"
    several = guarded.type("trial", "show", guarded.folder, "--trial", ids[-1][0])
    assert (several.exit_code, "WhichTrial" in several.stderr) == (2, True)
    nothing = guarded.type("trial", "show", guarded.folder, "--trial", "zz")
    assert (nothing.exit_code, ids[0][:8] in nothing.stderr) == (3, True)
    guarded.answer("halt", "--clause", "x", who="ana")
    words = ("--cite", ids[-1][0])
    assert guarded.refused("ana", "propose", *words) == ("WhichTrial", 2)


def test_a_proposal_takes_over_what_was_tried_and_says_so(guarded):
    named = guarded.row()["trial"]
    assert guarded.refused("bo", "propose", "--cite", named[:6]) == ("NotDue", 5)
    assert guarded.refused("bo", "propose", "--cite", "zz") == ("NotFound", 3)
    guarded.batch()
    guarded.batch()
    guarded.conclude()
    said = guarded.say("bo", "propose", "--cite", named[:6], "--reason", "It went well.").stderr
    assert "change     wip 4 → 3 (things each)" in said
    assert f"cites      trial {named[:8]} of wip 3, completed: calm 0.0 %, between" in said
    assert f"reason     “It went well. See trial {named[:16]}.”" in said
    guarded.to("review")
    guarded.review()
    guarded.to("negotiation")
    said = guarded.say("ana", "amend", "--set", "wip=2", "--cite", named[:6]).stderr
    assert f"reason     “See trial {named[:16]}.”" in said


FLOOR = ("--against", "--finding", "major:purpose.values.calm.floor")


def test_a_finding_cites_a_trial_and_stands_with_a_bond(guarded):
    named = guarded.row()["trial"]
    guarded.batch(*WORSE)
    guarded.answer("stop")
    guarded.conclude()
    guarded.say("ana", "propose", "--set", "wip=2")
    guarded.to("review")
    [who, mandate] = next((who, mandate) for who, _, mandate in guarded.awaited() if mandate == "calm")
    seat = ("--mandate", mandate)
    assert guarded.refused(who, "review", *seat, "--for", "--bonded") == ("MissingOption", 2)
    assert guarded.refused(who, "review", *seat, "--for", "--bonded", "--finding", "minor:x") == ("OutOfBounds", 4)
    said = guarded.say(who, "review", *seat, *FLOOR, "--bonded", "--cite", named[:8]).stderr
    assert f"cites      trial {named[:8]} of wip 3, stopped" in said
    assert "bond       10.00 credits for each floor; they come back, unless a trial shows" in said
    guarded.review()
    [review] = [each for each in guarded.json("proposal")["reviews"] if each["mandate"] == "calm"]
    assert review["findings"][0]["evidence"] == named
    assert review["findings"][0]["bonded"]
    assert "stands by purpose.values.calm.floor with 10.00 credits" in guarded.type("log", guarded.folder).stdout


def test_where_the_charter_asks_for_no_bond_none_is_taken(tmp_path):
    plain = Trying(tmp_path / "plain")
    plain.found()
    plain.say("ana", "propose", "--set", "wip=3")
    plain.to("review")
    who, _, mandate = plain.awaited()[0]
    assert plain.refused(who, "review", "--mandate", mandate, *FLOOR, "--bonded") == ("OutOfBounds", 4)
