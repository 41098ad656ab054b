"""How many entries a second an audit derives again: signatures, rules, tree and checkpoints of whole decisions.

Beside it the verification of the same signatures alone. The record holds decisions of 60 owners, each
act under a checkpoint of its own, as when nobody files together: the dearest case.
"""

from collections.abc import Sequence

from nacl.signing import VerifyKey

from benchmarks._measure import aim, interleaved, options, rate, show
from benchmarks._members import decide
from benchmarks._town import SEATED, Town
from moot.clerk.audit import audit
from moot.wire.entry import Entry, tell

QUICK = True
AIM = 2.5  # times the verification of all signatures


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "auditing", repeats=5)
    parser.add_argument("--decisions", type=int, default=4)
    asked = parser.parse_args(arguments)
    with (town := Town(SEATED)).hall as hall:
        for author in range(asked.decisions):
            decide(town, author)
        size = hall.store.size()
        keyed = [(VerifyKey(bytes.fromhex(tell(each).act.key)), each) for each in hall.store.read(0, size)]
        notes = audit(hall.store).checkpoints
        found = interleaved(
            asked.repeats,
            {
                "verifying the acts' signatures alone": lambda: rate(size, lambda: verified(keyed)),
                f"the whole audit of {size:,} entries": lambda: rate(size, lambda: audit(hall.store)),
            },
        )
    show(found, "entries a second of the process")
    times = 1 / found[1].ratio(found[0])
    print(f"  {notes:,} checkpoints were signed over them, which the audit verifies too")
    aim(f"within {AIM} times the verification alone (it is {times:.1f})", holds=times <= AIM)


def verified(keyed: Sequence[tuple[VerifyKey, Entry]]) -> None:
    for key, entry in keyed:
        key.verify(entry.act, entry.signature)
