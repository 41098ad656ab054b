"""Somebody else's program reads the description of the door, and sends it what that allows and what it does not."""

import subprocess

import pytest

from moot.web.porch import Limits
from moot.web.rates import Rate
from tests.oracles.asking import PYTHON
from tests.web.conftest import street

PROGRAM = PYTHON.with_name("st")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
BOUNDED = ("--max-examples", "15", "--seed", "1", "--max-time", "30", "--phases", "examples,coverage,fuzzing")


@pytest.mark.skipif(not PROGRAM.exists(), reason="needs schemathesis: ./dev oracles installs it")
def test_the_door_is_as_it_is_described(tmp_path):
    with street(Limits(key=Rate(1_000_000, 1))) as here:
        asked = [PROGRAM, "run", f"{here.url}/api/v1/openapi.json", "--checks", CHECKS, *BOUNDED]
        # The feed never ends, so it is not for a program that waits for the end.
        asked += ["--exclude-operation-id", "follow_events", "--no-color", "--suppress-health-check", "all"]
        done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=200)
        assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
        assert here.hall.clerk.size == 1
