"""What is sealed stays sealed: two moots that differ in nothing else look alike to everybody until the opening.

Compared are all views, for every reader, every act and event of the record, and the size of each; a seal, and what
hangs on it, is a hash like any other.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moot.core.act import Condition
from moot.core.canonical import canonical
from moot.core.commands import (
    CastVote,
    FileForecast,
    FileReview,
    Finding,
    Forecast,
    Measure,
    OpenEnvelope,
    ReportMeasure,
    Review,
    Vote,
)
from moot.core.refusal import Refused
from moot.views.views import Views
from moot.wire.acts import write_act
from moot.wire.events import write_events
from tests.core.house import VALUES, House
from tests.core.town import AGENTS

HASH = re.compile(rb"[0-9a-f]{64}")
PPM = st.integers(0, 1_000_000)
REVIEWS = st.builds(
    Review,
    st.sampled_from(["for", "could_live", "against"]),
    st.lists(st.builds(Finding, st.sampled_from(["note", "critical"]), st.just("purpose.values")), max_size=16).map(
        tuple
    ),
    st.lists(st.just(Condition("must", "degrees", "<=", (9,))), max_size=3).map(tuple),
)
VOTES = st.builds(Vote, st.sampled_from(["for", "abstain", "against"]))
MEASURES = st.fixed_dictionaries(dict.fromkeys(VALUES, PPM)).map(Measure)


def reviews(house, draw):
    for mandate, panel in house.open.panels.items():
        for seat in panel.seats[1:]:  # one is silent, so that the stage doesn't end by itself
            found = house.sealed(seat.agent, "FileReview", draw(REVIEWS), mandate)
            house.file(seat.agent, FileReview(house.open.id, house.open.original, mandate, found))


def forecasts(house, draw):
    cells = st.fixed_dictionaries(
        {each.version: st.fixed_dictionaries(dict.fromkeys(VALUES, PPM)) for each in house.open.slate.candidates}
    )
    for agent in sorted(house.open.slate.pooled)[1:]:
        found = house.sealed(agent, "FileForecast", Forecast(draw(cells)))
        house.file(agent, FileForecast(house.open.id, house.open.slate.id, 2_000_000, found))


def votes(house, draw):
    for owner in house.open.frozen.voters:
        found = house.sealed(f"{owner}.human", "CastVote", draw(VOTES))
        house.file(f"{owner}.human", CastVote(house.open.id, house.open.paper.id, found))


def measures(house, draw):
    house.wait(house.open.kind.horizon)
    found = house.sealed("m1.ai", "ReportMeasure", draw(MEASURES))
    house.file("m1.ai", ReportMeasure(house.open.id, house.open.run.version, found))


WHOLE = (
    *("charter", "docket", "targets", "values", "standing", "decisions"),
    *("calibration", "coverage", "influence", "minority", "pulse"),
)
SEALED = {"review": reviews, "forecast": forecasts, "ballot": votes, "measuring": measures}


FIXED = {
    "review": lambda _: Review("against", (), (Condition("must", "degrees", "<=", (9,)),)),
    "forecast": lambda house: {each.version: dict.fromkeys(VALUES, 123_456) for each in house.open.slate.candidates},
    "ballot": lambda _: Vote("against"),
    "measuring": lambda _: Measure(dict.fromkeys(VALUES, 123_456)),
}


@pytest.fixture(scope="module")
def houses():
    def at(stage):
        house = House()
        house.propose()
        house.to(stage)
        return house

    return {stage: at(stage) for stage in SEALED}


def masked(data):
    return HASH.sub(b"a hash", data)


def seen(house):
    """Return all that anybody can read, with its sizes."""
    views = Views()
    for told in house.record:
        views.tell(told)
    shown = [views.view(name) for name in WHOLE]
    shown += [views.view("docket", agent=agent) for agent in AGENTS]
    shown += [views.view("standing", owner=owner) for owner in house.state.owners]
    shown += [views.view("proposal", proposal=house.open.id), views.view("target", target="hall")]
    shown += [views.view("minutes", proposal=house.open.id, form=form) for form in ("json", "markdown")]
    shown += [views.view("precedents", kind="set_heat", terms='{"degrees": 18}')]
    shown += [views.view("calibration", owner=owner) for owner in house.state.owners]
    record = [(write_act(told.act), write_events(told.events)) for told in house.record]
    pages = masked(canonical(shown))
    return pages, [(masked(act), len(act), masked(events), len(events)) for act, events in record]


def answers(house, payload):
    """Return what strangers, and early ones, are answered who try to open each envelope with this content."""
    told = []
    for act, envelope in house.open.sealed.items():
        for by in ("ana.human", "ed.ai", "m2.ai", "clerk", envelope.by):
            with pytest.raises(Refused) as caught:
                house.file(by, OpenEnvelope(act, house.held[envelope.seal][0], payload or house.held[envelope.seal][1]))
            told.append(masked(str(caught.value).encode()))
    return told


@settings(max_examples=20)
@given(st.sampled_from(sorted(SEALED)), st.data())
def test_what_was_sealed_shows_in_no_view_no_act_no_event_and_no_size(houses, stage, data):
    pair = (houses[stage].copy(), houses[stage].copy())
    for house in pair:
        SEALED[stage](house, data.draw)
    one, other = pair
    assert seen(one) == seen(other)
    # Nor does a guess tell: before the opening, the right content is refused as any other is.
    assert answers(one, None) == answers(other, Vote("abstain"))


@pytest.mark.parametrize("stage", SEALED)
def test_no_salt_and_no_content_is_in_the_state_or_the_record(houses, stage):
    house = houses[stage].copy()
    before = len(house.held)
    SEALED[stage](house, lambda _: FIXED[stage](house))
    kept = list(house.held.values())[before:]
    everything = canonical(house.state) + b"".join(
        write_act(each.act) + write_events(each.events) for each in house.record
    )
    assert kept
    for salt, payload in kept:
        assert salt.encode() not in everything
        assert canonical(payload) not in everything
