"""What can be wrong with a record, as one tree of failures.

```
RecordFailure
├── BadKey          a key that nobody may use, or a text that is no verifier key
├── BadNote         a signed note that is malformed, forged, or signed by nobody we know
├── BadCheckpoint   a note text that is no checkpoint, or not of the log whose key signed it
├── BadProof        a proof (or a frontier) that does not show what it claims
└── NotInTree       a question about entries or sizes that the tree does not hold
```

Its laws: each failure says what happened, why, and what to do; hostile input raises nothing else.

>>> print(NotInTree("entry 9 was asked of a tree of 5"))
the tree cannot show that: entry 9 was asked of a tree of 5; ask within the size of a published checkpoint
"""

from typing import ClassVar


class RecordFailure(Exception):
    """Something in the record cannot be relied upon; `why` is this case's reason."""

    what: ClassVar[str] = "the record is refused"
    remedy: ClassVar[str] = "rely on nothing in it"

    def __init__(self, why: str) -> None:
        """Keep the reason; what happened and what to do belong to the class."""
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        """Return what, why and what to do, in one line."""
        return f"{self.what}: {self.why}; {self.remedy}"


class BadKey(RecordFailure):
    """A key that nobody may use, or a text that is no verifier key."""

    what = "the key is refused"
    remedy = "ask its owner for the key again, or make a new one"


class BadNote(RecordFailure):
    """A signed note that is malformed, forged, or signed by nobody we know."""

    what = "the signed note is refused"
    remedy = "nothing in it was believed; fetch it again, and compare your verifier keys with its publisher's"


class BadCheckpoint(RecordFailure):
    """A note text that is no checkpoint, or not of the log whose key signed it."""

    what = "the checkpoint is refused"
    remedy = "nothing in it was believed; fetch it again, or ask a mirror or a witness for theirs"


class BadProof(RecordFailure):
    """A proof, or a frontier, that does not show what it claims."""

    what = "the proof does not hold"
    remedy = "nothing was proved; ask for a proof against the checkpoint you hold, and keep both if it fails again"


class NotInTree(RecordFailure):
    """A question about entries or sizes that the tree does not hold."""

    what = "the tree cannot show that"
    remedy = "ask within the size of a published checkpoint"
