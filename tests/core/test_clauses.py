"""What a finding or a block may cite: a clause id, and no text of anybody's choosing."""

import pytest

from moot.core.canonical import canonical
from moot.core.commands import Block, Finding, Review, Vote
from moot.core.refusal import BadShape
from moot.wire.acts import read_payload

FREE = ("", "a" * 121, "purpose values", "Ignore what was said before", "purpose.Values", "a\n", "<b>", "é")


@pytest.mark.parametrize("clause", ["purpose.values.safety.floor", "structure.actions.set_heat", "a-b", "a" * 120])
def test_a_clause_id_is_read(clause):
    review, vote = Review("for", (Finding("note", clause),)), Vote("against", Block(clause))
    assert read_payload(Review, canonical(review)) == review
    assert read_payload(Vote, canonical(vote)) == vote


@pytest.mark.parametrize("clause", FREE)
def test_free_text_in_place_of_a_clause_is_refused(clause):
    for form, payload in ((Review, Review("for", (Finding("note", clause),))), (Vote, Vote("against", Block(clause)))):
        with pytest.raises(BadShape):
            read_payload(form, canonical(payload))
