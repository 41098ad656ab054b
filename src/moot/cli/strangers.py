"""What can be wrong with whoever answers at an address, as the terminal tells it.

Laws: who does not answer (6) is told apart from who answers what does not hold (7); it is said which entry, what
was seen before, whether anything was taken in, and what to do next.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from moot.clerk.ports import BadCheckpoint, BadRecord, ClerkFailure, OtherRecord
from moot.cli.copies import COPIES, home
from moot.cli.failure import BadUsage, Failure, Unreachable, Unverified
from moot.kit.answers import NoMoot, NotThisRecord

_SENT = "What was about to be signed may have been recorded, if it was sent at all."
_TAKEN = "Nothing of it was taken in"


@contextmanager
def telling(url: str, *, acting: bool) -> Iterator[None]:
    """Tell the failures of the moot at `url`; when `acting`, something may have been sent there."""
    try:
        yield
    except NoMoot as error:
        raise _no_moot(url, error) from error
    except NotThisRecord as error:
        raise _not_this(url, error) from error
    except ConnectionError as error:
        raise _unreachable(url, error, acting=acting) from error
    except OtherRecord as other:
        raise _other_record(url, other) from other
    except BadRecord as bad:
        raise _bad_record(url, bad) from bad
    except BadCheckpoint as bad:
        raise _bad_checkpoint(url, bad) from bad
    except ClerkFailure as failure:
        raise _no_copy(failure) from failure


def _no_moot(url: str, error: NoMoot) -> Failure:
    return Unreachable(
        f"no moot answers at {url}: {error}",
        code="NoMoot",
        instead="Something answers there, but not as a moot does. Nothing was taken from it.",
        mend="give the address that moot serve printed, without what comes behind it",
    )


def _unreachable(url: str, error: ConnectionError, *, acting: bool) -> Failure:
    return Unreachable(
        f"the moot at {url} did not answer: {error}",
        code="Unanswered",
        instead=_SENT if acting else "Nothing was read.",
        mend="try again" + (": moot inbox shows what still waits for you" if acting else ""),
    )


def _not_this(url: str, error: NotThisRecord) -> Failure:
    return Unverified(
        f"what the moot at {url} answers does not hold: {error}",
        code="NotThisRecord",
        instead=f"{_TAKEN}.",
        mend="do not act there; ask those who serve it, and other members what they were shown",
    )


def _other_record(url: str, other: OtherRecord) -> Failure:
    return Unverified(
        f"the moot at {url} shows another record than before: entry {other.index} does not hold, because {other.why}",
        code="OtherRecord",
        instead=f"{_TAKEN}. The {other.known:,} entries that you were shown before lie in {home() / COPIES}, signed.",
        mend="do not act there; show your copy to those who serve it and to other members: one of the two is false",
        more={"index": other.index, "known": other.known},
    )


def _bad_record(url: str, bad: BadRecord) -> Failure:
    return Unverified(
        f"entry {bad.index} of the moot at {url} does not hold: {bad.why}",
        code="BadRecord",
        instead=f"{_TAKEN}: from that entry on, it is not what was signed and decided.",
        mend="do not act there; ask those who serve it, or a mirror for a copy, and verify that",
        more={"index": bad.index},
    )


def _bad_checkpoint(url: str, bad: BadCheckpoint) -> Failure:
    kind = BadUsage if bad.origin == "brought" else Unverified
    where = f" by the moot at {url}" if bad.origin == "shown" else ""
    return kind(
        f"{bad.which}{where} cannot be relied upon: {bad.why}",
        code="BadCheckpoint",
        instead=f"{_TAKEN}; {bad.holds:,} entries were known before.",
        mend=bad.mend,
        more={"checkpoint": bad.origin, "holds": bad.holds},
    )


def _no_copy(failure: ClerkFailure) -> Failure:
    return Unverified(
        f"the copy that is kept in {home() / COPIES} cannot be used: {failure}",
        code=type(failure).__name__,
        instead="Nothing was asked for.",
        mend="mend the cause; where the copy itself is damaged, delete it, and it is made again",
    )
