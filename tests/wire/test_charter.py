"""A charter is a text that people can read and change, and nothing is lost on the way."""

import tomllib
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moot.core.act import Duration, Ppm
from moot.core.charter import Agency, Charter, CharterLane, Clarity, Purpose, Windows
from moot.core.refusal import BadShape, CharterWouldLock
from moot.wire.charter import clauses, read_charter, write_charter
from tests.core.house import charter
from tests.wire.shapes import values

SHORT = """
[purpose]
statement = "Share the hall's heat."

[[purpose.values]]
id = "safety"
measure = "share of hours without harm"
weight = "60 %"
founding = "80 %"
floor = "50 %"

[[purpose.values]]
id = "thrift"
measure = "share of the budget kept"
weight = "40 %"
founding = 500_000

[structure]
families = ["oak", "elm"]
quorum = "2.5 %"

[structure.windows]
ballot = "90 min"

[[structure.mandates]]
id = "watch"
values = ["safety", "thrift"]

[[structure.actions]]
id = "set_heat"
target = "hall"
executor = "ed.ai"
undo = "the terms before"
horizon = "7 days"
terms = [{ id = "degrees", unit = "C", low = 0, high = 40 }]
worst_case = { constant = 0, slopes = { degrees = 100 } }

[[awareness.metering]]
value = "safety"
meters = ["m1", "m2"]

[[awareness.metering]]
value = "thrift"
meters = ["m1", "m2"]

[agency]
bond = "0.5 credits"
"""


def sound(windows, agency, clarity, statement, floor):
    """A charter of any numbers that would not lock its members out."""
    found = charter()
    return replace(
        found,
        purpose=replace(
            found.purpose,
            statement=statement,
            values=(replace(found.purpose.values[0], floor=floor), found.purpose.values[1]),
        ),
        structure=replace(
            found.structure,
            windows=Windows(*(max(each, 2) for each in windows)),
            actions=(replace(found.structure.actions[0], horizon=0),),
            charter=CharterLane(horizon=0),
        ),
        agency=replace(
            agency,
            bond=agency.grant,
            review_fee=0,
            income=max(agency.income, 1),
            exploration=agency.exploration // 2,
            contributors=max(agency.contributors, 1),
            links=max(agency.links, 2),
            trials=replace(
                agency.trials,
                guards=(found.structure.mandates[0].id,),
                release=max(agency.trials.release, 1),
                report=max(agency.trials.report, 1),
            ),
            guardians=agency.guardians[:1],
        ),
        clarity=replace(clarity, lifetime=max(clarity.lifetime, 1), skew=max(clarity.skew, 1)),
    )


CHARTERS = st.builds(
    sound,
    st.tuples(*[values(Duration)] * len(fields(Windows))),
    values(Agency),
    values(Clarity),
    values(Purpose.__annotations__["statement"]),
    values(Ppm | None),
)


def test_a_short_text_is_a_charter_with_the_standard_rules():
    found = read_charter(SHORT)
    assert found.purpose.values[0].weight == 600_000
    assert found.structure.quorum == 25_000
    assert found.structure.windows.ballot == 90 * 60_000
    assert found.structure.windows.review == 60 * 60_000
    assert found.structure.actions[0].horizon == 7 * 86_400_000
    assert found.agency.bond == 500_000
    assert found.agency.grant == 1_000_000_000
    assert found.purpose.values[1].floor is None


@pytest.mark.parametrize("found", [read_charter(SHORT), charter(contributors=2)])
def test_a_charter_is_read_as_it_was_written(found):
    assert read_charter(write_charter(found)) == found


@given(CHARTERS)
def test_every_charter_is_read_as_it_was_written(found):
    assert read_charter(write_charter(found)) == found


@settings(max_examples=20)
@given(values(Charter))
def test_every_charter_is_toml_whatever_its_texts_hold(found):
    assert tomllib.loads(write_charter(found))["purpose"]["statement"] == found.purpose.statement


