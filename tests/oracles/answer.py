"""The oracles' side of the pipe: a question on each line of stdin, an answer on each line of stdout, both JSON.

It runs in the environment that `./dev oracles` makes, and imports nothing of Moot. `seconds` is what the rule alone
took of this process; the question `again` asks the last one once more.
"""

import json
import os
import sys
from time import process_time

from pabutools.election import (
    Additive_Cardinal_Sat,
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    Cardinality_Sat,
    CardinalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
from pref_voting.margin_based_methods import beat_path, beat_path_defeat
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies

SATISFACTION = {"cost": Cost_Sat, "points": Cardinality_Sat, "given": Additive_Cardinal_Sat}


def schulze(papers):
    """Compare papers of options 0..m-1 by their places (equal places are ties) by winning votes."""
    profile = ProfileWithTies([dict(enumerate(paper)) for paper in papers])
    options = profile.candidates

    def run():
        defeats = beat_path_defeat(profile, strength_function=profile.support)
        return {
            "support": [[profile.support(one, other) for other in options] for one in options],
            "defeats": sorted(defeats.edges),
            "winners": beat_path(profile, strength_function=profile.support),
        }

    return run


def strict_schulze(papers):
    """Rank papers that are orders of all options; counting them is part of the work."""

    def run():
        return [int(winner) for winner in beat_path(Profile(papers))]

    return run


def shares(projects, papers, budget, utility, ties_and_step):
    """Buy by equal shares: `papers` are lists of projects, or, where the utility is given, their points by project.

    Everybody's share is raised by a step, if there is one.
    """
    made = {name: Project(name, cost) for name, cost in projects.items()}
    instance = Instance(made.values(), budget_limit=budget)
    if utility == "given":
        ballots = [CardinalBallot({made[name]: given for name, given in paper.items()}) for paper in papers]
        profile = CardinalProfile(ballots, instance=instance)
    else:
        profile = ApprovalProfile([ApprovalBallot(made[name] for name in paper) for paper in papers], instance=instance)
    ties, step = ties_and_step
    place = {name: number for number, name in enumerate(ties)}
    rule = TieBreakingRule(lambda _instance, _profile, project: place[project.name])

    def run():
        found = method_of_equal_shares(
            instance, profile, sat_class=SATISFACTION[utility], tie_breaking=rule, voter_budget_increment=step
        )
        return [project.name for project in found]

    return run


QUESTIONS = {"schulze": schulze, "strict_schulze": strict_schulze, "shares": shares}


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    run = None
    for line in sys.stdin:
        asked = json.loads(line)
        if (what := asked.pop("ask")) != "again":
            run = QUESTIONS[what](**asked)
        start = process_time()
        answer = run()
        print(json.dumps({"answer": answer, "seconds": process_time() - start}), file=answers, flush=True)


main()
