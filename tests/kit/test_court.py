"""What members do about disputes, and guardians with what is open, through their door."""

from dataclasses import replace

import pytest

from moot.core.charter import Guardian
from moot.core.refusal import StageIsOver
from moot.kit import CREDIT, Agent, Appeal, Dispute, Verdict
from tests.core.court import with_rights
from tests.kit.conftest import House

FLOOR, RIGHTS = "purpose.values.safety.floor", "protocol.rights"


class Court(House):
    """A hall whose members may judge, with a guardian."""

    def founding(self):
        plain = super().founding()
        agency = replace(plain.charter.agency, guardians=(Guardian("eli", 9),))
        return with_rights(replace(plain, charter=replace(plain.charter, agency=agency)))


class Juror(Agent):
    def judge(self, file):
        return Verdict("upheld" if file["about"] == "conduct" else "void", self.member.hold("I saw it."), {})


@pytest.fixture
def court():
    made = Court()
    yield made
    made.hall.close()


def test_a_dispute_is_opened_judged_and_told(court):
    receipt = court.members["eli.person"].dispute(Dispute("conduct", "bo.ai", RIGHTS, 20 * CREDIT))
    jurors = [Juror(member) for member in court.members.values()]
    assert court.view("dispute", dispute=receipt.id)["stage"] == "summoning"
    for _ in range(3):
        for juror in jurors:
            juror.act()
        court.hall.tend()
    file = court.view("dispute", dispute=receipt.id)
    assert (file["stage"], file["outcome"]["ruling"]) == ("closed", "upheld")
    assert len(file["jury"]) == 3  # of six owners two are parties, and a jury is odd


def test_who_is_late_is_told_so(court):
    dispute = court.members["eli.person"].dispute(Dispute("conduct", "bo.ai", RIGHTS, 20 * CREDIT)).id
    with pytest.raises(StageIsOver):
        court.members["cy.person"].appeal(Appeal(dispute, 1, 44 * CREDIT))
    with pytest.raises(StageIsOver):
        court.members["cy.ai"].judge(dispute, Verdict("upheld", "00" * 32, {}))


def test_a_guardian_pauses_and_cancels_for_a_reason_that_is_kept_beside_the_record(court):
    court.run(court.cast(), until="timelock")
    proposal = court.view("docket")[0]["proposal"]
    court.members["eli.person"].pause(proposal, FLOOR, "The meter is being repaired.")
    assert court.stage() == "paused"
    court.run([], until="timelock")
    court.members["eli.ai"].cancel(proposal, FLOOR, "The meter is broken for good.")
    page = court.view("proposal", proposal=proposal)
    assert (page["outcome"], [each["left"] for each in page["guarded"]]) == ("cancelled", [1, 0])
