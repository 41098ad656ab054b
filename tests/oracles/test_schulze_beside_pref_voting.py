import random

from moot.core.schulze import schulze


def random_papers(chance, options):
    return {
        f"o{number}": {option: chance.randint(1, 4) for option in options if chance.random() < 0.8}
        for number in range(chance.randint(1, 15))
    }


def test_papers_with_ties_give_the_same_defeats_and_winners(others):
    chance = random.Random(5)
    for _ in range(60):
        options = [str(number) for number in range(chance.randint(2, 6))]
        papers = random_papers(chance, options)
        ours = schulze(options, papers, options)
        places = [[4 - paper.get(option, 0) for option in options] for paper in papers.values()]
        found = others.ask("schulze", papers=places)
        beaten = {
            (int(one), int(other))
            for one in options
            for other in options
            if one != other and ours.strengths[one][other] > ours.strengths[other][one]
        }
        assert {tuple(pair) for pair in found["defeats"]} == beaten
        for one, row in zip(options, found["support"], strict=True):
            assert {other: row[int(other)] for other in options if other != one} == ours.preferred[one]
        assert int(ours.order[0]) in found["winners"]
