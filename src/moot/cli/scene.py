"""A scene: a proposal's page at one moment, and the words for it.

Laws: a version has one letter from the first time it is told to the last; what stands at the
beginning of a line is when it happened.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from moot.cli.line import Line, Part, said
from moot.cli.setting import Setting
from moot.core.act import VersionId
from moot.core.events import Event
from moot.views.page import Page
from moot.views.sentences import filled
from moot.views.wording import version_name
from moot.wire.entry import Told


class Scene:
    """A proposal's page at one moment, and the words for it."""

    def __init__(self, page: Page, setting: Setting, number: int, told: Told) -> None:
        """Tell of decision `number`, by the entry that is told."""
        self.page, self.setting, self.number, self.told = page, setting, number, told

    def say(self, label: str, *parts: Part | str) -> Line:
        """Return a line of text, said now."""
        return said(label, *parts, when=self.now)

    @property
    def now(self) -> str:
        """Return when it is, as a line begins."""
        return self.setting.when(self.told.received, self.page.submitted)

    def letter(self, version: VersionId) -> str:
        """Return what a version is called: `now` for the status quo, A for the original, then B, C, ..."""
        return version_name(list(self.page.versions).index(version))

    def changes(self, version: VersionId, base: VersionId) -> tuple[Part, ...]:
        """Return in which terms a version differs from its base."""
        versions = self.page.versions
        return self.setting.changes(self.page.kind, versions[base].terms, versions[version].terms)


def plainly(label: str, words: str) -> Callable[[Event, Any], Iterator[Line]]:
    """Return a scene of one line: a label, and words with what they name of the event (see `moot.views.sentences`)."""

    def tell(event: Event, scene: Scene) -> Iterator[Line]:
        yield scene.say(label, filled(words, event))

    return tell


Scenes: TypeAlias = Mapping[type[Event], Callable[[Any, Scene], Iterator[Line]]]  # each by the event that it tells
