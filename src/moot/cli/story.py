"""The story of a moot: a pure fold from entries to lines that a person can follow.

Laws: the same entries give the same lines; whatever is said was public when it happened; an entry
that changes nothing a reader would care about is passed over.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Final

from moot.cli.comings import HOUSE
from moot.cli.decision import DECISION
from moot.cli.delegates import DELEGATES
from moot.cli.deliberation import DELIBERATION
from moot.cli.hearing import HEARING, conduct
from moot.cli.line import Line
from moot.cli.scene import Scene, Scenes
from moot.cli.setting import Setting
from moot.cli.trial_story import TRIAL, TrialScene
from moot.core.act import ActId, Instant, ProposalId
from moot.core.events import DisputeOpened, EpochClosed, Event, MootFounded, ProposalSubmitted
from moot.views.charter import CharterView
from moot.views.proposal import ProposalView
from moot.views.roll import Roll
from moot.views.trial import TrialView
from moot.wire.entry import Told

# An event without a scene is passed over.
SCENES: Final[Scenes] = {**DELIBERATION, **DELEGATES, **DECISION, **HEARING}


class Story:
    """What the narrator remembers."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        """Tell the time as the clocks of `zone` do."""
        self._setting = Setting(zone)
        self._rules, self._roll = CharterView(), Roll()
        self._proposals, self._trials = ProposalView(), TrialView(self._rules, self._roll)
        self._numbers: dict[ProposalId, int] = {}
        self._cases: dict[ActId, ProposalId] = {}  # what each dispute is about
        self._since: Instant = 0  # of the last proposal
        self._when = ""  # the time that was told last

    def tell(self, told: Told) -> list[Line]:
        """Take in the next entry, and return what is worth telling of it."""
        for fold in (self._rules, self._roll, self._proposals, self._trials):
            fold.tell(told)
        for event in told.events:
            self._setting.follow(event)
            if isinstance(event, DisputeOpened) and event.proposal:
                self._cases[event.dispute] = event.proposal
            if isinstance(event, ProposalSubmitted):
                self._numbers[event.proposal] = len(self._numbers) + 1
                self._since = told.received
        return [self._dated(line) for event in told.events for line in self._lines(event, told)]

    def _dated(self, line: Line) -> Line:
        """Return `line` with its time only if that is another one than the line before had."""
        if line.form == "heading":
            self._when = ""
        before, self._when = self._when, line.when or self._when
        return replace(line, when="") if line.when == before else line

    def _lines(self, event: Event, entry: Told) -> Iterator[Line]:
        if isinstance(event, MootFounded):
            yield from self._setting.opening()
        elif isinstance(event, EpochClosed):
            yield from self._setting.epoch(self._setting.when(entry.received, self._since))
        elif say := HOUSE.get(type(event)):
            yield Line(self._setting.when(entry.received, self._since), *say(event))
        elif (tell := SCENES.get(type(event))) and (proposal := self._about(event)) in self._numbers:
            scene = Scene(self._proposals.pages[proposal], self._setting, self._numbers[proposal], entry)
            yield from tell(event, scene)
        elif (tell_trial := TRIAL.get(type(event))) and (trial := getattr(event, "trial", None)):
            yield from tell_trial(event, TrialScene(self._trials.pages[trial], self._setting, entry))
        else:
            yield from conduct(event, self._setting.when(entry.received, self._since))

    def _about(self, event: Event) -> ProposalId | None:
        """Return the proposal, or the trial, that an event is about, if it is about one."""
        return getattr(event, "proposal", None) or self._cases.get(getattr(event, "dispute", ""))
