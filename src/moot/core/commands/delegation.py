"""Handing one's vote on, and taking it back."""

from moot.core.act import Instant, OwnerId, Topic
from moot.core.value import value


@value
class Delegate:
    """Hand one's owner's vote on a topic to another owner, until an instant; a later one replaces it."""

    topic: Topic
    to: OwnerId
    until: Instant


@value
class RevokeDelegation:
    """Take back what was handed on under a topic."""

    topic: Topic
