import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.refusal import BadShape
from moot.wire.sections import Row, sections

NEEDED = {"PEOPLE": ("name",), "TOWNS": ("town", "size")}
TEXT = "PEOPLE\nname;age\nAna;40\nBo;41\nTOWNS\ntown;size\nGhent;3\n"


def refused(text, line, *words):
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BadShape) as caught:
        sections(raw, NEEDED)
    said = str(caught.value)
    assert (f"line {line}:" in said) == (line is not None)
    assert all(word in said for word in words), said
    assert caught.value.mend.endswith(".")


def test_rows_know_their_cells_and_lines():
    found = sections(TEXT.encode(), NEEDED)
    assert list(found) == ["PEOPLE", "TOWNS"]
    assert found["PEOPLE"].rows == (
        Row("PEOPLE", 3, {"name": "Ana", "age": "40"}),
        Row("PEOPLE", 4, {"name": "Bo", "age": "41"}),
    )
    assert (found["TOWNS"].line, found["TOWNS"].columns) == (5, ("town", "size"))


@pytest.mark.parametrize("text", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT], ids=["Windows", "marked"])
def test_ends_of_lines_and_a_mark_of_the_encoding_do_not_matter(text):
    assert sections(text.encode(), NEEDED) == sections(TEXT.encode(), NEEDED)


def test_blanks_around_cells_and_blank_lines_are_passed_over():
    spaced = TEXT.replace("Bo;41", "\n;\n Bo ; 41 ")
    assert sections(spaced.encode(), NEEDED)["PEOPLE"].rows[1] == Row("PEOPLE", 6, {"name": "Bo", "age": "41"})


def test_a_quoted_cell_may_hold_semicolons_and_lines():
    quoted = TEXT.replace("Ana;40", '"Ana; the\nfirst";40')
    first, second = sections(quoted.encode(), NEEDED)["PEOPLE"].rows
    assert (first.line, first.cells["name"]) == (3, "Ana; the\nfirst")
    assert second.line == 5


def test_a_table_may_be_empty():
    assert sections(TEXT.replace("Ana;40\nBo;41\n", "").encode(), NEEDED)["PEOPLE"].rows == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("PEOPLE\n", "", 1, ["begins with 'name;age'", "The first line is PEOPLE"]),
        ("TOWNS\n", "", 5, ["it has 2 cells", "nothing"]),
        ("TOWNS\n", "PEOPLE\n", 5, ["PEOPLE comes twice"]),
        ("PEOPLE\n", "TOWNS\n", 1, ["TOWNS comes before PEOPLE"]),
        ("name;age", "age", 2, ["column name is missing"]),
        ("town;size", "town", 6, ["column size is missing"]),
        ("name;age", "name;name", 2, ["'name' comes twice"]),
        ("Bo;41", "Bo", 4, ["1 cells", "heading 2"]),
        ("Bo;41", "Bo;41;x", 4, ["3 cells", "heading 2"]),
    ],
)
def test_what_is_broken_is_refused_with_its_line(old, new, line, words):
    text = TEXT.replace(old, new, 1)
    if words[-1] == "nothing":  # without its name a table is more of the one before, and then missing
        refused(text, None, "there is no section TOWNS", "cut off")
    else:
        refused(text, line, *words)


def test_a_section_without_a_heading_is_refused():
    refused("PEOPLE\nname\nTOWNS\n", 3, "no heading", "town;size")


def test_a_text_that_ends_early_is_refused():
    refused(TEXT[: TEXT.index("TOWNS")], None, "there is no section TOWNS", "cut off")
    refused("", None, "there is no section PEOPLE")


def test_another_encoding_is_refused_with_its_line():
    refused(TEXT.replace("Bo", "Zoë").encode("latin-1"), 4, "not UTF-8", "Save the file as UTF-8.")


def test_a_quotation_that_never_ends_is_refused():
    refused(TEXT.replace("Ana", '"Ana' + "x" * 200_000), 3, "cannot be read", "quotation mark")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(raw):
    for text in (raw, TEXT[:20].encode() + raw, TEXT.encode() + raw):
        try:
            sections(text, NEEDED)
        except BadShape as refusal:
            assert refusal.mend.endswith(".")  # noqa: PT017 - either end is good
