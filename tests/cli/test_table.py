"""Tables fit the screen, whole, at 100 columns and at 80."""

import re
from types import SimpleNamespace

import pytest

from moot.cli.line import laid_out
from moot.cli.table import candidates, outcome
from moot.core.charter import value_ids
from moot.lab.cast.roster import FAMILIES
from moot.worlds.charging.register import charter

LAW = charter("caltech", FAMILIES)
PAGE = SimpleNamespace(
    candidates=[SimpleNamespace(version=name, supporters=range(22)) for name in ("now", "A", "B")],
    pools={
        name: {each: SimpleNamespace(value=1_000_000 * (name == "A")) for each in value_ids(LAW)}
        for name in ("now", "A", "B")
    },
    versions={name: SimpleNamespace(agent="drivers-union.lead") for name in ("now", "A", "B")},
    scores={"now": 500_000, "A": 1_000_000, "B": 600_000},
    excluded={"B": "purpose.values.safety.floor"},
    recommended="A",
    drawn="A",
    status_quo="now",
    measured=dict.fromkeys(value_ids(LAW), 0),
    score=0,
)


def rows(width: int) -> list[str]:
    lines = (*candidates(PAGE, LAW, "23:17", str), *outcome(PAGE, LAW, "29 May", str))
    return ["".join(part.text for part in row) for line in lines for row in laid_out(line, width)]


@pytest.mark.parametrize("width", [80, 85, 90, 100])
def test_a_table_fits_with_every_number_under_its_value(width):
    head, now, first, second, found, off = rows(width)
    assert max(map(len, (head, now, first, second, found, off))) <= width
    assert head.split()[0] == "23:17"
    assert found.split()[:4] == ["29", "May", "measured,", "A"]
    assert off.split() == ["off", "by", *["-100.0"] * 6]
    assert first.split()[-7:] == [*["100.0"] * 6, "22"]
    ends = [name.end() for name in re.finditer(r"\S+", head)][-7:-2]  # the five values
    assert [number.end() for number in re.finditer(r"\S+", first)][-7:-2] == ends


def test_a_wide_screen_has_names_in_full():
    assert "efficiency" in rows(100)[0]
    assert "effic." in rows(80)[0]
