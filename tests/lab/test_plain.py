"""Plain averaging on slates made by hand."""

from moot.lab.plain import choice, scores, totals

ANA, BO = {"safety": 600_000, "thrift": 400_000}, {"safety": 200_000, "thrift": 800_000}
VECTORS = {"ana": ANA, "bo": BO}  # the mean: .4 and .6


def page(**forecasts):
    return {"candidates": [{"version": "quo"}, {"version": "original"}], "forecasts": forecasts}


def said(quo, original):
    return {
        name: dict(zip(("safety", "thrift"), cells, strict=True))
        for name, cells in (("quo", quo), ("original", original))
    }


def test_the_score_is_the_mean_of_forecasts_at_the_mean_of_weights():
    asked = page(cy=said((500_000, 500_000), (800_000, 300_000)), dee=said((500_000, 300_000), (600_000, 500_000)))
    # quo .4 * .5 + .6 * .4; original .4 * .7 + .6 * .4
    assert scores(asked, VECTORS) == {"quo": 440_000, "original": 520_000}
    assert choice(asked, VECTORS) == "original"


def test_one_lie_moves_the_mean_as_far_as_it_is_long():
    honest = [said((600_000, 600_000), (500_000, 500_000)) for _ in range(9)]
    liar = said((0, 0), (1_000_000, 1_000_000))
    asked = page(**{f"r{at}": each for at, each in enumerate([*honest, liar])})
    assert scores(asked, VECTORS) == {"quo": 540_000, "original": 550_000}
    assert choice(asked, VECTORS) == "original"


def test_of_equals_what_is_in_force_stays():
    assert choice(page(cy=said((500_000, 500_000), (500_000, 500_000))), VECTORS) == "quo"


def test_a_difference_below_one_ppm_counts():
    asked = page(cy=said((500_000, 500_000), (500_000, 500_000)), dee=said((500_000, 500_000), (500_001, 500_000)))
    assert len(set(scores(asked, VECTORS).values())) == 1
    assert choice(asked, VECTORS) == "original"


def test_without_a_forecast_or_a_weight_nothing_is_chosen():
    assert totals(page(), VECTORS) == scores(page(), VECTORS) == {}
    assert choice(page(cy=said((1, 1), (2, 2))), {}) is None
