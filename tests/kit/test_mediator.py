"""The mediator: it reads a page and offers what wins most owners, or is silent."""

from moot.core.commands import Answer, OfferAmendment
from moot.kit.mediator import mediate, opinions

BOUNDS = {"amps": (0, 100), "hours": (0, 24)}
P = "01" * 32
QUO, ORIGINAL, FIRST, SECOND = ("0a" * 32, "0b" * 32, "0c" * 32, "0d" * 32)


def must(term, relation, *value):
    return {"strength": "must", "term": term, "relation": relation, "value": list(value)}


def review(owner, *conditions, mandate="safety", stance="against"):
    return {
        "agent": f"{owner}.ai",
        "owner": owner,
        "mandate": mandate,
        "stance": stance,
        "findings": [],
        "conditions": list(conditions),
    }


def page(*reviews, silent=(), **offered):
    terms = {"quo": (40, 8), "original": (100, 8), **offered}
    names = {"quo": QUO, "original": ORIGINAL, "first": FIRST, "second": SECOND}
    seats = {}
    for each in [*reviews, *(review(owner) for owner in silent)]:
        seats.setdefault(each["mandate"], []).append({"owner": each["owner"], "agent": each["agent"]})
    return {
        "proposal": P,
        "kind": "limit",
        "original": ORIGINAL,
        "status_quo": QUO,
        "versions": {names[name]: {"terms": dict(zip(BOUNDS, pair, strict=True))} for name, pair in terms.items()},
        "seats": seats,
        "reviews": list(reviews),
        "replaced": [],
    }


def test_it_builds_on_the_best_version_and_says_whose_conditions_it_answers():
    asked = page(review("bo", must("amps", "<=", 70)), review("cy", must("hours", ">=", 9), must("amps", "<=", 90)))
    answers = (Answer("bo.ai", "safety", 0), Answer("cy.ai", "safety", 0), Answer("cy.ai", "safety", 1))
    assert mediate(asked, BOUNDS) == OfferAmendment(P, ORIGINAL, {"amps": 70, "hours": 9}, answers)


def test_it_names_the_versions_whose_terms_it_takes_over():
    asked = page(
        review("bo", must("amps", "<=", 70)),
        review("cy", must("hours", ">=", 9)),
        first=(70, 8),
        second=(100, 9),
    )
    assert mediate(asked, BOUNDS) == OfferAmendment(
        P, FIRST, {"hours": 9}, (Answer("cy.ai", "safety", 0),), merges=(SECOND,)
    )


def test_it_is_silent_when_the_best_is_offered_already():
    assert mediate(page(review("bo", must("amps", "<=", 70)), first=(60, 8)), BOUNDS) is None


def test_it_is_silent_without_reviews():
    assert mediate(page(silent=("bo", "cy")), BOUNDS) is None


def test_an_owner_is_won_only_with_all_of_its_reviewers():
    asked = page(review("bo", must("amps", "<=", 70)), review("bo", must("amps", ">=", 80), mandate="thrift"))
    assert [len(each) for each in opinions(asked).values()] == [2]
    assert mediate(asked, BOUNDS) is None
    halfway = page(review("bo", must("amps", "<=", 70)), review("bo", must("amps", ">=", 60), mandate="thrift"))
    found = mediate(halfway, BOUNDS)
    assert found is not None
    assert found.set == {"amps": 70}


def test_a_seat_without_an_opened_review_supports_nothing():
    asked = page(review("bo", must("amps", "<=", 70)), silent=("cy",))
    assert opinions(asked)["cy"] == [None]


def test_with_an_estimate_it_prefers_what_promises_more():
    asked = page(review("bo", must("amps", "<=", 70)), first=(100, 2))
    plain, better = mediate(asked, BOUNDS), mediate(asked, BOUNDS, lambda terms: 100 - terms["hours"])
    assert (plain.set, better.set) == ({"amps": 70}, {"amps": 70, "hours": 2})
    assert better.merges == (FIRST,)


def test_an_owner_whose_silent_reviewer_was_replaced_is_not_won():
    asked = page(review("bo", must("amps", "<=", 70)), review("cy", must("amps", "<=", 80)))
    silent = {"owner": "cy", "agent": "cy.other"}
    asked["replaced"] = [
        {"mandate": "hours", "stage": "review", "silent": silent, "standin": None},
        {"mandate": "hours", "stage": "forecast", "silent": {"owner": "bo", "agent": "bo.ai"}, "standin": None},
    ]
    said = opinions(asked)
    assert said["cy"][-1] is None
    assert None not in said["bo"]
