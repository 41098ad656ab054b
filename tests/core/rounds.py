"""Rounds for laws: few owners and projects, small amounts, so that equal prices and empty purses are common."""

from hypothesis import strategies as st

from moot.core.papers import Project, Round

NAMES = ("bench", "lamp", "path", "pump", "shed", "tree")
OWNERS = ("ana", "bo", "cy", "dee", "eve", "fay", "gus")


def papers(most=3, names=NAMES):
    points = st.integers(1, most)
    return st.dictionaries(st.sampled_from(OWNERS), st.dictionaries(st.sampled_from(names), points), max_size=7)


@st.composite
def rounds(draw, most=3, dearest=40):
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6))
    projects = tuple(Project(name, draw(st.integers(1, dearest))) for name in names)
    asked = draw(papers(most, names)) if names else {owner: {} for owner in OWNERS}
    return Round(projects, asked, draw(st.integers(0, 3 * dearest)), tuple(draw(st.permutations(names))))
