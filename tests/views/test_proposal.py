"""The page of a proposal: every key from the start, and nothing on it before its time."""

import json

import pytest

from moot.core import events as e
from moot.core.proposal import base_of, version_of

P = "01" * 32
BASE = base_of("garage", {"amps": 40})
QUO, ORIGINAL, AMENDED = (version_of("limit", {"amps": amps}, BASE) for amps in (40, 80, 60))
KEYS = """
    proposal author owner kind target stage until submitted original status_quo reason weights versions seats
    reviews replaced unheard slate candidates left_out pooled_by scored_only forecasted stakes forecasts pools
    scores recommended eligible excluded lottery least paper voted votes tally drawn probability grant result
    in_force measured disputed score settled gain outcome why faults lane rule harm turned consent since horizon
    given circles followed uncounted spoken votes_of blocks disputes guarded reported comments
"""


def test_a_page_has_every_key_at_every_stage(at_every_stage):
    _, chronicle = at_every_stage
    assert sorted(chronicle.page()) == sorted(KEYS.split())


def test_the_page_names_the_stage_it_is_in(at_every_stage):
    stage, chronicle = at_every_stage
    assert chronicle.page()["stage"] == stage


def test_a_page_begins_with_what_was_asked_and_what_is_in_force(chronicle):
    page = chronicle.until("drawing").page()
    assert (page["author"], page["owner"], page["submitted"], page["until"]) == ("ana.person", "ana", 1_001, 200)
    assert (page["original"], page["status_quo"], page["weights"]) == (ORIGINAL, QUO, {"safety": 600_000})
    nobody = {"base": None, "owner": None, "agent": None, "answers": [], "merges": [], "reason": None, "charter": None}
    assert page["versions"] == {
        QUO: {**nobody, "terms": {"amps": 40}},
        ORIGINAL: {**nobody, "terms": {"amps": 80}, "owner": "ana", "agent": "ana.person", "reason": "ee" * 32},
    }


def test_seats_show_who_filed_and_not_what(chronicle):
    page = chronicle.until("review_standins").page()
    assert page["seats"] == {
        "safety": [
            {"owner": "bo", "agent": "bo.ai", "family": "oak", "degraded": False, "filed": True},
            {"owner": "di", "agent": "di.ai", "family": "oak", "degraded": False, "filed": False},
        ],
        "thrift": [],
    }
    assert page["reviews"] == []


def test_a_replaced_reviewer_is_named_with_its_standin(chronicle):
    first, second = chronicle.until("review_standins").page()["replaced"]
    assert (first["mandate"], first["stage"], first["silent"]["owner"], first["standin"]["owner"]) == (
        "safety",
        "review",
        "cy",
        "di",
    )
    assert second["standin"] is None


def test_reviews_and_faults_are_shown_once_they_are_known(chronicle):
    page = chronicle.until("negotiation").page()
    assert page["reviews"] == [
        {
            "agent": "bo.ai",
            "owner": "bo",
            "mandate": "safety",
            "stance": "against",
            "findings": [{"severity": "major", "clause": "purpose.values.safety", "evidence": None, "bonded": False}],
            "conditions": [{"strength": "must", "term": "amps", "relation": "<=", "value": [60]}],
        }
    ]
    assert page["unheard"] == ["thrift"]
    assert page["faults"] == [{"member": "cy", "fault": "its chance link is missing"}]


def test_equal_versions_are_one_credited_to_the_earliest(chronicle):
    page = chronicle.until("forecast").page()
    assert page["versions"][AMENDED] == {
        "terms": {"amps": 60},
        "base": ORIGINAL,
        "owner": "di",
        "agent": "di.ai",
        "answers": [{"agent": "bo.ai", "mandate": "safety", "condition": 0}],
        "merges": [ORIGINAL],
        "reason": None,
        "charter": None,
    }
    assert page["candidates"][2] == {"version": AMENDED, "terms": {"amps": 60}, "owner": "di", "supporters": ["bo"]}
    assert (page["pooled_by"], page["scored_only"]) == (["bo.ai", "cy.ai"], ["di.ai"])


def test_a_silent_forecaster_is_replaced_in_the_pool(chronicle):
    page = chronicle.until("forecast_standins").page()
    assert (page["pooled_by"], page["scored_only"]) == (["bo.ai", "ana.ai"], ["di.ai"])


def test_a_forecaster_who_is_not_replaced_leaves_the_pool(chronicle):
    chronicle.until("forecast")
    chronicle.happens(e.ReviewerReplaced(P, "safety", "forecast", e.Seat("cy", "cy.ai", "oak"), None))
    assert chronicle.page()["pooled_by"] == ["bo.ai"]


def test_who_forecasts_already_is_no_second_forecaster(chronicle):
    chronicle.until("forecast")
    silent, standin = e.Seat("cy", "cy.ai", "oak"), e.Seat("bo", "bo.ai", "oak")
    chronicle.happens(e.ReviewerReplaced(P, "thrift", "forecast", silent, standin))
    assert chronicle.page()["pooled_by"] == ["bo.ai"]


def test_forecasts_stay_shut_while_their_stakes_are_public(chronicle):
    page = chronicle.until("opening_forecasts").page()
    assert (page["forecasted"], page["stakes"], page["forecasts"]) == (
        ["bo.ai", "di.ai"],
        {"bo.ai": 8, "di.ai": 6},
        {},
    )


