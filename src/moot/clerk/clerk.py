"""The clerk: checks what is filed, decides, appends, signs, and only then acknowledges.

Laws: one group of acts is one append with one signed checkpoint, durable and kept in a second place
before anybody hears of it; the same bytes again are answered with their first receipt; a refused act
changes nothing; where another clerk was quicker, this one reads on, as far as that clerk has signed,
and decides again; after any failure of the store, and after a fault that ended its desk, the clerk
stops until the moot is opened again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from moot.clerk.calendar import errands, next_due
from moot.clerk.checking import Checkers
from moot.clerk.envelopes import content_of
from moot.clerk.feed import Feed
from moot.clerk.head import Checked, Entered, Head, Signed, enter
from moot.clerk.opening import ClerkKeys, opened, read_on
from moot.clerk.ports import ClerkFailure, ClerkIsStopped, Clock, Conflict, Counterfoil, Held, Store
from moot.core.act import ActId, Instant
from moot.core.assembly import Assembly, examine
from moot.core.commands import Act, Command
from moot.core.refusal import KeyNotValid, Refused
from moot.record.checkpoint import Checkpoint
from moot.wire.acts import write_act
from moot.wire.entry import Receipt, Submission

Reply: TypeAlias = Receipt | Refused


@dataclass
class _Group:
    """What one append will hold, while it is put together."""

    head: Head
    received: Instant
    at: int
    entered: list[Entered] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    receipts: dict[ActId, Receipt] = field(default_factory=dict)


class Clerk:
    """The only writer of one moot. Not for several threads at once: see `moot.clerk.desk`."""

    def __init__(self, store: Store, *, clock: Clock, keys: ClerkKeys, counterfoil: Counterfoil | None = None) -> None:
        """Follow the record to its end; refuses with `BadRecord`, `WrongKeys`, `RecordIsBehind` or `BadCounterfoil`."""
        self._store, self._clock, self._keys, self._counterfoil = store, clock, keys, counterfoil
        self._stopped: ClerkFailure | str | None = None
        self._head = opened(store, keys, counterfoil)
        self._checkers = Checkers()
        self.feed = Feed(store, self.size)

    @property
    def size(self) -> int:
        """Return how many entries are acknowledged."""
        return self._head.size

    @property
    def assembly(self) -> Assembly:
        """Return the state after the last acknowledged entry."""
        return self._head.assembly

    @property
    def checkpoint(self) -> Checkpoint:
        """Return the head of the record, as the last signed checkpoint states it."""
        return self._head.checkpoint

    @property
    def stopped(self) -> ClerkFailure | str | None:
        """Return why nothing is filed any more, or nothing if it is."""
        return self._stopped

    def file(self, submissions: Sequence[Submission]) -> list[Reply]:
        """Return a receipt or a refusal for each of `submissions`, in their order, once the receipts are durable.

        Raises a `ClerkFailure` if nothing may be said about them: that of the store, or of what another clerk has
        appended meanwhile; from then on `ClerkIsStopped`.
        """
        with self._stopping():
            checked = self._checkers.check(submissions)
            while True:
                group = _Group(self._head, self.now, self.size)
                answers = [self._answer(group, *each) for each in zip(checked, submissions, strict=True)]
                try:
                    self._commit(group)
                except Conflict:
                    self._read_on()
                else:
                    return answers

    def tend(self) -> list[Reply]:
        """File everything that the clerk owes now, until nothing is due; return what became of it."""
        answers: list[Reply] = []
        while owed := self._owed():
            before = self.size
            answers += self.file(owed)
            if self.size == before:  # all of it was refused, and would be again
                break
        return answers

    def due(self) -> Instant | None:
        """Return the next instant at which `tend` has something to do, or nothing."""
        return next_due(self.assembly, self.now) if self.assembly.moot else None

    def stop(self, why: str) -> None:
        """File nothing more; what it stopped for first stays the reason."""
        self._stopped = self._stopped or why

    def close(self) -> None:
        """Stop, and let go of the checkers; closing twice is no failure."""
        self.stop("the moot was closed")
        self._checkers.close()

    @property
    def now(self) -> Instant:
        """Return the time at which an act would be received now: never before the last entry."""
        return max(self._clock.now(), self._head.received)

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Stop for good when the store fails: what it holds is then unknown."""
        if self._stopped is not None:
            raise ClerkIsStopped(self._stopped)
        try:
            yield
        except ClerkFailure as failure:
            self._stopped = failure
            raise

    def _answer(self, group: _Group, checked: Checked, submission: Submission) -> Reply:
        if isinstance(checked, Refused):
            return checked
        try:
            return self._enter(group, checked, submission.payload)
        except Refused as refused:
            return refused

    def _enter(self, group: _Group, signed: Signed, sent: tuple[str, bytes] | None) -> Receipt:
        if first := self._first_receipt(group, signed):
            return first
        content = content_of(signed.act, signed.id, sent)
        entered = enter(group.head, signed, group.received)
        if content is not None:
            examine(group.head.assembly, signed.act, content.payload)
            group.held.append(content.held)
        if not group.head.size:
            self._require_own_keys(entered.head.assembly)
        group.head = entered.head
        group.entered.append(entered)
        receipt = Receipt(entered.entry.index, signed.id, group.received)
        group.receipts[signed.id] = receipt
        return receipt

    def _first_receipt(self, group: _Group, signed: Signed) -> Receipt | None:
        key = group.head.assembly.keys.get(signed.act.key)
        if key is not None and signed.act.nonce > key.nonce:
            return None  # nonces rise, so these bytes were never entered: no need to look
        if signed.id in group.receipts:
            return group.receipts[signed.id]
        index = self._store.find([signed.id]).get(signed.id)
        if index is None:
            return None
        [entry] = self._store.read(index, index + 1)
        return Receipt(index, signed.id, entry.received)

    def _require_own_keys(self, assembly: Assembly) -> None:
        if not self._keys.fit(assembly):
            raise KeyNotValid(
                "the founding names a clerk whose key or chance chain is not this clerk's",
                clause="protocol.clerk",
                mend="Ask this clerk for its key and tip, and name those.",
            )

    def _commit(self, group: _Group) -> None:
        if not group.entered:
            return
        head = group.head
        note = head.checkpoint.sign(self._keys.signer).render()
        self._store.append([each.entry for each in group.entered], at=group.at, checkpoint=note, held=group.held)
        # A crash here leaves the second place behind the store, which the next opening accepts;
        # the other way round it would look like a restored backup.
        if self._counterfoil is not None:
            self._counterfoil.keep(note)
        self._head = head
        self.feed.tell(group.entered)

    def _read_on(self) -> None:
        """Follow what another clerk of this moot has appended."""
        self._head, news = read_on(self._store, self._keys, self._head)
        self.feed.tell(news)

    def _owed(self) -> list[Submission]:
        if not self.assembly.moot:
            return []
        now = self.now
        found = errands(self.assembly, now, secret=self._keys.secret, held=self._held)
        nonce = self.assembly.keys[self.assembly.clerk.key].nonce
        return [self._signed(command, now, nonce + 1 + more) for more, command in enumerate(found)]

    def _held(self, act: ActId) -> Held | None:
        return self._store.held([act]).get(act)

    def _signed(self, command: Command, now: Instant, nonce: int) -> Submission:
        assembly = self.assembly
        act = Act(
            moot=assembly.moot,
            by=assembly.clerk.agent,
            key=assembly.clerk.key,
            nonce=nonce,
            until=now + assembly.charter.clarity.lifetime,
            at=now,
            command=command,
        )
        data = write_act(act)
        return Submission(data, self._keys.signer.sign(data))
