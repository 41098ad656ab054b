"""Admissions and the roll: who comes, who may vouch, and where owners stand, as the rules have it."""

import pytest

from moot.core.commands import AdmitOwner, InviteOwner, LeaveMoot, SuspendMember
from moot.core.refusal import Refused
from moot.views.views import Views
from tests.core.house import OWNERS, House, key_of
from tests.core.newcomers import admit, arrive, invitation, invite, join, person, settle_in


class Seen(House):
    """A house, and what its readers see."""

    def __init__(self):
        self.views, self.read = Views(), 0
        super().__init__()

    def see(self, name, **arguments):
        for told in self.record[self.read :]:
            self.views.tell(told)
        self.read = len(self.record)
        return self.views.view(name, **arguments)

    def standing(self, owner):
        return self.see("standing", owner=owner)["owners"][owner]

    def copy(self):
        twin = super().copy()
        twin.views, twin.read = Views(), 0
        return twin


@pytest.fixture
def house():
    return Seen()


def test_an_invitation_awaits_everybody_who_may_vouch_for_it(house):
    assert house.see("admissions") == []
    act = invite(house, "ned")
    [row] = house.see("admissions")
    assert row == {
        "owner": "ned",
        "stage": "invited",
        "invitation": act,
        "person": "ned.human",
        "sponsors": ["ana"],
        "act": "AdmitOwner",
        "awaits": list(OWNERS[1:]),
        "until": 1,
    }
    assert house.see("admissions", owner="bo") == [row]
    assert house.see("admissions", owner="ana") == []


def test_a_newcomer_stands_on_the_docket_while_somebody_can_do_something_for_it(house):
    invite(house, "ned")
    [row] = house.see("docket")
    epoch = house.state.charter.structure.epoch
    assert (row["newcomer"], row["stage"], row["sponsors"], row["proposal"]) == ("ned", "invited", ["ana"], None)
    assert row["until"] == house.state.epoch_began + 2 * epoch
    assert row["stakes"] == house.state.charter.agency.bond
    assert [(each["owner"], each["agent"], each["act"]) for each in row["awaits"]] == [
        (owner, None, "AdmitOwner") for owner in OWNERS[1:]
    ]
    assert house.see("docket", agent=person("bo")) == [{**row, "awaits": row["awaits"][:1]}]
    assert house.see("docket", agent="bo.ai") == house.see("docket", agent=person("ana")) == []
    house.end_epoch()
    assert [each["until"] for each in house.see("docket")] == [row["until"]]
    house.file(person("bo"), AdmitOwner("ned", row_of(house, "ned")["invitation"]))
    [row] = house.see("docket")
    assert (row["stage"], [(each["owner"], each["act"]) for each in row["awaits"]]) == (
        "admitted",
        [("ned", "CommitChance")],
    )
    join(house, "ned")
    assert house.see("docket") == []


def row_of(house, newcomer):
    [row] = [each for each in house.see("admissions") if each["owner"] == newcomer]
    return row


def test_a_later_invitation_and_a_lapse_take_the_row_away(house):
    invite(house, "ned")
    invite(house, "oda")
    assert [row["owner"] for row in house.see("admissions")] == ["oda"]
    house.end_epoch()
    house.end_epoch()
    assert house.see("admissions") == []


def test_an_admitted_newcomer_is_awaited_itself_and_then_its_time(house):
    admit(house, "ned")
    [row] = house.see("admissions")
    assert (row["stage"], row["act"], row["awaits"], row["until"]) == ("admitted", "CommitChance", ["ned"], 1)
    join(house, "ned")
    [row] = house.see("admissions")
    assert (row["stage"], row["act"], row["awaits"], row["until"]) == ("vesting", None, [], 2)
    for _ in range(3):
        house.end_epoch()
    assert house.see("admissions") == []


def test_who_never_joins_is_gone_from_the_page(house):
    admit(house, "ned")
    house.end_epoch()
    house.end_epoch()
    assert house.see("admissions") == []
    assert house.standing("ned")["left"]


def test_whom_it_awaits_would_not_be_refused_and_all_others_would(house):
    arrive(house, "ned")  # others vouch for it
    admit(house, "oda", "ana", "cy")  # ana vouches for two now, and is leaving nowhere
    join(house, "oda")
    house.end_epoch()
    house.file("gus.human", LeaveMoot())
    for owner in OWNERS[:5]:
        house.file(person(owner), SuspendMember("flo", 2))
    act = invite(house, "pip", "dee")
    [row] = [each for each in house.see("admissions") if each["owner"] == "pip"]
    assert row["awaits"] == ["bo", "cy", "eli"]
    for owner in (*OWNERS, "ned"):
        twin = house.copy()
        try:
            twin.file(person(owner), AdmitOwner("pip", act))
        except Refused:
            assert owner not in row["awaits"]
        else:
            assert owner in row["awaits"]


def test_an_invitation_goes_with_its_sponsor(house):
    invite(house, "ned")
    house.file("ana.human", LeaveMoot())
    assert house.standing("ana")["leaves"] == 0
    house.end_epoch()
    assert house.see("admissions") == []


def test_an_owners_standing_says_who_vouched_for_it_and_until_when(house):
    admit(house, "ned")
    join(house, "ned")
    shown = house.standing("ned")
    assert (shown["voice"], shown["sponsors"], shown["voice_from"], shown["vouched_until"]) == (
        False, ["ana", "bo"], 3, None,
    )  # fmt: skip
    while not house.state.owners["ned"].voice:
        house.end_epoch()
    shown = house.standing("ned")
    assert (shown["voice"], shown["voice_from"], shown["vouched_until"]) == (True, None, 15)
    founder = house.standing("ana")
    assert (founder["sponsors"], founder["vouched_until"], founder["leaves"], founder["left"]) == (
        [],
        None,
        None,
        False,
    )


def test_an_owners_standing_says_that_it_is_suspended_and_when_it_is_no_longer(house):
    for owner in OWNERS[:4]:
        house.file(person(owner), SuspendMember("gus", 2))
    assert house.standing("gus")["suspended_until"] == 2
    house.end_epoch()
    house.end_epoch()
    assert house.standing("gus")["suspended_until"] is None


def test_who_has_left_holds_no_mandate_and_no_influence(house):
    house.file("gus.human", LeaveMoot())
    house.end_epoch()
    shown = house.standing("gus")
    assert (shown["voice"], shown["left"], shown["influence"], shown["credits"]) == (False, True, {}, 0)
    assert shown["agents"]["gus.ai"]["mandates"] == []


def test_the_docket_awaits_the_votes_of_those_whose_voice_counted_at_submission(house):
    arrive(house, "ned")
    settle_in(house, "ned")
    for owner in OWNERS[:5]:
        house.file(person(owner), SuspendMember("gus", 1))
    house.propose()
    house.to("ballot")
    [row] = house.see("docket")
    assert [each["owner"] for each in row["awaits"]] == sorted({*OWNERS, "ned"} - {"gus"})
    assert {each["owner"] for each in row["awaits"]} == set(house.open.frozen.voters)


def test_an_invitation_of_another_sponsor_stays(house):
    invite(house, "ned", "ana")
    house.file("bo.human", InviteOwner("oda", "oda.human", key_of("oda.human"), (), invitation("oda").may))
    assert [row["owner"] for row in house.see("admissions")] == ["ned", "oda"]
