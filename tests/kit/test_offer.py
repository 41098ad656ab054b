"""What `import moot.kit` offers: sorted, there, and enough for whoever writes an agent."""

from dataclasses import is_dataclass
from typing import get_args, get_type_hints

import moot.kit
from moot.kit import Agent, Charter
from moot.kit.member import Member

ASKED = ("refused", "review", "forecast", "vote", "execute", "measure", "judge", "ballot", "propose", "amend", "minds")
QUESTIONS = (*ASKED, "experiment", "guard", "treat", "compare", "conclude")


def named(form) -> set[type]:
    """Return every record of ours that an annotation names, and those in their fields; a charter is read whole."""
    found = {form} if isinstance(form, type) and (is_dataclass(form) or issubclass(form, Exception)) else set()
    inner = [*get_args(form), *(get_type_hints(form).values() if is_dataclass(form) and form is not Charter else ())]
    return found.union(*(named(each) for each in inner))


def test_the_names_are_sorted_and_there():
    assert list(moot.kit.__all__) == sorted(moot.kit.__all__, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(moot.kit, name) for name in moot.kit.__all__)


def test_an_author_finds_all_that_an_agent_is_asked_and_answers():
    hints = [get_type_hints(getattr(Agent, question)) for question in QUESTIONS]
    needed = set().union(*(named(form) for each in hints for form in each.values()))
    assert len(needed) > 10
    assert {each.__name__ for each in needed} <= set(moot.kit.__all__)
    assert all(getattr(moot.kit, each.__name__) is each for each in needed)


def test_every_question_of_an_agent_is_listed_here():
    asked = {name for name in vars(Agent) if not name.startswith("_")} - {"observe", "act", "reveal"}
    assert asked == set(QUESTIONS)
    assert Member.__name__ in moot.kit.__all__