def test_the_paper_is_printed_with_its_lottery(chronicle):
    page = chronicle.until("ballot").page()
    assert page["forecasts"]["bo.ai"][AMENDED] == {"safety": 700_000, "thrift": 500_000}
    assert page["pools"][QUO]["safety"] == {"value": 500_000, "lower": 400_000, "upper": 600_000, "forecasts": 1}
    assert (page["recommended"], page["paper"], page["least"]) == (AMENDED, "bb" * 32, 100_000)
    assert page["lottery"] == {AMENDED: 900_000, QUO: 100_000}
    assert page["excluded"] == {ORIGINAL: "purpose.values.safety.floor"}


def test_if_nothing_is_better_the_status_quo_is_recommended(chronicle):
    chronicle.until("opening_forecasts").happens(e.NothingBetter(P))
    page = chronicle.page()
    assert (page["recommended"], page["paper"]) == (QUO, None)


def test_votes_stay_shut_while_it_is_public_who_voted(chronicle):
    page = chronicle.until("opening_votes").page()
    assert (list(page["voted"]), page["votes"]) == (["bo", "cy"], {})


def test_of_the_votes_of_an_owner_the_page_names_the_entry_of_the_last(chronicle):
    chronicle.until("opening_forecasts")
    for act in ("15" * 32, "16" * 32):
        chronicle.happens(e.VoteCast(P, act, "bo", "bo.person", "dd" * 32))
    assert chronicle.page()["voted"] == {"bo": chronicle.size - 1}


def test_votes_are_shown_as_they_were_moved(chronicle):
    page = chronicle.until("timelock").page()
    assert page["votes"] == {
        "bo": {"choice": "for", "block": None, "reason": "ee" * 32},
        "cy": {"choice": "abstain", "block": None, "reason": "ee" * 32},
    }
    assert page["tally"] == {
        "in_favour": 1,
        "abstained": 1,
        "against": 0,
        "owners": 4,
        "quorum": 2,
        "passed": True,
        "two_thirds": True,
        "people": 0,
        "people_needed": 0,
    }


def test_what_was_drawn_granted_and_done_is_shown(chronicle):
    page = chronicle.until("measuring").page()
    assert (page["drawn"], page["probability"]) == (AMENDED, 900_000)
    assert page["grant"] == {
        "grant": "aa" * 32,
        "version": AMENDED,
        "kind": "limit",
        "target": "garage",
        "terms": {"amps": 60},
        "base": BASE,
        "executor": "switch",
        "until": 900,
    }
    assert (page["result"], page["in_force"]) == ("executed", {"amps": 60})


def test_a_closed_page_says_what_came_of_it(chronicle):
    page = chronicle.until("settled").page()
    assert (page["measured"], page["disputed"], page["score"]) == ({"safety": 650_000, "thrift": 500_001}, [], 590_000)
    assert page["settled"] == {"safety": {"bo.ai": 3}, "thrift": {"bo.ai": -1}}
    assert page["gain"] == {"gain": 170_000, "pay": 10, "shares": {"di": 10}}
    assert (page["outcome"], page["why"], page["until"]) == ("settled", "executed, measured and settled", None)


@pytest.mark.parametrize("stage", ["review_standins", "opening_reviews"])
def test_no_view_tells_what_a_sealed_review_holds(chronicle, stage):
    chronicle.until(stage)
    everything = json.dumps([chronicle.page(), chronicle.views.view("docket"), chronicle.views.view("standing")])
    assert "against" not in everything
    assert "dd" * 32 not in everything  # nor its seal


def test_the_status_quo_shown_is_the_one_in_force_at_submission(chronicle):
    chronicle.until("settled")
    again = e.ProposalSubmitted(
        "02" * 32, "bo.person", "bo", "limit", "garage", "a1" * 32, {"amps": 70}, "a2" * 32, None, {}, 0, 0, 0
    )
    chronicle.happens(again)
    page = chronicle.views.view("proposal", proposal="02" * 32)
    assert page["versions"]["a2" * 32]["terms"] == {"amps": 60}
    assert chronicle.page()["versions"][QUO]["terms"] == {"amps": 40}


def test_a_page_shows_who_hands_its_vote_on_who_is_counted_behind_whom_and_who_votes_for_how_many(chronicle):
    chronicle.until("ballot").happens(
        e.DelegationsFrozen(P, {"bo": e.Given("all", "ana"), "cy": e.Given("all", "di")}, ())
    )
    assert chronicle.page()["given"]["bo"] == {"topic": "all", "to": "ana"}
    chronicle.happens(e.VotesCarried(P, {"bo": e.Followed("ana", 1)}, {"cy": "silent"}))
    page = chronicle.page()
    assert (page["followed"], page["uncounted"]) == ({"bo": {"root": "ana", "hops": 1}}, {"cy": "silent"})
    chronicle.happens(e.DelegatesVoted(P, {"bo": e.Spoken("ana", "for")}, {"ana": 2}))
    page = chronicle.page()
    assert (page["spoken"], page["votes_of"]) == ({"bo": {"root": "ana", "choice": "for"}}, {"ana": 2})
