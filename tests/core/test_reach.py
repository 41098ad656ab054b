"""The hostile town goes everywhere: every stage, every outcome, every event, every refusal that the core can give.

What it cannot reach has a test elsewhere, which is named here.
"""

from collections import Counter
from random import Random
from typing import get_args

import pytest

from moot.core import refusal
from moot.core.charter import CHARTER
from moot.core.dispute import DISPUTE_STAGES
from moot.core.events import Event
from moot.core.funding import ROUND_STAGES
from moot.core.phases import ENDINGS, PHASES
from moot.core.proposal import FINAL, STAGES
from tests.core.test_laws import POOR, RICH, WEEK, Town
from tests.core.town import proposing

# Branches of the tree are never raised themselves; the clerk refuses bytes before the core sees them; a founding
# comes before the town does. Where these are tested instead:
ELSEWHERE = {
    "NotCanonical": "tests/wire/test_acts.py::test_a_payload_is_strict_too",
    "BadSignature": "tests/clerk/test_clerk.py::test_a_changed_act_is_refused",
    "NotNow": "tests/core/test_refusals.py::test_before_the_founding_nothing_can_be_filed",
    "BadShape": "tests/core/test_refusals.py::test_it_is_refused_and_changes_nothing",
}

ALWAYS = {
    "somebody_proposes": lambda chance: {"chance": chance},
    "somebody_tries_out": lambda chance: {"chance": chance},
    "people_see_to_their_own_affairs": lambda chance: {"chance": chance},
    "a_hearing_goes_well": lambda chance: {"chance": chance},
    "somebody_disputes_or_guards": lambda chance: {"chance": chance},
    "owners_hand_their_votes_on": lambda chance: {"chance": chance},
    "a_round_goes_on": lambda chance: {"chance": chance},
    "members_say_what_they_think": lambda chance: {"chance": chance},
    "owners_come": lambda chance: {"chance": chance},
    "owners_go": lambda chance: {"chance": chance},
    "an_epoch_ends": lambda _: {},
    "time_passes": lambda chance: {"milliseconds": chance.choice([1_000, 60_000, 60_000, WEEK])},
}
ACTS = {
    "a_stage_goes_well": 8,
    "members_do_what_the_stage_is_for": 2,
    "hostile_members_try_their_tricks": 2,
    "good_acts_come_in_bad_envelopes": 1,
    "an_author_withdraws": 1,
    "a_trial_goes_on": 6,
    **dict.fromkeys(ALWAYS, 2),
    **dict.fromkeys(("members_say_what_they_think", "owners_come", "owners_go", "an_epoch_ends"), 1),
}


def refusals():
    """Return the names of all refusals that are raised: the leaves of the tree."""
    kinds = [each for each in vars(refusal).values() if isinstance(each, type) and issubclass(each, refusal.Refused)]
    return {each.__name__ for each in kinds if not each.__subclasses__()} | {"NotNow"}


def an_evening(seed):
    """Let a town of this seed live for a while; return what was seen."""
    chance, town = Random(seed), Town()
    town.some_stages_go_well(chance, chance.randint(0, 12), (RICH, RICH, POOR)[seed % 3])
    if seed % 4 == 0:  # an amendment of the charter takes more than chance
        town.attempt(*proposing(town.house, chance, CHARTER))
        for _ in range(18):
            town.a_stage_goes_well(chance)
    for _ in range(30):
        [act] = chance.choices(list(ACTS), ACTS.values())
        if act == "a_trial_goes_on":
            if town.house.state.trials:
                town.a_trial_goes_on(chance, chance.randint(1, 6))
        elif town.house.state.proposals or act in ALWAYS:
            getattr(town, act)(**{"chance": chance} if act not in ALWAYS else ALWAYS[act](chance))
    town.teardown()
    return town.seen


@pytest.fixture(scope="module")
def seen():
    return sum((an_evening(seed) for seed in range(120)), Counter())


def test_the_town_reaches_every_stage_and_every_outcome(seen):
    assert not {*STAGES, *FINAL, *DISPUTE_STAGES, *PHASES, *ENDINGS, *ROUND_STAGES} - set(seen)


def test_the_town_reaches_every_event(seen):
    at_founding = {"MootFounded", "OwnerFounded"}  # before the town is watched
    assert not {each.__name__ for each in get_args(Event)} - at_founding - set(seen)


def test_the_town_reaches_every_refusal_that_has_no_test_elsewhere(seen):
    assert refusals() - set(seen) == set(ELSEWHERE)
