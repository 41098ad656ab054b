import json
import re

from moot.hall import open_hall
from moot.wire.charter import clauses
from tests.core.house import charter


def test_every_clause_is_shown_with_its_id_and_unit(moot, whole):
    rows = moot("charter", "show", whole[0]).output.splitlines()
    for clause in clauses(charter()):
        if clause.id.endswith(".id"):
            continue
        assert re.search(rf"^  {re.escape(clause.id)} +{re.escape(clause.text)}$", "\n".join(rows), re.MULTILINE)
    assert any("structure.quorum" in row and "50 %" in row for row in rows)
    assert any("agency.bond" in row and "20 credits" in row for row in rows)
    assert max(map(len, rows)) <= 100
    assert [row for row in rows if row in {"purpose", "structure", "awareness", "agency", "clarity"}] == [
        "purpose",
        "structure",
        "awareness",
        "agency",
        "clarity",
    ]


def test_the_charter_in_json(moot, whole):
    folder, entries = whole
    shown = json.loads(moot("charter", "show", folder, "--json").output)
    assert shown["moot"] == entries[0].id
    assert shown["charter"]["agency"]["bond"] == 20_000_000
    assert shown["clauses"]["structure.windows.ballot"] == "1 h"


def test_a_moot_that_nobody_founded_has_no_charter(moot, tmp_path):
    open_hall(tmp_path / "new").close()
    said = moot("charter", "show", tmp_path / "new")
    assert said.exit_code == 3
    assert "not founded yet" in said.stderr
