from hypothesis import given
from hypothesis import strategies as st

from moot.cli.line import HARD_SPACE, MARK, Line, Part, laid_out, said

WORDS = st.text("abc é\xa0\n\x1b-", max_size=40)


@given(st.lists(WORDS, max_size=6), st.integers(10, 120))
def test_wrapping_loses_no_word_and_no_tint(texts, width):
    line = Line("", "says", tuple(Part(text, str(at)) for at, text in enumerate(texts)))
    rows = list(laid_out(line, width))
    expected = "".join(texts).replace(HARD_SPACE, " ").replace("\n", MARK).replace("\x1b", MARK)
    assert " ".join("".join(part.text for part in row) for row in rows).split()[1:] == expected.split()
    for at, text in enumerate(texts):
        found = "".join(part.text for row in rows for part in row[2:] if part.tint == str(at))
        wanted = text.replace(HARD_SPACE, " ").replace("\n", MARK).replace("\x1b", MARK)
        assert found.replace(" ", "") == wanted.replace(" ", "")


def test_a_line_wraps_under_its_own_text_and_keeps_amounts_whole():
    amount = f"24{HARD_SPACE}%"
    for length in range(60, 80):
        line = Line(
            "22:00", "proposes", (Part(f"{'word ' * (length // 5)}{'x' * (length % 5)} {amount} and more of it"),)
        )
        first, second = str(line).splitlines()
        assert sum("24 %" in row for row in (first, second)) == 1
    assert second.startswith(" " * first.index("word"))
    assert len(first) <= 100


def test_nobody_can_move_a_readers_cursor():
    assert "\x1b" not in str(Line("", "says", (Part("\x1b[2Jgone\u202e"),)))


def test_a_row_that_is_too_wide_gives_way_to_its_narrow_form():
    row = Line("23:17", "", (Part("forecast   "), Part("x" * 60)), "row", (Part("forecast        "), Part("x" * 9)))
    wide, narrow = ("".join(part.text for part in next(laid_out(row, width))) for width in (81, 80))
    assert wide == "  23:17   forecast   " + "x" * 60
    assert narrow == "  23:17 forecast  " + "x" * 9


def test_a_row_of_a_table_does_not_wrap():
    [row] = laid_out(Line("", "", (Part("x " * 90),), "row"), 40)
    assert row[1].text == "x " * 90


def test_what_is_said_tints_bare_text_alone():
    line = said("goal", "so ", Part("it", "rise"), tint="faint")
    assert (line.label, line.parts) == ("goal", (Part("so ", "faint"), Part("it", "rise")))
