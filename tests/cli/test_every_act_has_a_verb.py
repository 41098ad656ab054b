"""Whatever a member may file, some verb files: or it stands here, with the reason why none does."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

import moot.kit.member
from moot.cli import COMMANDS as VERBS
from moot.core.commands import COMMANDS

FILED_BY = {
    "FoundMoot": "init",
    "InviteOwner": "invite",
    "AdmitOwner": "admit",
    "RegisterAgent": "agent add",
    "AddKey": "key replace",
    "RevokeKey": "agent dismiss",
    "CommitChance": "key chance",
    "RevealChance": "reveal",
    "TakeMandate": "mandate take",
    "LeaveMandate": "mandate leave",
    "SuspendMember": "suspend",
    "LeaveMoot": "leave",
    "WeighValues": "weigh",
    "Delegate": "delegate",
    "RevokeDelegation": "delegate",
    "Propose": "propose",
    "Withdraw": "withdraw",
    "Comment": "comment",
    "FileReview": "review",
    "OfferAmendment": "amend",
    "FileForecast": "forecast",
    "CastVote": "vote",
    "Object": "object",
    "ReportExecution": "report",
    "ReportMeasure": "measure",
    "StartTrial": "trial start",
    "ReportGuard": "trial release",
    "HaltTrial": "trial halt",
    "ReportTrial": "trial report",
    "Dispute": "dispute",
    "Judge": "judge",
    "Appeal": "appeal",
    "OpenRound": "round open",
    "FileBallot": "round vote",
    "CancelProposal": "cancel",
    "Pause": "pause",
}
CALENDAR = "anybody may, once it is due: in a folder the calendar does, with whichever command writes next (moot tend)"
BY_NO_VERB = {
    "Advance": CALENDAR,
    "CloseEpoch": CALENDAR,
    "OpenEnvelope": "the clerk holds the envelopes, and the calendar opens them in time, as above",
    "CloseRound": CALENDAR,
}
# What is made elsewhere: the founders' first act, and the report that follows from a trial's page.
OTHERWISE = {"FoundMoot": "first_act", "ReportTrial": "computed"}


def sources(verb):
    """Return the modules of a verb: that which has its name, or those that a group takes its verbs from."""
    first, *rest = verb.split()
    command = getattr(import_module(f"moot.cli.{first}"), first)
    for name in rest:
        command = command.commands[name]
    return command, Path(import_module(command.callback.__module__).__file__)


def named_in(path):
    """Return every name that a module reads, imports or calls."""
    tree = ast.parse(path.read_text())
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    found |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found | {each.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for each in node.names}


def methods():
    """Return which of a member's methods file each command."""
    [member] = [
        node
        for node in ast.parse(Path(moot.kit.member.__file__).read_text()).body
        if isinstance(node, ast.ClassDef) and node.name == "Member"
    ]
    filing = {}
    for method in member.body:
        if isinstance(method, ast.FunctionDef):
            called = {node.id for node in ast.walk(method) if isinstance(node, ast.Name)}
            for name in called & COMMANDS.keys():
                filing.setdefault(name, set()).add(method.name)
    return filing


METHODS = methods()


def test_every_command_has_a_verb_or_a_reason():
    assert COMMANDS.keys() - BY_NO_VERB.keys() == FILED_BY.keys()


@pytest.mark.parametrize("name", FILED_BY)
def test_the_verb_of_a_command_exists_and_files_it(name):
    verb = FILED_BY[name]
    command, path = sources(verb)
    assert verb.split()[0] in VERBS
    assert command.help
    assert named_in(path) & {name, OTHERWISE.get(name, name), *METHODS.get(name, ())}, (name, path)


def test_a_reason_is_given_for_what_no_verb_files_alone():
    assert not BY_NO_VERB.keys() & FILED_BY.keys()
    assert all(len(reason) > 20 for reason in BY_NO_VERB.values())
