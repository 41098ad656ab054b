"""Charters to begin with: one for a team, one for a community, one for a laboratory.

Laws: a template founds a moot as it is, and sets no clause to its standard; what it cannot know (who the
members are, who carries out, who measures) has a name to be filled in, and docs/charters.md says which.

>>> [each.name for each in TEMPLATES.values()], TEMPLATES["team"].in_force
(['team', 'community', 'laboratory'], {'pace': {'wip': 4, 'meetings': 6}})
"""

from collections.abc import Mapping
from typing import Final

from moot.core.act import Terms
from moot.core.value import value


@value
class Template:
    """A charter to begin with: for whom, and the terms in force by kind of action when it begins."""

    name: str
    whom: str
    in_force: Mapping[str, Terms]

    @property
    def text(self) -> str:
        """Return the charter as TOML."""
        from importlib.resources import files

        return files("moot.cli").joinpath("templates", f"{self.name}.toml").read_text(encoding="utf-8")


TEMPLATES: Final[Mapping[str, Template]] = {
    each.name: each
    for each in (
        Template("team", "a team that decides how it works", {"pace": {"wip": 4, "meetings": 6}}),
        Template("community", "a community that shares a house", {"opening": {"hours": 60, "fee": 800}}),
        Template(
            "laboratory",
            "agents that try settings and are measured",
            {"settings": {"budget": 100, "attempts": 3, "checkers": 1}},
        ),
    )
}
