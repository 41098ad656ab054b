"""A hall that is there to be killed: members file acts in threads, and every receipt is said at once.

`python -m tests.stories.mortal` reads one line for each life, {"folder": ..., "now": ...}, and forks a
process that lives it. That process says, each on a line of JSON: its number and that it is about to open
the moot; each act before it is handed in; each receipt. When it is dead its parent says so.
"""

import base64
import json
import os
import sys
from pathlib import Path
from threading import Thread

from moot.clerk.clock import HandSetClock
from moot.core.commands import CastVote, Vote, WeighValues
from moot.core.sealing import Sealing, seal
from moot.hall import open_hall
from moot.wire.acts import write_payload
from moot.wire.entry import Submission
from tests.clerk.town import CLERK_KEYS, signed, signer

OWNERS = ("bo", "cy", "dee", "eli", "flo", "gus")


def say(**said: object) -> None:
    """Write a line in one piece (it is shorter than PIPE_BUF), so that none is cut or mixed with another."""
    os.write(1, json.dumps(said).encode() + b"\n")


def spelled(submission: Submission) -> list:
    salt, payload = submission.payload or ("", b"")
    return [base64.b64encode(each).decode() for each in (submission.act, submission.signature, payload)] + [salt]


def read(spelling: list) -> Submission:
    act, signature, payload = (base64.b64decode(each) for each in spelling[:3])
    return Submission(act, signature, (spelling[3], payload) if payload else None)


def written(hall, now: int, owner: str, nonce: int) -> Submission:
    """Return the next act of an owner's person: in turn a sealed vote, and weights."""
    assembly, by = hall.clerk.assembly, f"{owner}.human"
    if nonce % 2:
        weights = {"safety": 500_000 + nonce, "thrift": 500_000 - nonce}
        return signed(by, WeighValues(weights), moot=assembly.moot, nonce=nonce, at=now)
    [proposal] = assembly.proposals.values()
    salt, vote = f"{nonce:064x}", Vote("for")
    sealed = seal(Sealing(assembly.moot, by, proposal.id, "CastVote", ""), salt, vote)
    cast = signed(by, CastVote(proposal.id, proposal.paper.id, sealed), moot=assembly.moot, nonce=nonce, at=now)
    return Submission(cast.act, cast.signature, (salt, write_payload(vote)))


def keep_filing(hall, clock: HandSetClock, owner: str) -> None:
    nonce = hall.clerk.assembly.keys[signer(f"{owner}.human").public.hex()].nonce
    while True:
        nonce += 1
        clock.advance(1)
        act = written(hall, clock.now(), owner, nonce)
        say(handed_in=spelled(act))
        receipt = hall.submit(act)
        say(receipt=[receipt.index, receipt.id, receipt.received])


def live(folder: Path, now: int) -> None:
    """Open the moot in `folder` and file acts until somebody kills this process."""
    say(alive=os.getpid())
    clock = HandSetClock(now)
    hall = open_hall(folder, clock=clock, keys=CLERK_KEYS, served=True)
    threads = [Thread(target=keep_filing, args=(hall, clock, owner)) for owner in OWNERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> None:
    for line in sys.stdin:
        life = json.loads(line)
        child = os.fork()  # no thread runs in this process
        if not child:
            live(Path(life["folder"]), life["now"])
            os._exit(1)  # nobody listens any more
        os.waitpid(child, 0)
        say(dead=child)


if __name__ == "__main__":
    main()
