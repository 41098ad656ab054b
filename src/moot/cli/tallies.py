"""A poll counted by a rule of choice: who is selected, why, and how that compares with what the city decided.

Laws: the rules are the core's; the file's own rule is the default; a result is compared with the city's only where
the rule spends the budget, and only for projects of which the file says what became of them.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias, TypedDict

from moot.cli.failure import BadUsage
from moot.cli.reasons import Reason, amount, of_greedy, of_places, of_ranking, of_shares
from moot.core.counting import greedy, placed
from moot.core.papers import OptionId, after, approvals, scores
from moot.core.shares import Shares, Utility, endowment, raised
from moot.core.value import value
from moot.fast.schulze import schulze
from moot.fast.shares import Market
from moot.wire.pabulib import Poll

Completion: TypeAlias = Literal["none", "greedy", "add1", "add1-greedy"]

THRESHOLD: Final = "min_project_score_threshold"  # where META has the points that greedy-threshold needs
_UNIT: Final = 1_000_000
_MOST_RAISES: Final = 1_000  # until a share has doubled


class Choices(TypedDict):
    """How to count; `step` in millionths."""

    rule: str | None
    utility: Utility
    completion: Completion
    step: int | None
    seats: int


@value
class Answer:
    """What was counted: by which rule, in words, with which result and reasons, in the order of the rule."""

    rule: str
    how: str
    selected: tuple[OptionId, ...]
    reasons: tuple[Reason, ...]
    spends: bool


@value
class Compared:
    """The city's result beside ours; `decided` of its projects have a word in the file."""

    decided: int
    ours_alone: tuple[OptionId, ...]
    theirs_alone: tuple[OptionId, ...]


def rule_of(poll: Poll) -> str:
    """Return the rule by which the city counted, or `greedy` where it is not said or not known here."""
    said = poll.meta.get("rule", "")
    if said.startswith("equalshares"):
        return "equal-shares"
    return said if said in ("greedy-no-skip", "greedy-threshold") else "greedy"


def counted_by(poll: Poll, choices: Choices) -> Answer:
    """Return the answer of the rule chosen."""
    rule = choices["rule"] or rule_of(poll)
    if rule == "equal-shares":
        return _shared(poll, choices)
    if rule.startswith("greedy"):
        return _greedily(poll, rule)
    return _ranked(poll, rule, choices["seats"])


def _ranked(poll: Poll, rule: str, seats: int) -> Answer:
    options, papers, ties = poll.asked.ties, poll.asked.papers, poll.asked.ties
    if rule == "schulze":
        reasons = tuple(of_ranking(schulze(options, papers, ties), seats))
    elif rule == "approval":
        reasons = tuple(of_places(placed(approvals(options, papers), ties), seats, "paper"))
    else:
        reasons = tuple(of_places(placed(scores(options, papers), ties), seats, "point"))
    return _answer(rule, f"places to win: {seats}", reasons, spends=False)


def _greedily(poll: Poll, rule: str) -> Answer:
    least = 1
    if rule == "greedy-threshold":
        if not (said := poll.meta.get(THRESHOLD, "")).isascii() or not said.isdigit():
            raise BadUsage(
                f"the file does not say how many points a project needs: {THRESHOLD} is '{said}'",
                code="NoThreshold",
                instead="Nothing was counted.",
                mend=f"add {THRESHOLD} to META, or take --rule greedy",
            )
        least = max(1, int(said))
    points = scores(poll.asked.ties, poll.asked.papers)
    told = greedy(poll.asked, points, skip=rule != "greedy-no-skip", least=least)
    ends = "the first that is too dear ends it" if rule == "greedy-no-skip" else "what is too dear is passed over"
    needs = f", {least:,} points are needed" if least > 1 else ""
    return _answer(rule, f"most points first, {ends}{needs}", tuple(of_greedy(told, least)), spends=True)


def _shared(poll: Poll, choices: Choices) -> Answer:
    completion, utility = choices["completion"], choices["utility"]
    buy, share = Market(poll.asked, utility), endowment(poll.asked)
    step = choices["step"] or max(_UNIT, share // _UNIT // _MOST_RAISES * _UNIT)
    found = raised(poll.asked, step, buy) if completion.startswith("add1") else buy(share)
    how = f"each paper holds {amount(share)}, utility is {'the cost' if utility == 'cost' else 'points'}"
    if found.endowment > share:
        how += f"; raised by {amount(step)} at a time, to {amount(found.endowment)}"
    reasons = tuple(of_shares(found, utility, poll.asked))
    return _answer("equal-shares", how, _completed(poll, found, reasons, completion), spends=True)


def _completed(poll: Poll, found: Shares, reasons: Sequence[Reason], completion: Completion) -> tuple[Reason, ...]:
    """Return the reasons, those of projects that equal shares missed from the greedy rule where it completes."""
    if not completion.endswith("greedy"):
        return tuple(reasons)
    left = after(poll.asked, found.chosen)
    told = of_greedy(greedy(left, scores(left.ties, left.papers)), least=1)
    missed = {each.option: each.why for each in reasons if not each.selected}
    more = (
        Reason(each.option, f"{missed[each.option]}; {each.why}", each.figures, each.selected, each.by_lot)
        for each in told
    )
    return (*(each for each in reasons if each.selected), *more)


def _answer(rule: str, how: str, reasons: tuple[Reason, ...], *, spends: bool) -> Answer:
    return Answer(rule, how, tuple(each.option for each in reasons if each.selected), reasons, spends)


def compared(poll: Poll, answer: Answer) -> Compared | None:
    """Return how the answer differs from the city's, or None where there is nothing to compare."""
    if not poll.official or not answer.spends:
        return None
    ours, theirs = set(answer.selected), {option for option, selected in poll.official.items() if selected}
    order = [option for option in poll.asked.ties if option in poll.official]
    return Compared(
        len(order),
        tuple(option for option in order if option in ours - theirs),
        tuple(option for option in order if option in theirs - ours),
    )


def odd_counts(poll: Poll) -> Mapping[OptionId, tuple[int, int]]:
    """Return the projects of which the file tells other points than its papers give, with both numbers."""
    given = scores(poll.asked.ties, poll.asked.papers)
    named = approvals(poll.asked.ties, poll.asked.papers)
    return {
        option: (told, given[option])
        for option, told in poll.told.items()
        if told not in (given[option], named[option])
    }
