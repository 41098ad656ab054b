"""`moot delegate`: to hand one's owner's votes on to another owner, to take them back, or to see who votes for whom.

Laws: without options nothing is signed; how long it lasts is shown before it is signed, and is never longer
than the charter allows.
"""

from typing import Unpack

import click

from moot.cli.asking import needed
from moot.cli.entries import one_line
from moot.cli.failure import BadUsage
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.rows import Row, tell
from moot.cli.tend import duration
from moot.cli.words import instant, round_percent
from moot.views import Shown


@click.command(short_help="Hand your votes on, or see who votes for whom.")
@taking_the_floor
@click.option("--to", metavar="OWNER", help="Who votes for you wherever you do not.")
@click.option(
    "--topic", metavar="TOPIC", help="all (unless you say otherwise), kind/NAME of an action, or value/NAME at stake."
)
@click.option("--for", "lasting", metavar="DURATION", help="Such as '30 days'; as long as the charter allows, if not.")
@click.option("--back", is_flag=True, help="Take back what you handed on under the topic.")
def delegate(*, to: str | None, topic: str | None, lasting: str | None, back: bool, **asked: Unpack[Asked]) -> None:
    """Hand your owner's votes in the moot in FOLDER on to an owner whom you trust, until you take them back.

    It holds for ballots that open from then on. Whatever you vote yourself overrides it, and of several
    topics the most specific counts. Without options, see who hands what on to whom now.
    """
    if to and back:
        raise BadUsage("--to and --back exclude one another", code="BadUsage", mend="give one of them")
    if not (to or topic or lasting or back):
        _show(asked)
        return
    with floor(asked) as now:
        if back:
            _take_back(now, topic or "all")
        else:
            _hand_on(now, to, topic or "all", lasting)


def _hand_on(floor: Floor, to: str | None, topic: str, lasting: str | None) -> None:
    agency = floor.charter.agency
    to = needed(to, "--to OWNER", "Who votes for you wherever you do not")
    until = floor.member.clock() + (duration(lasting) if lasting else agency.delegation_expiry)
    most = round_percent(agency.delegation_cap)
    rows = [
        ("hands on", f"the votes of {floor.member.owner} on {said_topic(topic)}"),
        ("to", f"{to}, who votes for {most} of the owners at most, itself included (two always)"),
        ("until", f"{instant(until)}, or until you take it back"),
        *_replaced(floor, topic),
        ("counts", "in ballots that open from now on; what you vote yourself overrides it"),
    ]
    floor.file(f"a delegation to {to}", rows, lambda: floor.member.delegate(topic, to, until))


def _take_back(floor: Floor, topic: str) -> None:
    rows = [
        *_replaced(floor, topic),
        ("back", f"the votes of {floor.member.owner} on {said_topic(topic)} are its own again"),
        ("counts", "in ballots that open from now on; what you vote yourself overrides it anyway"),
    ]
    floor.file(f"{said_topic(topic)} taken back", rows, lambda: floor.member.revoke_delegation(topic))


def said_topic(topic: str) -> str:
    """Return a topic in words."""
    sort, _, name = topic.partition("/")
    return {"kind": f"proposals of the kind {name}", "value": f"proposals that move {name}"}.get(sort, "everything")


def _replaced(floor: Floor, topic: str) -> list[Row]:
    """Return what is handed on under a topic so far."""
    given = floor.see("standing", owner=floor.member.owner)["owners"][floor.member.owner]["hands_on"]
    return [("so far", f"to {each['to']}, until {instant(each['until'])}") for each in given if each["topic"] == topic]


def _show(asked: Asked) -> None:
    from moot.cli.house import clock_of
    from moot.cli.seen import seeing

    with seeing(asked["folder"]) as seen:
        owners = seen.view("standing")["owners"]
    now = clock_of(asked["folder"]).now()
    given = [each for owner in owners.values() for each in owner["hands_on"] if each["until"] > now]
    if asked["as_json"]:
        click.echo(one_line({"kind": "delegations", "delegations": given}))
        return
    _tell(given)


def _tell(given: list[Shown]) -> None:
    click.echo("Who votes for whom, wherever it does not vote itself" if given else "Nobody hands a vote on.")
    tell(
        (each["owner"], f"{each['to']} on {said_topic(each['topic'])}, until {instant(each['until'])}")
        for each in given
    )
