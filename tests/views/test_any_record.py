"""Whatever members do in whatever order, the views of it can be asked at any time and agree with the state."""

import json

from hypothesis import HealthCheck, settings

from moot.views.views import Views
from tests.core.test_laws import Town
from tests.views.asking import everything


class Watched(Town):
    """A town of which somebody reads everything."""

    def teardown(self):
        super().teardown()
        if hasattr(self, "house"):  # not when it was never initialized
            views = Views()
            for told in self.house.record:
                views.tell(told)
                if told.index % 9 == 0:  # as often as a test can afford
                    json.dumps(everything(views))
            self.the_views_agree_with_the_state(views, self.house.state)
            self.what_is_closed_has_moved_as_much_as_it_took(views)

    def the_views_agree_with_the_state(self, views, state):
        assert views.view("influence")["now"] == {name: dict(masses) for name, masses in state.influence.items()}
        pulse = views.view("pulse")
        assert pulse["fund"] == state.ledger.accounts.get("fund", 0)
        assert pulse["epoch"] == state.epoch
        assert {name: each["measured"] for name, each in pulse["values"].items()} == dict(state.latest)
        assert sum(pulse["open"].values()) == len(state.proposals)

    def what_is_closed_has_moved_as_much_as_it_took(self, views):
        for row in views.view("decisions", limit="1000")["rows"]:
            minutes = views.view("minutes", proposal=row["proposal"])
            assert (sum(each["net"] for each in minutes["money"].values()) == 0) or row["outcome"] is None
            assert minutes["dates"][-1]["left"] is not None
            assert minutes["stage"] == self.stages[row["proposal"]]
            assert [each["name"] for each in minutes["versions"]][:2] == ["now", "A"]


TestWatched = Watched.TestCase
TestWatched.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
