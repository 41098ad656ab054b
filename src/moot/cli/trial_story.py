"""A trial as a story: what is tried on how many units, who guards it, what each batch measured, what came of it.

Laws: every word comes from the page of the trial or from the event that is told; nothing is said of what
is still sealed.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from moot.cli.line import Line, Part, heading, said
from moot.cli.scene import plainly
from moot.cli.setting import Setting
from moot.cli.words import joined, moment, signed
from moot.core.act import MILLION
from moot.core.events import (
    BatchMeasured,
    Event,
    GuardDrawn,
    GuardReplaced,
    TrialClosed,
    TrialHalted,
    TrialReported,
    TrialStarted,
    TrialStopped,
)
from moot.views.trial_page import TrialPage
from moot.views.wording import counted, percent, short
from moot.wire.entry import Told


class TrialScene:
    """A trial's page at one moment, and the words for it."""

    def __init__(self, page: TrialPage, setting: Setting, told: Told) -> None:
        """Tell of the trial on `page`, by the entry that is told."""
        self.page, self.setting, self.told = page, setting, told

    def say(self, label: str, *parts: Part | str) -> Line:
        """Return a line of text, said now."""
        return said(label, *parts, when=self.setting.when(self.told.received, self.page.started))


TrialScenes: TypeAlias = Mapping[type[Event], Callable[[Any, TrialScene], Iterator[Line]]]


def _started(event: TrialStarted, scene: TrialScene) -> Iterator[Line]:
    now = moment(scene.told.received, scene.setting.zone)
    title = f"Trial · {now:%a} {now.day} {now:%b %Y} · {event.target}"
    yield heading(title, Part(f"   trial {short(event.trial)}", "faint"))
    changes = scene.setting.changes(event.kind, scene.page.before, event.terms)
    yield scene.say("tries", f"{scene.setting.called(event.agent)}: ", *changes)
    sizes = f"{sum(event.sizes)} units in {counted(len(event.sizes), 'batch', 'batches')}"
    yield scene.say("risk", f"{sizes}; at most {percent(event.reserve)} % of harm, reserved until it is over")


def _drawn(event: GuardDrawn, scene: TrialScene) -> Iterator[Line]:
    yield scene.say("guard", f"{scene.setting.called(event.guard.agent)} is drawn by lot, and releases each batch")


def _replaced(event: GuardReplaced, scene: TrialScene) -> Iterator[Line]:
    instead = f"{event.guard.agent} stands in" if event.guard else "no further unit is released"
    yield scene.say("silent", f"{event.silent.agent} released nothing; {instead}")


def _stopped(event: TrialStopped, scene: TrialScene) -> Iterator[Line]:
    stands = f"its bets stand at {event.wealth / MILLION:.1f} to 1"
    yield scene.say("stopped", f"{event.guard} stops the trial at batch {event.batch}: {stands}")


def _measured(event: BatchMeasured, scene: TrialScene) -> Iterator[Line]:
    apart = {name: event.treated[name] - event.control[name] for name in event.treated}
    differences = ((Part(name, f"value:{name}"), Part(f" {signed(each, percent)}")) for name, each in apart.items())
    disputed = f"; not agreed on: {', '.join(event.disputed)}" if event.disputed else ""
    harm = f"; harm {percent(event.harm)}{disputed}"
    start = f"batch {event.batch}, treated less the rest, in %: "
    yield scene.say("measured", start, *joined(differences), harm)


def _reported(event: TrialReported, scene: TrialScene) -> Iterator[Line]:
    effect = event.effects.get(scene.page.metric)
    if effect and len(scene.page.reports) == 1:  # the second says the same, or wider
        value = Part(scene.page.metric, f"value:{scene.page.metric}")
        between = f" between {signed(effect.low, percent)} and {signed(effect.high, percent)} %"
        yield scene.say("reports", f"{event.agent}: the effect on ", value, between)


def _closed(event: TrialClosed, scene: TrialScene) -> Iterator[Line]:
    back = event.reserve - min(event.harm, event.reserve)
    harm = f"{percent(event.harm)} % of harm done, {percent(back)} % of the budget returned"
    yield scene.say("over", f"{event.ending}: {event.why}; {harm}")


TRIAL: Final[TrialScenes] = {
    TrialStarted: _started,
    GuardDrawn: _drawn,
    GuardReplaced: _replaced,
    TrialStopped: _stopped,
    TrialHalted: plainly("halted", "{agent} halts the trial under {clause}"),
    BatchMeasured: _measured,
    TrialReported: _reported,
    TrialClosed: _closed,
}
