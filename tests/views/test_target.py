"""A target: what is in force, what is open, and how its past decisions did."""

import pytest

from moot.core import events as e
from moot.core.proposal import base_of, version_of

P = "01" * 32
BASE = base_of("garage", {"amps": 40})
QUO, AMENDED = (version_of("limit", {"amps": amps}, BASE) for amps in (40, 60))


def target(chronicle):
    return chronicle.views.view("target", target="garage")


def test_a_target_begins_with_its_founding_terms(chronicle):
    assert chronicle.views.view("targets") == ["garage"]
    assert target(chronicle) == {
        "target": "garage",
        "kind": "limit",
        "terms": {"amps": 40},
        "base": BASE,
        "open": None,
        "history": [],
    }


def test_a_target_names_its_open_proposal(chronicle):
    assert target(chronicle.until("ballot"))["open"] == P


def test_an_execution_puts_new_terms_in_force(chronicle):
    shown = target(chronicle.until("measuring"))
    assert (shown["terms"], shown["base"]) == ({"amps": 60}, base_of("garage", {"amps": 60}))
    assert [row["result"] for row in shown["history"]] == ["executed"]


def test_a_settled_proposal_leaves_one_row(chronicle):
    shown = target(chronicle.until("settled"))
    assert shown["open"] is None
    assert shown["history"] == [
        {
            "proposal": P,
            "version": AMENDED,
            "terms": {"amps": 60},
            "result": "executed",
            "measured": {"safety": 650_000, "thrift": 500_001},
            "score": 590_000,
            "outcome": "settled",
            "received": 1_017,
        }
    ]


def test_a_rejected_proposal_leaves_a_row_of_the_status_quo(chronicle):
    chronicle.until("objection")
    chronicle.happens(e.OutcomeMeasured(P, QUO, {"safety": 500_000}, ("thrift",), None), at=5)
    chronicle.happens(e.ProposalClosed(P, "rejected", "the ballot rejected it"), at=6)
    [row] = target(chronicle)["history"]
    assert (row["version"], row["terms"], row["result"], row["outcome"]) == (QUO, {"amps": 40}, None, "rejected")
    assert row["received"] == 5


@pytest.mark.parametrize("outcome", ["withdrawn", "void"])
def test_each_proposal_leaves_its_own_row(chronicle, outcome):
    chronicle.until("settled")
    again = e.ProposalSubmitted(
        "02" * 32, "bo.person", "bo", "limit", "garage", "a1" * 32, {"amps": 70}, "a2" * 32, None, {}, 0, 0, 0
    )
    chronicle.happens(again)
    chronicle.happens(e.ProposalClosed("02" * 32, outcome, ""))
    assert [row["outcome"] for row in target(chronicle)["history"]] == ["settled", outcome]
