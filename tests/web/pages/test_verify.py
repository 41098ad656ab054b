"""The check that the browser makes: it holds for the record, and names the first entry that was meddled with."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import moot.web
from moot.hall import open_hall
from tests.clerk.town import CLERK_KEYS
from tests.web.conftest import served
from tests.web.pages.conftest import decided_town

NODE = shutil.which("node")
STATIC = Path(moot.web.__file__).parent / "static"
# What a browser has and Node lacks: addresses within a site. `meddle` changes what comes back from the door.
HARNESS = """
const [url, meddle] = [process.argv[1], new Function("path", "text", process.argv[2])];
const real = fetch;
globalThis.fetch = async (path, more) => {
  const answer = await real(url + path, more);
  return new Response(meddle(path, await answer.text()), { status: answer.status });
};
const { verifyAll } = await import(process.argv[3]);
let told = 0;
try { console.log(JSON.stringify({ ...(await verifyAll((done) => { told = done; })), told })); }
catch (error) { console.log(JSON.stringify({ error: error.message })); }
"""
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed; it stands in for a browser")


@pytest.fixture(scope="module")
def check(tmp_path_factory):
    """Give a check of a record whose answers a server meddles with."""
    folder = tmp_path_factory.mktemp("scripts")
    for name in ("verify.js", "acts.js"):
        (folder / name).write_text((STATIC / name).read_text())
    (folder / "package.json").write_text('{"type": "module"}')
    town = decided_town()

    def checked(meddle="return text"):
        command = [NODE, "--input-type=module", "-e", HARNESS, url, meddle, str(folder / "verify.js")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return json.loads(done.stdout)

    with open_hall(town.store, keys=CLERK_KEYS, clock=town.clock) as hall, served(hall) as (url, _):
        checked.hall = hall
        yield checked


def entries(change):
    """Return how to change the page of entries, as `page`."""
    read = "if (!path.includes('/entries?')) return text; const page = JSON.parse(text)"
    return f"{read}; {change}; return JSON.stringify(page)"


def test_the_whole_record_is_verified(check):
    head = check.hall.clerk.checkpoint
    assert check() == {"origin": head.origin, "size": head.size, "root": head.root.hex(), "told": head.size}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("page.rows[9].act.nonce += 1", "entry 9 has an id that is not its act's"),
        ("page.rows[9].id = page.rows[8].id", "entry 9 has an id that is not its act's"),
        ("page.rows[9].signature = page.rows[8].signature", "entry 9: the signature of"),
        ("page.rows[9].received += 1", "entry 9 is not the one that the clerk has signed"),
        ("page.rows[0].received += 1", "entry 0 is not the one that the clerk has signed"),
        ("page.rows.at(-1).received += 1", "is not the one that the clerk has signed"),
        ("page.rows[9].events = []", "entry 9 is not the one that the clerk has signed"),
        ("page.rows.splice(9, 1)", "entry 9 is not there: 10 stands in its place"),
        ("page.rows = page.rows.slice(0, 5).filter((row) => row.index < 5)", "entry 5 is missing"),
        ("page.rows[9].act.moot = '00'.repeat(32)", "entry 9 has an id that is not its act's"),
    ],
)
def test_the_first_entry_that_was_meddled_with_is_named(check, change, why):
    assert why in check(entries(change))["error"]


@pytest.mark.parametrize(
    ("meddle", "why"),
    [
        (r"return path.endsWith('/checkpoint') ? text.replace(/\n\d+\n/, '\n7\n') : text", "not signed by the clerk"),
        ('return path.endsWith(\'/v1\') ? text.replace(/"clerk":"../, \'"clerk":"00\') : text', ""),
        (
            'return path.endsWith(\'/v1\') ? text.replace(/"moot":"../, \'"moot":"zz\') : text',
            "entry 0 is not the founding of this moot",
        ),
    ],
)
def test_a_checkpoint_or_a_moot_that_is_not_the_clerks_is_not_believed(check, meddle, why):
    assert why in check(meddle)["error"]
