"""How many whole decisions the rules take a second: 15 reviews, 2 amendments, 15 forecasts, 60 votes, settlement.

In memory, without signatures; with drawing by lot, opening of envelopes and measurement that is 200
acts. They are made beforehand, and put to the rules again. Beside it Ed25519 verifications.
"""

from benchmarks._measure import QUIET, VERIFIED, aim_beside, interleaved, options, rate, show, verification
from benchmarks._members import decide
from benchmarks._town import SEATED, House
from benchmarks.ballot import replayed

QUICK = True
AIM = 200  # decisions a second


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "decisions", repeats=5)
    parser.add_argument("--decisions", type=int, default=10)
    asked = parser.parse_args(arguments)
    house = House(SEATED)
    before, first = house.state, len(house.filed)
    for author in range(asked.decisions):
        decide(house, author)
    filed = house.filed[first:]
    acts = len(filed) // asked.decisions
    found = interleaved(
        asked.repeats,
        {
            f"{VERIFIED}, {acts} each": lambda: verification(500)() / acts,
            f"the rules, {acts} acts each": lambda: rate(asked.decisions, replayed(before, filed)),
        },
    )
    show(found, "decisions a second of the process")
    print(f"  {found[1].median * acts:,.0f} acts/s")
    aim_beside(found[1], found[0], AIM * acts / QUIET, AIM)
