"""Standing: credits that sum to nothing, influence, and how near forecasts came."""

import pytest

from moot.core.events import (
    DelegationExpired,
    DelegationRevoked,
    EpochClosed,
    KeyAdded,
    KeyRevoked,
    MandateLeft,
    MandateTaken,
    OutcomeMeasured,
    VoteDelegated,
)


def agents(chronicle, owner):
    return chronicle.views.view("standing", owner=owner)["owners"][owner]["agents"]


def test_the_balances_sum_to_nothing_at_every_stage(at_every_stage):
    _, chronicle = at_every_stage
    shown = chronicle.views.view("standing")
    assert shown["ledger_sum"] == sum(shown["accounts"].values()) == 0


def test_an_account_that_is_empty_is_not_listed(chronicle):
    shown = chronicle.until("drawing").views.view("standing")
    assert shown["accounts"] == {
        "held/" + "01" * 32: 20,
        "mint": -4_000,
        "owner/ana": 980,
        "owner/bo": 1_000,
        "owner/cy": 1_000,
        "owner/di": 1_000,
    }
    assert shown["owners"]["ana"]["credits"] == 980
    assert shown["owners"]["works"]["credits"] == 0


def test_one_owner_may_be_asked_for(chronicle):
    shown = chronicle.views.view("standing", owner="bo")["owners"]
    assert list(shown) == ["bo"]
    assert (shown["bo"]["voice"], shown["bo"]["influence"]) == (True, {"safety": 500})


def test_influence_is_what_it_was_updated_to(chronicle):
    owners = chronicle.until("settled").views.view("standing")["owners"]
    assert [owners[name]["influence"] for name in ("ana", "bo", "cy")] == [{"safety": 500}, {"safety": 700}, {}]


def test_a_forecast_is_compared_with_what_was_measured_of_what_ran(chronicle):
    # It said 700,000 and 500,000 for the version that ran.
    shown = agents(chronicle.until("settled"), "bo")["bo.ai"]
    assert shown == {
        "nature": "ai",
        "family": "oak",
        "mandates": ["safety"],
        "keys": [{"key": "00" * 32, "level": 0, "held": "member"}],
        "forecasts": 1,
        "net": 2,
        "error": {"safety": 50_000, "thrift": 1},
    }


def test_the_error_is_the_mean_of_all_comparisons_floored(chronicle):
    chronicle.until("ballot")
    version = next(name for name, each in chronicle.page()["versions"].items() if each["owner"] is None)
    for measured in (500_000, 500_003):
        chronicle.happens(OutcomeMeasured("01" * 32, version, {"safety": measured}, ("thrift",), None))
    assert agents(chronicle, "bo")["bo.ai"]["error"] == {"safety": 1}


def test_a_forecast_that_stayed_shut_is_counted_and_not_judged(chronicle):
    shown = agents(chronicle.until("settled"), "di")["di.ai"]
    assert (shown["forecasts"], shown["error"], shown["net"]) == (1, {}, 0)


@pytest.mark.parametrize(("epoch", "held"), [(0, []), (1, ["safety"]), (2, []), (3, ["safety"])])
def test_mandates_act_from_their_epoch(chronicle, epoch, held):
    chronicle.happens(MandateLeft("cy.ai", "safety", 2), MandateTaken("cy.ai", "safety", 3))
    for closed in range(epoch):
        chronicle.happens(EpochClosed(closed))
    assert agents(chronicle, "cy")["cy.ai"]["mandates"] == held


def test_an_owner_sees_what_it_hands_on_what_is_handed_to_it_and_what_ends_first(chronicle):
    def standing(owner):
        shown = chronicle.views.view("standing", owner=owner)["owners"][owner]
        return [[(each["topic"], each["until"]) for each in shown[name]] for name in ("hands_on", "is_handed")]

    chronicle.happens(
        VoteDelegated("a", "ana", "all", "bo", 900),
        VoteDelegated("b", "ana", "value/thrift", "cy", 400),
        VoteDelegated("c", "cy", "all", "bo", 300),
    )
    assert standing("ana") == [[("value/thrift", 400), ("all", 900)], []]
    assert standing("bo") == [[], [("all", 300), ("all", 900)]]
    shown = chronicle.views.view("standing", owner="bo")["owners"]["bo"]["is_handed"][0]
    assert shown == {"owner": "cy", "topic": "all", "to": "bo", "until": 300}
    chronicle.happens(VoteDelegated("d", "ana", "all", "di", 950), DelegationRevoked("ana", "value/thrift", "cy"))
    chronicle.happens(DelegationExpired("cy", "all", "bo"))
    assert [standing(owner) for owner in ("ana", "bo", "di")] == [[[("all", 950)], []], [[], []], [[], [("all", 950)]]]


def test_a_key_is_shown_with_who_holds_it_until_it_is_revoked(chronicle):
    chronicle.until("waiting")
    chronicle.happens(KeyAdded("bo.ai", "0a" * 32, 0, "door"), KeyAdded("bo.ai", "0b" * 32, 1))
    first, *added = agents(chronicle, "bo")["bo.ai"]["keys"]
    assert first["held"] == "member"
    told = [(each["key"][:2], each["level"], each["held"]) for each in added]
    assert told == [("0a", 0, "door"), ("0b", 1, "member")]
    chronicle.happens(KeyRevoked("bo.ai", "0a" * 32, 0), KeyRevoked("clerk", "01" * 32, 0))
    assert [each["key"][:2] for each in agents(chronicle, "bo")["bo.ai"]["keys"]] == ["00", "0b"]
