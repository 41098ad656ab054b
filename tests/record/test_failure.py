"""A failure of the record says what happened, why, and what to do."""

import pickle

import pytest

from moot.record import failure
from moot.record.failure import BadCheckpoint, BadKey, BadNote, BadProof, NotInTree, RecordFailure

KINDS = (BadKey, BadNote, BadCheckpoint, BadProof, NotInTree)


@pytest.mark.parametrize("kind", KINDS)
def test_each_failure_says_what_why_and_what_to_do(kind):
    told = str(kind("seven is not eight"))
    assert told == f"{kind.what}: seven is not eight; {kind.remedy}"
    assert kind("seven is not eight").why == "seven is not eight"


def test_each_kind_of_failure_has_words_of_its_own():
    assert len({kind.what for kind in (RecordFailure, *KINDS)}) == len(KINDS) + 1
    assert len({kind.remedy for kind in (RecordFailure, *KINDS)}) == len(KINDS) + 1


def test_the_tree_is_drawn_as_it_is():
    drawn = [line.split()[1] for line in (failure.__doc__ or "").splitlines() if line.startswith(("├", "└"))]
    assert drawn == [kind.__name__ for kind in RecordFailure.__subclasses__()]


def test_a_failure_survives_the_way_between_processes():
    again = pickle.loads(pickle.dumps(BadProof("seven is not eight")))  # noqa: S301 (our own bytes)
    assert (type(again), str(again)) == (BadProof, str(BadProof("seven is not eight")))
