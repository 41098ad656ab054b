"""A small moot behind a door, in which people do what agents do elsewhere: review, amend, comment, vote."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from moot.core.commands import FoundingAgent, FoundingOwner, FoundingTarget, FoundMoot
from moot.web.porch import Limits
from tests.kit.conftest import CHARTER, LINKS, OWNERS, WORKERS, Cast, House
from tests.web.conftest import served

PERSON = (
    *("CastVote", "Object", "WeighValues", "CommitChance", "TakeMandate", "LeaveMandate", "Withdraw"),
    *("Propose", "FileReview", "FileForecast", "OfferAmendment", "Comment", "Dispute", "AddKey", "RevokeKey"),
)
AI = ("Propose", "FileForecast", "OfferAmendment", "RevealChance", "Comment", "AddKey")
STAGES = ("review", "negotiation", "forecast", "ballot", "objection", "measuring", "closed")


class Hamlet(House):
    """The house of the kit, but its people may do all that its agents may, and only they review."""

    charter, resident = CHARTER, Cast  # the rules, and what everybody does

    def founding(self):
        def agent(name, nature, may, mandates=(), family=None):
            recovery = self.ring.commitments(name, 2)
            return FoundingAgent(name, nature, self.ring.signer(name).public.hex(), family, recovery, may, mandates)

        owners = [
            FoundingOwner(
                owner,
                (
                    agent(f"{owner}.person", "human", PERSON, ("safety", "thrift")),
                    agent(f"{owner}.ai", "ai", AI, (), ("oak", "elm", "ash")[number % 3]),
                ),
                self.ring.tip(owner),
            )
            for number, owner in enumerate(OWNERS)
        ]
        owners += [
            FoundingOwner(name, (agent(f"{name}.ai", "ai", (right,)),), voice=False) for name, right in WORKERS.items()
        ]
        clerk = self.hall.introduce("clerk", LINKS)
        return FoundMoot(self.charter, clerk, tuple(owners), (FoundingTarget("limit", {"amps": 40, "hours": 8}),))

    def propose(self, amps, reason="More current for everybody."):
        """Let ana's agent propose, and go on to the reviews."""
        return self.members["ana.ai"].propose("limit", {"amps": amps, "hours": 8}, reason)

    def residents(self, *absent):
        """Return everybody's agents but those of the absent."""
        return [self.resident(member) for name, member in self.members.items() if name not in absent]

    def go(self, stage, *absent):
        """Go on until the open proposal is in `stage`; the absent do nothing."""
        self.run(self.residents(*absent), until=stage)
        return self

    @property
    def page(self):
        """Return the page of the newest proposal."""
        newest = self.view("decisions", start="0", limit="1000")["rows"][-1]
        return self.view("proposal", proposal=newest["proposal"])

    @property
    def size(self):
        return self.hall.clerk.size

    def acts(self, kind):
        """Return the acts of a kind, in the order of the record."""
        return [told for told in self.hall.door().entries(0) if type(told.act.command).__name__ == kind]


@contextmanager
def hamlet(stage=None, *, absent=(), amps=70, wordy=False, reach=None) -> Iterator[Hamlet]:
    """Open a hamlet at a loopback port, in which the first proposal is in `stage`; `wordy` adds a comment."""
    with ExitStack() as stack:
        made = Hamlet()
        stack.enter_context(made.hall)
        if stage:
            made.propose(amps)
            if wordy:
                made.members["cy.person"].comment(made.page["proposal"], "Why *not* less?\n\n# A heading")
            made.go(stage, *absent)
        made.url, made.server = stack.enter_context(served(made.hall, Limits(), reach=reach))
        made.reception = made.server.door.state.reception
        yield made
