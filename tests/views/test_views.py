"""What holds for all views: what they can be asked, and that asking and changing answers changes nothing."""

import copy
import json
from dataclasses import replace

import pytest

from moot.core.events import CharterAmended, InfluenceUpdated, SponsorAdded
from moot.views.influence import LEARNING
from moot.views.unknown import Unknown
from moot.views.views import Stopped, Views
from tests.views.conftest import CHARTER

PROPOSAL = "01" * 32
ASKED = (
    ("charter", {}),
    ("citations", {}),
    ("docket", {}),
    ("proposal", {"proposal": PROPOSAL}),
    ("target", {"target": "garage"}),
    ("targets", {}),
    ("values", {}),
    ("standing", {}),
    ("decisions", {}),
    ("minutes", {"proposal": PROPOSAL}),
    ("precedents", {"kind": "limit", "terms": '{"amps": 70}'}),
    ("calibration", {}),
    ("coverage", {}),
    ("influence", {}),
    ("minority", {}),
    ("pulse", {}),
    ("flips", {}),
)


def spoil(plain):
    """Change everything that can be changed in a view's answer."""
    if isinstance(plain, dict):
        for each in plain.values():
            spoil(each)
        plain.clear()
    elif isinstance(plain, list):
        for each in plain:
            spoil(each)
        plain.append("spoiled")


def everything(views):
    return {name: views.view(name, **arguments) for name, arguments in ASKED}


def test_a_view_is_plain_json_and_fresh_at_every_stage(at_every_stage):
    _, chronicle = at_every_stage
    first = everything(chronicle.views)
    kept = copy.deepcopy(first)
    assert json.loads(json.dumps(first)) == first
    for answer in first.values():
        spoil(answer)
    assert everything(chronicle.views) == kept


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("dockets", {}, "no view is called 'dockets'; there are: admissions, calibration, charter"),
        ("docket", {"owner": "ana"}, "no argument of the view 'docket' is called 'owner'; there are: agent"),
        ("charter", {"at": "now"}, "no argument of the view 'charter' is called 'at'; there are: none"),
        ("proposal", {"proposal": "ff"}, "no proposal is called 'ff'; there are: none"),
        ("target", {"target": "roof"}, "no target is called 'roof'; there are: charter, garage"),
        ("standing", {"owner": "eve"}, "no owner is called 'eve'; there are: ana, bo"),
        ("docket", {"agent": "eve.ai"}, "no agent is called 'eve.ai'; there are: ana.person"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(chronicle, name, arguments, says):
    with pytest.raises(ValueError, match=says) as raised:
        chronicle.views.view(name, **arguments)
    assert isinstance(raised.value, Unknown)


def test_a_view_that_needs_an_argument_says_so(chronicle):
    with pytest.raises(ValueError, match="the view 'proposal' needs to be told which 'proposal'"):
        chronicle.views.view("proposal")


def test_of_very_many_names_only_some_are_said():
    assert str(Unknown("owner", "x", [f"o{number}" for number in range(25)])).endswith("o19 and 5 more")


def test_before_anything_happened_the_views_are_empty():
    views = Views()
    assert views.view("charter") == {"moot": None, "charter": None, "clerk": None, "since": None, "history": []}
    assert views.view("docket") == views.view("targets") == []
    assert views.view("values") == {"weights": {}, "epoch": 0, "vectors": {}, "history": []}
    assert views.view("standing") == {"owners": {}, "accounts": {}, "ledger_sum": 0}


def test_the_charter_names_the_moot_its_rules_and_its_clerk(chronicle):
    shown = chronicle.views.view("charter")
    assert (shown["moot"], shown["clerk"]) == ("f0" * 32, "clerk")
    assert shown["charter"]["structure"]["actions"][0]["terms"] == [{"id": "amps", "unit": "A", "low": 0, "high": 100}]


def test_the_charters_history_says_in_which_clauses_each_version_differs(chronicle):
    chronicle.until("waiting")
    worth = replace(CHARTER.purpose.values[0], floor=250_000)
    law = replace(
        CHARTER,
        purpose=replace(CHARTER.purpose, values=(worth, *CHARTER.purpose.values[1:])),
        agency=replace(CHARTER.agency, bond=30_000_000),
    )
    chronicle.happens(CharterAmended("0e" * 32, "0f" * 32, law, {"safety": 600_000, "thrift": 400_000}), at=77)
    first, second = chronicle.views.view("charter")["history"]
    assert (first["proposal"], first["changed"]) == (None, {})
    assert (second["since"], second["proposal"]) == (77, "0e" * 32)
    assert second["changed"] == {
        "purpose.values.safety.floor": [None, "25 %"],
        "agency.bond": ["20 credits", "30 credits"],
    }


def test_a_view_that_fails_on_an_entry_says_so_from_then_on_and_leaves_the_others(chronicle, caplog):
    chronicle.until("ballot")
    before = everything(chronicle.views)
    chronicle.happens(InfluenceUpdated("safety", 7, LEARNING))  # masses that are none
    chronicle.happens(InfluenceUpdated("safety", {"ana": 1}, LEARNING))
    entry = chronicle.size - 2
    for name, arguments in ASKED:
        if name in ("influence", "standing", "pulse", "minutes", "decisions"):  # which keep it, or read who does
            with pytest.raises(Stopped, match=f"the view '{name}' stopped at entry {entry}: "):
                chronicle.views.view(name, **arguments)
        else:
            assert chronicle.views.view(name, **arguments) == before[name]
    told = [each.message for each in caplog.records]  # once each
    assert told == [f"{each} could not take in entry {entry}" for each in ("StandingView", "Notebook", "InfluenceView")]


def test_where_all_read_from_a_view_that_fails_none_shows_anything(chronicle):
    chronicle.until("ballot")
    chronicle.happens(SponsorAdded("eve", "ana"))  # for somebody whom nobody has invited
    for name, arguments in ASKED:
        with pytest.raises(Stopped, match="stopped at entry"):
            chronicle.views.view(name, **arguments)
