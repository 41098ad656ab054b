"""Urgency: stakes times disagreement over the time left, of nothing that is still sealed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core import events as e
from moot.core.charter import MINUTE
from moot.core.commands import Review
from moot.views.ranking import Urgency
from tests.views.conftest import CHARTER, FOUNDING

P, Q = "01" * 32, "02" * 32
AMOUNT = st.integers(0, 10**12)


def row(chronicle, proposal=P):
    return next(each for each in chronicle.views.view("docket") if each["proposal"] == proposal)


def asked(proposal, bond=20):
    return e.ProposalSubmitted(
        proposal, "bo.person", "bo", "limit", "roof", "a1" * 32, {"amps": 70}, "a2" * 32, None, {}, bond, 0, 0
    )


def also(chronicle, *, bond=20, until=200, proposal=Q):
    target = e.TargetSet("roof", "limit", {"amps": 1})
    chronicle.happens(target, asked(proposal, bond), e.StageEntered(proposal, "drawing", 100, until), at=0)


@given(AMOUNT, st.integers(0, 10**6), st.integers(1, 10**6), AMOUNT)
def test_more_at_stake_more_disagreement_or_less_time_never_ranks_lower(stakes, disagreement, minutes, more):
    rank = Urgency(stakes, disagreement, minutes).rank
    assert Urgency(stakes + more, disagreement, minutes).rank >= rank
    assert Urgency(stakes, disagreement + more, minutes).rank >= rank
    assert Urgency(stakes, disagreement, minutes + more).rank <= rank


def test_the_most_urgent_stands_first(chronicle):
    chronicle.until("drawing")
    also(chronicle, bond=90)
    assert [each["proposal"] for each in chronicle.views.view("docket")] == [Q, P]
    also(chronicle, bond=20, until=200 * MINUTE, proposal="03" * 32)
    assert [each["proposal"] for each in chronicle.views.view("docket")] == [Q, P, "03" * 32]
    assert [each["proposal"] for each in chronicle.views.view("docket", start="1", limit="1")] == [P]


@pytest.mark.parametrize(("until", "first"), [(199, Q), (200, P), (201, P)])
def test_of_equals_the_one_that_ends_first_then_the_lower_id_stands_first(chronicle, until, first):
    chronicle.until("drawing")
    also(chronicle, until=until)
    one, other = chronicle.views.view("docket")
    assert (one["rank"], one["proposal"]) == (other["rank"], first)


def test_a_row_says_from_what_its_rank_follows(chronicle):
    shown = row(chronicle.until("drawing"))
    assert {name: shown[name] for name in ("rank", "stakes", "disagreement", "minutes")} == {
        "rank": 20 * 500_000,
        "stakes": 20,
        "disagreement": 500_000,
        "minutes": 1,
    }


def test_stakes_count_as_soon_as_they_are_filed(chronicle):
    assert row(chronicle.until("opening_forecasts"))["stakes"] == 20 + 8 + 6


def test_the_worst_case_of_any_version_is_priced_as_gain_is(chronicle, priced):
    # 1,000 ppm of harm for each ampere, and a credit for each 1,000 ppm: 80 A are worth 80 credits.
    chronicle.happens(priced)
    assert row(chronicle.until("drawing"))["stakes"] == 20 + 80_000_000


def test_a_worst_case_that_is_none_takes_nothing_from_what_is_at_stake(chronicle, harmless):
    chronicle.happens(harmless)
    assert row(chronicle.until("drawing"))["stakes"] == 20


@pytest.fixture
def priced():
    return with_slope(1_000)


@pytest.fixture
def harmless():
    return with_slope(-1_000)


def with_slope(ppm):
    """Return a founding under whose charter each ampere adds so much to the worst case."""
    kind = CHARTER.structure.actions[0]
    kind = replace(kind, worst_case=replace(kind.worst_case, slopes={"amps": ppm}))
    return replace(FOUNDING[0], charter=replace(CHARTER, structure=replace(CHARTER.structure, actions=(kind,))))


def test_reviewers_disagree_once_their_reviews_are_open(chronicle):
    # The author is for it, the one reviewer against.
    assert row(chronicle.until("opening_reviews"))["disagreement"] == 500_000
    assert row(chronicle.until("negotiation"))["disagreement"] == 1_000_000


def test_who_could_live_with_it_divides_nobody(chronicle):
    chronicle.until("opening_reviews")
    chronicle.happens(e.ReviewOpened(P, "11" * 32, "bo.ai", "safety", Review("could_live"), 2))
    assert row(chronicle)["disagreement"] == 0


def test_forecasters_disagree_by_the_quartiles_of_what_is_recommended(chronicle):
    chronicle.until("opening_reviews")
    chronicle.happens(e.ReviewOpened(P, "11" * 32, "bo.ai", "safety", Review("for"), 2))
    assert row(chronicle)["disagreement"] == 0
    pools = {"aa" * 32: {"safety": e.Pooled(500_000, 400_000, 600_000, 3)}}
    chronicle.happens(e.ForecastsPooled(P, pools, {}))
    assert row(chronicle)["disagreement"] == 0  # nothing is recommended yet
    chronicle.happens(e.CandidateRecommended(P, "aa" * 32, (), {}, {}, 0, "bb" * 32))
    assert row(chronicle)["disagreement"] == 120_000  # safety weighs 600,000
    for owner, choice in (("bo", "for"), ("cy", "against"), ("di", "for"), ("ana", "for")):
        chronicle.happens(e.VoteOpened(P, "11" * 32, owner, choice, None, None))
    assert row(chronicle)["disagreement"] == 750_000


@pytest.mark.parametrize(("left", "minutes"), [(MINUTE, 1), (MINUTE + 1, 2), (2 * MINUTE, 2), (0, 1)])
def test_a_minute_that_has_begun_is_left(chronicle, left, minutes):
    chronicle.until("drawing")
    chronicle.happens(e.StageEntered(P, "review", 7, 7 + left), at=7)
    assert row(chronicle)["minutes"] == minutes


def test_the_rank_rises_as_time_runs_out(chronicle):
    chronicle.until("drawing")
    chronicle.happens(e.StageEntered(P, "review", 0, 100 * MINUTE), at=0)
    early = row(chronicle)["rank"]
    chronicle.happens(e.EpochClosed(0), at=99 * MINUTE)
    assert (early, row(chronicle)["rank"]) == (20 * 500_000 // 100, 20 * 500_000)
