import pytest

from moot.cli.line import Line, Part
from moot.cli.screen import Screen

LINE = Line("22:00", "values", (Part("safety ", "value:safety"), Part("24 → "), Part("23 %", "change")))
HEADING = Line("", "", (Part("Decision 1", "strong"),), "heading")


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_elsewhere_than_on_a_terminal_it_is_plain_text_without_pauses(capsys):
    pauses = []
    Screen(pauses.append).show(HEADING, LINE)
    assert capsys.readouterr().out == "\nDecision 1\n  22:00   values     safety 24 → 23 %\n"
    assert pauses == []


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_values_and_changes_stand_out_and_a_reader_has_time(capsys):
    pauses = []
    Screen(pauses.append).show(HEADING, LINE)
    assert "\x1b[94msafety" in capsys.readouterr().out
    assert len(pauses) == 2
    assert pauses[0] > pauses[1] > 0


@pytest.mark.usefixtures("terminal")
def test_who_wants_no_colour_gets_none(monkeypatch, capsys):
    monkeypatch.setenv("NO_COLOR", "1")
    Screen().show(LINE)
    assert "\x1b[94m" not in capsys.readouterr().out


@pytest.mark.usefixtures("terminal")
def test_lines_fit_a_narrow_terminal(monkeypatch, capsys):
    monkeypatch.setenv("NO_COLOR", "1")
    Screen().show(Line("", "says", (Part("word " * 40),)))
    assert max(len(line) for line in capsys.readouterr().out.replace("\x1b", "").splitlines()) <= 75


def test_waiting_is_shown_on_a_terminal_alone(capsys):
    with Screen().waiting("cars are replayed"):
        pass
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("terminal")
def test_lines_are_shown_while_something_is_under_way(capsys):
    screen = Screen()
    with screen.waiting("cars are replayed"):
        screen.show(HEADING)
    assert "Decision 1" in capsys.readouterr().out
