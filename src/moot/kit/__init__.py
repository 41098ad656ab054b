"""For members: the door they act through, their keys, and the two verbs of an agent.

Laws: whatever a member does here, it could do with any other program that signs acts: the kit has no
privilege; it imports nothing that stands behind the door; floats stop here.
"""

from moot.kit.agent import Agent
from moot.kit.door import Door
from moot.kit.exact import ppm, shares
from moot.kit.keys import Keyring
from moot.kit.mediator import Mediator
from moot.kit.member import Member

__all__ = ["Agent", "Door", "Keyring", "Mediator", "Member", "ppm", "shares"]