def test_what_is_written_reads_like_the_short_text():
    text = write_charter(read_charter(SHORT))
    for line in (
        'weight = "60 %"',
        'ballot = "90 min"',
        'epoch = "7 days"',
        'bond = "0.5 credits"',
        "reversible = true",
    ):
        assert f"\n{line}\n" in text


@pytest.mark.parametrize(
    ("old", "new", "clause", "message"),
    [
        ('"60 %"', "0.6", "purpose.values.safety.weight", "0.6 is neither a whole number nor text nor an amount"),
        ('"60 %"', '"60 percent"', "purpose.values.safety.weight", "'60 percent' is not an amount such as '20 %'"),
        ('"90 min"', '"20 credits"', "structure.windows.ballot", "is not an amount such as '60 min'"),
        ('"90 min"', "2026-11-22", "structure.windows.ballot", "datetime.date"),
        ('"0.5 credits"', '"60 min"', "agency.bond", "is not an amount such as '20 credits'"),
        ('"0.5 credits"', '"0.0000005 credits"', "agency.bond", "is finer than the smallest unit"),
        ("degrees = 100", "degrees = 0.1", "structure.actions.set_heat.worst_case.slopes.degrees", "0.1 is neither"),
        ("high = 40", "high = 40.5", "structure.actions.set_heat.terms.degrees.high", "40.5 is neither"),
        ('families = ["oak", "elm"]', "families = [1.5]", "structure.families.0", "1.5 is neither"),
    ],
)
def test_a_wrong_amount_is_refused_with_its_clause(old, new, clause, message):
    with pytest.raises(BadShape, match=message) as refusal:
        read_charter(SHORT.replace(old, new))
    assert refusal.value.clause == clause
    assert refusal.value.why.startswith(f"{clause}: ")
    assert "Write a" in refusal.value.mend


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[purpose]", "[purpose", "the charter is not TOML: .*line 2"),
        ('statement = "Share the hall\'s heat."', "", "purpose: the field 'statement' is missing"),
        ("[agency]", "[agency]\nkings = 1", "agency: the field 'kings' is unknown"),
        ("[agency]", "[luck]", "the field 'luck' is unknown"),
        ("low = 0", 'low = "x"', "structure.actions.set_heat.terms.degrees.low: 'x' is no whole number"),
        ('families = ["oak", "elm"]', "families = {}", "structure.families: {} is no list"),
    ],
)
def test_a_wrong_shape_is_refused_with_its_path(old, new, message):
    with pytest.raises(BadShape, match=message):
        read_charter(SHORT.replace(old, new))


def test_a_charter_that_would_lock_its_members_out_is_refused():
    with pytest.raises(
        CharterWouldLock, match=r"^nobody can act in a window of no length \(structure.windows.ballot\)"
    ):
        read_charter(SHORT.replace('"90 min"', '"0 min"'))
    with pytest.raises(CharterWouldLock) as refusal:
        read_charter(SHORT.replace('"60 %"', '"61 %"'))
    assert str(refusal.value) == (
        "the founding weights sum to 1010000 ppm (purpose.values). "
        "Please make them sum to 1,000,000 ppm. Nothing was recorded."
    )


def test_every_rule_has_a_clause_id_and_says_its_unit():
    found = {clause.id: clause.text for clause in clauses(read_charter(SHORT))}
    assert found["structure.windows.ballot"] == "90 min"
    assert found["purpose.values.safety.floor"] == "50 %"
    assert "purpose.values.thrift.floor" not in found
    assert found["structure.actions.set_heat.worst_case.slopes.degrees"] == "100"
    assert found["structure.actions.set_heat.reversible"] == "yes"
    assert found["structure.actions.set_heat.terms.degrees.high"] == "40"
    assert found["awareness.metering.thrift.meters"] == "m1, m2"
    assert found["structure.families"] == "oak, elm"
    assert found["agency.bond"] == "0.5 credits"


def test_clause_ids_are_unique():
    ids = [clause.id for clause in clauses(charter())]
    assert len(ids) == len(set(ids))
