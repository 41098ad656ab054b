"""A trial as it is told: what is tried, who guards, what batches measured, how it ended."""

from moot.cli.story import Story
from tests.core.tried import BETTER, SAME, Tried


def told(house):
    story = Story()
    lines = [line for each in house.record for line in story.tell(each)]
    return [(line.label, "".join(part.text for part in line.parts)) for line in lines]


def said(house, label):
    return [text for name, text in told(house) if name == label]


def test_a_trial_is_told_from_its_start_to_its_end():
    house = Tried()
    house.start()
    house.run()
    assert any(text.startswith("Trial · ") for _, text in told(house))
    [tries] = said(house, "tries")
    assert "degrees" in tries
    [risk] = said(house, "risk")
    assert risk.startswith("12 units in 4 batches; at most 0.0 % of harm")
    assert len(said(house, "guard")) == 1
    first = next(text for text in said(house, "measured") if text.startswith("batch 1"))
    assert first == "batch 1, treated less the rest, in %: safety +6.0, thrift +4.0; harm 0.0"
    [reports] = said(house, "reports")
    assert "between +2.0 and +6.0 %" in reports
    [over] = said(house, "over")
    assert over.startswith("completed: all its units are measured")


def test_silence_stops_halts_and_disputes_are_told():
    house = Tried()
    house.start()
    house.draw()
    house.lapse()
    house.release()
    house.treat()
    house.now += house.trial.wanted.duration
    for meter, values in (("m1.ai", BETTER), ("m2.ai", {**BETTER, "thrift": 100_000})):
        house.reading(meter, house.trial.version, values)
        house.reading(meter, house.trial.status_quo, SAME)
    house.tend()
    guard = house.guard
    house.release("stop", 20_500_000)
    house.treat()
    house.report()
    assert "stands in" in said(house, "silent")[0]
    assert said(house, "measured")[0].endswith("not agreed on: thrift")
    assert said(house, "stopped") == [f"{guard} stops the trial at batch 2: its bets stand at 20.5 to 1"]
    house.start("bo.ai")
    house.halt("cy.ai")
    assert said(house, "halted") == ["cy.ai halts the trial under purpose.values.safety"]
    house.start("cy.ai")
    house.draw()
    house.lapse()
    house.lapse()
    assert "no further unit is released" in said(house, "silent")[-1]
