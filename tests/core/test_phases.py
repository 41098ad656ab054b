"""The table of a trial's phases is whole: every phase is reached, and leads to an end."""

from moot.core.assembly.trial_moves import TURNS
from moot.core.commands import COMMANDS
from moot.core.phases import ENDINGS, PHASES


def test_every_phase_leads_somewhere_that_exists_and_to_an_end():
    reached, line = {"drawing"}, ["drawing"]
    while line:
        fresh = [each for each in PHASES[line.pop()].leads if each not in reached and each in PHASES]
        reached |= set(fresh)
        line += fresh
    assert reached == set(PHASES)
    for phase in PHASES.values():
        assert set(phase.leads) <= {*PHASES, *ENDINGS}
        assert set(phase.acts) <= set(COMMANDS)
        assert phase.who
        assert phase.otherwise
    ending = set(ENDINGS)
    while more := {name for name, phase in PHASES.items() if set(phase.leads) & ending} - ending:
        ending |= more
    assert ending >= set(PHASES)


def test_every_phase_has_its_turn():
    assert set(TURNS) == set(PHASES)
