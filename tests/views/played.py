"""A decision of the test house as chance would have it, for laws that hold whatever members do."""

from hypothesis import strategies as st

from moot.core.act import Condition
from moot.core.commands import Review
from tests.core.house import VALUES, House


def played(draw):
    """Return a house in which members said, and left out, whatever was drawn, up to the end of an epoch."""
    stances = st.sampled_from(["for", "could_live", "against", None])
    musts = (Condition("must", "degrees", "<=", (19,)),)

    def review(*_):
        stance = draw(stances)
        return stance and Review(stance, conditions=musts if draw(st.booleans()) else ())

    house = House()
    steps = {
        "drawing": house.reveal,
        "review": lambda: house.review(review),
        "forecast": lambda: house.forecast(lambda *_: draw(st.integers(0, 10**6))),
        "ballot": lambda: house.vote(lambda _: draw(st.sampled_from(["for", "for", "abstain", "against", None]))),
        "timelock": house.reveal,
        "executing": house.execute,
        "measuring": lambda: house.measure({each: draw(st.integers(0, 10**6)) for each in VALUES}),
    }
    house.propose(degrees=draw(st.integers(1, 19)))
    while house.state.proposals:
        stage = house.open.stage
        steps.get(stage, house.advance)()
        if house.state.proposals and house.open.stage == stage:
            house.advance()
    house.end_epoch()
    return house
