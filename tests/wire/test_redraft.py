"""A charter is redrafted setting by setting, as people write them, and nothing else moves."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.charter import Charter, Guardian, LaneRule, Scope, faults
from moot.core.refusal import BadShape, NotFound
from moot.core.values import carried
from moot.wire.charter import clauses
from moot.wire.redraft import redrafted, settings, split
from tests.core.house import charter
from tests.core.tenders import street
from tests.wire.shapes import values


def law():
    """Return a charter with a rule that has a scope, a guardian and a value that has no floor."""
    house = charter()
    rule = LaneRule("small", "consent", ("set_heat",), None, 1_000, Scope(60_000, 10, 20))
    structure = replace(house.structure, lanes=(rule, *house.structure.lanes))
    return replace(house, structure=structure, agency=replace(house.agency, guardians=(Guardian("ana", 9),)))


@given(values(Charter))
def test_what_a_charter_says_already_changes_nothing(any_charter):
    said = {each.id: each.says for each in settings(any_charter)}
    assert redrafted(any_charter, said) == any_charter


@pytest.mark.parametrize("found", [law(), street()])
def test_every_clause_but_names_can_be_set_and_says_in_its_setting_what_it_says(found):
    said = {each.id: each.says or ("none" if each.form == "names" else "") for each in settings(found)}
    for each in clauses(found):
        if each.id in said:
            assert said[each.id] == each.text
        else:
            assert each.id.rpartition(".")[2] in {"id", "value", "parent"} or each.text == "none"


@pytest.mark.parametrize(
    ("clause", "text", "then"),
    [
        ("structure.quorum", "62.5 %", "62.5 %"),
        ("structure.windows.ballot", "90 min", "90 min"),
        ("agency.bond", "0.5 credits", "0.500000 credits"),
        ("clarity.comments", "0", "0"),
        ("purpose.statement", "Share a street.", "Share a street."),
        ("purpose.values.thrift.floor", "12 %", "12 %"),
        ("structure.lanes.small.lane", "panel", "panel"),
        ("structure.lanes.small.reversible", "no", "no"),
        ("structure.lanes.small.scope.owner", "7 %", "7 %"),
        ("structure.actions.set_heat.worst_case.slopes.degrees", "-5", "-5"),
        ("structure.actions.set_heat.terms.hours.high", "12", "12"),
        ("awareness.metering.safety.meters", "m2.ai,  m1.ai,", "m2.ai, m1.ai"),
        ("agency.guardians.ana.powers", "3", "3"),
    ],
)
def test_one_setting_moves_one_clause(clause, text, then):
    before, after = law(), redrafted(law(), {clause: text})
    was, now = ({each.id: each.text for each in clauses(each)} for each in (before, after))
    assert {name: now[name] for name in now if was.get(name) != now[name]} in ({clause: then}, {clause: amount(then)})


def amount(text):
    return text.replace("0.500000", "0.5")


@pytest.mark.parametrize("clause", ["purpose.values.safety.floor", "structure.lanes.small.worst_case"])
def test_an_empty_text_leaves_out_what_may_be_left_out(clause):
    after = redrafted(law(), {clause: ""})
    assert {each.id: each.says for each in settings(after)}[clause] == ""
    assert clause not in {each.id for each in clauses(after)}


@pytest.mark.parametrize(
    ("clause", "text", "why"),
    [
        ("structure.quorum", "101 %", "101 % is more than may be"),
        ("structure.quorum", "50", "'50' is not an amount such as '20 %'"),
        ("structure.quorum", "0.00001 %", "finer than the smallest unit"),
        ("structure.quorum", "", "is not an amount"),
        ("structure.windows.ballot", "1000000 days", "1000000 days is more than may be"),
        ("clarity.comments", "257", "257 is more than may be"),
        ("structure.mandates.safety.seats", "0", "0 is less than may be"),
        ("clarity.comments", "many", "'many' is no whole number"),
        ("structure.actions.set_heat.reversible", "perhaps", "'perhaps' is neither yes nor no"),
        ("structure.lanes.small.lane", "fast", "'fast' is none of charter, consent, panel"),
        ("structure.mandates.safety.values", "", "it has 0 items"),
        ("purpose.statement", "x" * 501, "it has 501 characters"),
    ],
)
def test_what_does_not_fit_is_refused_and_names_its_clause(clause, text, why):
    with pytest.raises(BadShape) as refused:
        redrafted(law(), {clause: text})
    assert refused.value.why.startswith(f"{clause}: ")
    assert why in refused.value.why


@pytest.mark.parametrize("clause", ["structure", "purpose.values.safety.id", "structure.rounds", "x" * 200])
def test_what_is_no_setting_is_not_found(clause):
    with pytest.raises(NotFound):
        redrafted(law(), {clause: "1"})


@given(st.sampled_from(["safety", "thrift"]), st.integers(1, 999_999))
def test_a_value_that_is_split_off_divides_the_weight_and_leaves_no_fault(parent, weight):
    house = redrafted(charter(), {})
    worths = house.purpose.values
    stated = (replace(worths[0], weight=weight), replace(worths[1], weight=1_000_000 - weight))
    house = replace(house, purpose=replace(house.purpose, values=stated))
    after = split(house, parent, "night", "share of quiet nights")
    assert not list(faults(after))
    weights = carried({each.id: each.weight for each in stated}, [each.id for each in stated], after.purpose.values)
    whole = next(each.weight for each in stated if each.id == parent)
    assert weights[parent] + weights["night"] == whole
    assert abs(weights[parent] - weights["night"]) <= 1
    assert sum(weights.values()) == 1_000_000
    assert [each.values for each in after.structure.mandates if parent in each.values] == [(parent, "night")]


def test_a_value_is_split_off_from_one_that_is_there_alone():
    with pytest.raises(NotFound):
        split(charter(), "speed", "night", "share of quiet nights")
    with pytest.raises(BadShape):
        split(charter(), "safety", "Night!", "share of quiet nights")
