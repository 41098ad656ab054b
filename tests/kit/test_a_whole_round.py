"""A round in which agents do what the docket awaits: they put projects in, file ballots, reveal links, and build."""

from dataclasses import replace

from moot.core.charter import CREDIT, Budget, Kind, Priced, Term, WorstCase
from moot.core.commands import FoundingTarget
from tests.kit.conftest import CHARTER, HORIZON, Cast, House

PLANT = Kind(
    id="plant",
    target="yard",
    terms=(Term("trees", "trees", 0, 20),),
    executor="switch.ai",
    undo="take them out",
    worst_case=WorstCase(0, {}),
    horizon=HORIZON,
)
GREEN = Budget("green", 30 * CREDIT, (Priced("plant", 0, {"trees": 2 * CREDIT}),))


class Street(House):
    """The house of the kit with a yard, on which rounds of a budget plant trees."""

    def founding(self):
        first = super().founding()
        structure = replace(CHARTER.structure, actions=(*CHARTER.structure.actions, PLANT), rounds=(GREEN,))
        targets = (*first.targets, FoundingTarget("plant", {"trees": 0}))
        return replace(first, charter=replace(CHARTER, structure=structure), targets=targets)

    def row(self):
        return next((row for row in self.view("docket") if "round" in row), None)

    def settle(self, agents):
        """Let everybody act until nobody has anything to do."""
        while self.hall.tend() or [receipt for agent in agents for receipt in agent.act()]:
            pass

    def pass_deadline(self, agents):
        self.clock.set(self.row()["until"])
        self.settle(agents)


class Gardener(Cast):
    """Wants whatever costs least, reveals what it is asked for, and does not measure what was planted."""

    def measure(self, _page):
        return None

    def ballot(self, page):
        return {min(page["projects"], key=page["projects"].get): 1}


class Shy(Gardener):
    """Has nothing to say on any project yet."""

    def ballot(self, _page):
        return None


def opened(shy=()):
    house = Street()
    agents = [(Shy if name in shy else Gardener)(member) for name, member in house.members.items()]
    number = house.members["ana.ai"].open_round("green").id
    few = house.members["ana.ai"].propose("plant", {"trees": 3}).id
    house.members["bo.ai"].propose("plant", {"trees": 12})
    house.settle(agents)
    return house, agents, number, few


def test_agents_vote_reveal_and_build_by_the_docket_alone():
    house, agents, number, few = opened()
    house.pass_deadline(agents)
    page = house.view("round", round=number)
    assert (page["voted"], page["ballots"]) == (["ana", "bo", "cy", "di", "eli", "flo"], {})
    house.pass_deadline(agents)
    page = house.view("round", round=number)
    assert (page["stage"], page["faults"]) == ("closed", [])
    assert {each["proposal"] for each in page["outcome"]["fates"] if each["verdict"] == "equal_shares"} == {few}
    assert house.view("proposal", proposal=few)["result"] == "executed"


def test_whoever_has_nothing_to_say_files_no_ballot_and_is_asked_again():
    house, agents, number, _ = opened(shy=("cy.person",))
    house.pass_deadline(agents)
    assert [each["owner"] for each in house.row()["awaits"]] == ["cy"]
    assert len(house.view("round", round=number)["voted"]) == 5
