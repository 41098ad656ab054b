"""Every reason to say no: what, why with its clause, what to do, and that nothing was recorded.

    Refused
    ├── Malformed           the act itself cannot be read or is out of bounds
    │   ├── NotCanonical        its bytes are not the canonical form of what they say
    │   ├── BadShape            an unknown or missing field, a wrong type, range or size
    │   ├── BadSignature        the signature does not fit the bytes and the key
    │   └── WrongMoot           it was signed for another moot
    ├── NotEntitled         this member, with this key, may not do it
    │   ├── UnknownMember       no such agent, owner or key
    │   ├── KeyNotValid         the key is unknown, revoked or of too low a level
    │   ├── NoRight             the agent's registration does not list this act
    │   ├── NotYours            the seat, grant, link or proposal is somebody else's
    │   └── ConflictOfInterest  nobody decides on their own owner's work
    ├── NotNow              it may be right at another time
    │   ├── NonceIsSpent        a higher nonce of this key was already used
    │   ├── OutOfTime           the act has run out, or its clock is off
    │   ├── StageIsOver         the proposal is in another stage
    │   ├── TargetIsBusy        another proposal on the target is open
    │   ├── VersionIsStale      it names a version, slate, paper or base that is not the present one
    │   ├── AlreadyDone         it was done before, and can be done once
    │   ├── NotDue              the deadline lies ahead
    │   └── OwnerIsSuspended    its owner is suspended for a while
    ├── NotFound            nothing has that name
    ├── NotAllowed          a clause of the charter forbids it
    │   ├── CharterWouldLock    the charter has a clause that cannot stand
    │   ├── OutOfBounds         a term, weight or forecast lies outside its bounds
    │   ├── TooMuchRisk         the worst case of a trial is more than is left of a budget of harm
    │   ├── SealIsBroken        the envelope does not hold what was sealed
    │   └── LinkDoesNotFit      the link is not on the committed chain
    └── NotCovered          credits do not cover it
        ├── OwnerCannotPay      the owner's free credits are too few
        └── FundCannotPay       the commons fund is too low to pay the reviewers

>>> str(TargetIsBusy("another proposal on caltech is open", clause="structure.actions", mend="Wait for it to close."))
'another proposal on caltech is open (structure.actions). Wait for it to close. Nothing was recorded.'
"""


class Refused(Exception):
    """Base of the tree: an act was refused and changed nothing."""

    def __init__(self, why: str, *, clause: str = "protocol", mend: str = "") -> None:
        """Keep why, under which clause, and what to do next."""
        super().__init__(why)
        self.why, self.clause, self.mend = why, clause, mend

    def __str__(self) -> str:
        """Say what, why and what to do, and what did not happen."""
        return f"{self.why} ({self.clause}).{' ' if self.mend else ''}{self.mend} Nothing was recorded."

    @property
    def code(self) -> str:
        """Return the stable code of the refusal: its name."""
        return type(self).__name__


class Malformed(Refused):
    """The act itself cannot be read or is out of bounds."""


class NotCanonical(Malformed):
    """Its bytes are not the canonical form of what they say."""


class BadShape(Malformed):
    """An unknown or missing field, a wrong type, range or size."""


class BadSignature(Malformed):
    """The signature does not fit the bytes and the key."""


class WrongMoot(Malformed):
    """It was signed for another moot."""


class NotEntitled(Refused):
    """The member, with this key, may not do it."""


class UnknownMember(NotEntitled):
    """No such agent, owner or key."""


class KeyNotValid(NotEntitled):
    """The key is unknown, revoked or of too low a level."""


class NoRight(NotEntitled):
    """The agent's registration does not list this act."""


class NotYours(NotEntitled):
    """The seat, grant, link or proposal is somebody else's."""


class ConflictOfInterest(NotEntitled):
    """Nobody decides on their own owner's work."""


class NotNow(Refused):
    """It may be right at another time."""


class NonceIsSpent(NotNow):
    """A higher nonce of this key was already used."""


class OutOfTime(NotNow):
    """The act has run out, or its clock is off."""


class StageIsOver(NotNow):
    """The proposal is in another stage."""


class TargetIsBusy(NotNow):
    """Another proposal on the target is open."""


class VersionIsStale(NotNow):
    """It names a version, slate, paper or base that is not the present one."""


class AlreadyDone(NotNow):
    """It was done before, and can be done once."""


class NotDue(NotNow):
    """The deadline lies ahead."""


class OwnerIsSuspended(NotNow):
    """Its owner is suspended for a while."""


class NotFound(Refused):
    """Nothing has that name."""


class NotAllowed(Refused):
    """A clause of the charter forbids it."""


class CharterWouldLock(NotAllowed):
    """The charter has a clause that cannot stand."""


class OutOfBounds(NotAllowed):
    """A term, weight or forecast lies outside its bounds."""


class TooMuchRisk(NotAllowed):
    """The worst case of a trial is more than is left of a budget of harm."""


class SealIsBroken(NotAllowed):
    """The envelope does not hold what was sealed."""


class LinkDoesNotFit(NotAllowed):
    """The link is not on the committed chain."""


class NotCovered(Refused):
    """Credits do not cover it."""


class OwnerCannotPay(NotCovered):
    """The owner's free credits are too few."""


class FundCannotPay(NotCovered):
    """The commons fund is too low to pay the reviewers."""
