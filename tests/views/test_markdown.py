"""What members wrote stays text in Markdown, as another's reader of Markdown sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from moot.views.amounts import moment, money
from moot.views.escaping import MARK, escaped, quoted

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "**bold** _it_ ~~gone~~ `code` <script>alert(1)</script> &amp; &#35;",
    "# heading\n\n- list\n1. one\n> quote\n---\n===\n```\ncode\n```",
    "[a](https://x.example) ![b](y.png) <https://x.example> https://x.example www.x.example a@x.example",
    "| cell | cell |\n| --- | --- |",
    "\u202eesrever \u200b\x00\x1b[31m",
    "   \t\n  ",
    "\\",
    "1. not a list",
    "- nor this",
    "$x^2$ [^1] [x]: y",
)
TEXTS = st.one_of(st.text(), st.sampled_from(HOSTILE), st.text(alphabet="*_`[]()<>#|\\!&~-+=.1 \nab:/w@$^{}"))


def plain_text(text):
    """Return what a reader is to see of `text`."""
    return "".join(each if each.isprintable() else MARK for each in " ".join(text.split()))


def words(token):
    """Return the text of an inline token that holds nothing but text."""
    assert {each.type for each in token.children} <= {"text", "text_special"}
    return "".join(each.content for each in token.children)


@given(TEXTS)
def test_a_quoted_text_is_one_paragraph_of_nothing_but_text(text):
    tokens = READER.parse(quoted(text))
    assert [each.type for each in tokens] == [
        *("blockquote_open", "paragraph_open", "inline"),
        *("paragraph_close", "blockquote_close"),
    ]
    assert words(tokens[2]) == f"“{plain_text(text)}”"


@given(TEXTS, TEXTS)
def test_a_text_in_a_table_stays_in_its_cell(one, other):
    tokens = READER.parse(f"| a | b |\n| --- | --- |\n| {escaped(one)} | {escaped(other)} |\n")
    cells = [each for each in tokens if each.type == "inline"][2:]
    assert [words(each).strip() for each in cells] == [plain_text(one), plain_text(other)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_a_link_where_bare_addresses_are_links(text):
    shown = escaped(text)
    assert "://" not in shown.replace("\\:", "")
    assert "www." not in shown.lower()
    assert "@" not in shown.replace("\\@", "")


def test_the_names_of_the_house_stay_readable():
    assert escaped("set_heat of solar-club.lead, 40 %") == "set_heat of solar-club.lead, 40 %"


def test_an_instant_beyond_all_calendars_is_a_number():
    assert moment(2**53 - 1) == "9007199254740991 ms"
    assert moment(1_800_000_000_000) == "2027-01-15 08:00:00"
    assert moment(None) == ""


@given(st.integers(-(10**15), 10**15))
def test_money_is_shown_to_the_last_micro_credit(micro):
    shown = money(micro).replace(",", "")
    whole, _, rest = shown.partition(".")
    assert 2 <= len(rest) <= 6
    assert int(whole + rest.ljust(6, "0")) == micro
