"""Ballots in the hostile town: what is counted is what everybody who saw the events would count."""

from collections import Counter

from moot.core.act import MILLION
from moot.core.events import BallotClosed, DelegatesVoted, DelegationsFrozen, VoteCast, VoteOpened, VotesCarried


class Ballots:
    """The part of a town that watches ballots."""

    def watch_ballot(self, event, command):
        match event:
            case VoteCast(act=act):
                self.papers[act] = command.paper
            case VoteOpened(proposal=proposal, act=act):
                assert self.papers[act] == self.house.state.proposals[proposal].paper.id
            case DelegationsFrozen(proposal=proposal):
                self.given[proposal] = event.given
            case VotesCarried(proposal=proposal):
                self.carry(event)
            case DelegatesVoted(proposal=proposal):
                self.spoken[proposal] = event
            case BallotClosed():
                self.count(event)

    def count(self, event):
        """Check that those who are counted, and those of whom a quorum is asked, are the frozen voters."""
        proposal = self.house.state.proposals[event.proposal]
        behind = self.behind(event.proposal, proposal)
        choices = Counter({**behind, **proposal.votes}.values())
        voters, quorum = set(proposal.frozen.voters), proposal.frozen.charter.structure.quorum
        assert set(proposal.votes) | set(behind) <= voters
        if proposal.lane == "charter":
            self.count_for_the_charter(event, proposal, behind)
            return
        assert event.owners == len(voters)
        assert event.quorum == -(-len(voters) * quorum // MILLION)
        assert (event.in_favour, event.abstained, event.against) == tuple(
            choices[each] for each in ("for", "abstain", "against")
        )
        enough = sum(choices.values()) >= event.quorum
        share = (3, 2) if proposal.unheard else (2, 1)  # of those for or against, more than a half; or two thirds
        ratio = share[0] * event.in_favour - share[1] * (event.in_favour + event.against)
        assert event.passed == (enough and event.in_favour > 0 and (ratio >= 0 if proposal.unheard else ratio > 0))

    def count_for_the_charter(self, event, proposal, behind):
        """Check the base of two thirds: who acted lately, and whoever voted all the same; people are among them."""
        base = {*proposal.frozen.active, *proposal.votes, *behind}
        assert base <= set(proposal.frozen.voters)
        assert event.owners == len(base)
        assert event.people <= len(proposal.votes)
        enough = event.people >= event.people_needed == -(-len(base) // 2)
        assert event.passed == (enough and event.in_favour > 0 and 3 * event.in_favour >= 2 * len(base))

    def carry(self, event):
        """Check that whoever handed its vote on and did not vote is counted behind somebody, or told why not."""
        proposal, given = self.house.state.proposals[event.proposal], self.given[event.proposal]
        assert set(given) | {each.to for each in given.values()} <= set(proposal.frozen.voters)
        assert set(given) - set(proposal.votes) == {*event.followed, *event.uncounted}
        cap = max(2, len(proposal.frozen.voters) * proposal.frozen.charter.agency.delegation_cap // MILLION)
        assert all(1 + n <= cap for n in Counter(each.root for each in event.followed.values()).values())
        self.carried[event.proposal] = event.followed

    def behind(self, name, proposal):
        """Return what delegates voted for others, after seeing that it is what anybody finds down each line."""
        spoken, found = self.spoken.get(name), {}
        for owner in set(self.carried.get(name, ())) - set(proposal.votes):
            at = self.given[name][owner].to
            while at not in proposal.votes:
                at = self.given[name][at].to
            found[owner] = at
        assert found == ({owner: each.root for owner, each in spoken.spoken.items()} if spoken else {})
        if spoken:
            assert spoken.weights == {root: 1 + n for root, n in Counter(found.values()).items()}
            assert all(each.choice == proposal.votes[each.root] for each in spoken.spoken.values())
        return {owner: proposal.votes[root] for owner, root in found.items()}
