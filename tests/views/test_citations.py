"""Citations: every time that somebody names a clause, and nothing else."""

import pytest

from moot.core import events as e
from moot.core.commands import Finding as Found
from moot.core.commands import HaltTrial, Review
from moot.views.unknown import Unknown
from moot.views.views import Views
from tests.core.court import CREDIT, FLOOR, blocked, court, disputed, guarded
from tests.core.tried import Tried
from tests.views.conftest import P


def cited(record):
    views = Views()
    for told in record:
        views.tell(told)
    return views.view("citations")


def test_a_finding_cites_its_clause_by_its_reviewer(chronicle):
    chronicle.until("negotiation")
    [[clause, [row]]] = chronicle.views.view("citations").items()
    assert clause == "purpose.values.safety"
    told = {"index": chronicle.size - 1, "how": "finding", "about": "proposal", "subject": P, "by": "bo.ai"}
    assert row == told


def test_what_is_sealed_cites_nothing(chronicle):
    assert chronicle.until("opening_reviews").views.view("citations") == {}


def test_a_review_without_findings_cites_nothing(chronicle):
    chronicle.until("opening_reviews")
    chronicle.happens(e.ReviewOpened(P, "11" * 32, "bo.ai", "safety", Review("for"), 2))
    assert chronicle.views.view("citations") == {}


def test_one_clause_is_asked_for_with_all_below_it(chronicle):
    chronicle.until("opening_reviews")
    names = ("purpose.values.safety", "purpose.values.safety.floor", "purpose.values.safetynet")
    said = Review("against", tuple(Found("major", name) for name in names))
    chronicle.happens(e.ReviewOpened(P, "11" * 32, "bo.ai", "safety", said, 2))
    assert list(chronicle.views.view("citations", clause="purpose.values.safety")) == list(names[:2])
    with pytest.raises(Unknown, match="clause that somebody named"):
        chronicle.views.view("citations", clause="agency")


def test_blocks_and_disputes_cite_their_clauses():
    house = blocked(court(guarded()), "ana")
    rows = [(row["how"], row["by"]) for row in cited(house.record)[FLOOR]]
    assert rows[0] == ("block", "ana")


def test_a_dispute_names_its_parties():
    house = court()
    house.propose()
    house.to("executing")
    house.execute()
    disputed(house, bond=20 * CREDIT)
    [row] = cited(house.record)["structure.actions.set_heat.executor"]
    assert (row["how"], row["about"], row["by"]) == ("dispute", "dispute", "gus")


def test_a_halt_cites_its_clause_on_its_trial():
    house = Tried()
    house.start()
    trial = house.trial.id
    house.file("bo.ai", HaltTrial(trial, "purpose.values.safety"))
    [row] = cited(house.record)["purpose.values.safety"]
    assert (row["how"], row["about"], row["subject"], row["by"]) == ("halt", "trial", trial, "bo.ai")


@pytest.mark.parametrize(
    ("event", "how", "by"),
    [
        (e.LaneChanged(P, "panel", "structure.lanes.small", "it may do harm"), "lane", None),
        (e.SuspensionRecommended("0d" * 32, "bo.ai", "clarity"), "suspension", None),
    ],
)
def test_what_follows_by_itself_cites_in_nobodys_name(chronicle, event, how, by):
    chronicle.until("review")
    chronicle.happens(event)
    [row] = chronicle.views.view("citations")[event.clause]
    assert (row["how"], row["by"]) == (how, by)
