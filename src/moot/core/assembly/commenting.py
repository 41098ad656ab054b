"""Commenting: any member says something about an open proposal, in any stage, for everybody to read.

Laws: a comment moves no stage, no vote and no credits, and no rule reads it but the count that bounds it; an owner
makes at most so many on one proposal as the proposal's charter allows, however many agents it has.
"""

from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.commands import Comment
from moot.core.events import CommentMade
from moot.core.refusal import AlreadyDone


def comment(sitting: Sitting, command: Comment) -> None:
    """Let a remark stand beside an open proposal; refuses with `NotFound`, or `AlreadyDone` past the owner's number."""
    proposal, agent = sitting.proposal(command.proposal), actor(sitting)
    most, made = proposal.frozen.charter.clarity.comments, proposal.comments.get(agent.owner, 0)
    if made >= most:
        raise AlreadyDone(
            f"{agent.owner} has made {made} comments on it, of {most} that an owner may make",
            clause="clarity.comments",
            mend="Say it where the stage asks for it: in a review, an amendment, a vote or an objection.",
        )
    sitting.tell(CommentMade(proposal.id, agent.id, agent.owner, command.text))
