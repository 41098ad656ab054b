"""Foundings with many owners: the test house, and others like its members."""

from dataclasses import replace

from moot.core.lot import chain_tip
from tests.core.house import LINKS, OWNERS, founding, key_of, secret_of


def many(number, law=None):
    """The founding of the test house with `number` owners with voice; from the eighth on they hold no mandate."""
    plain = founding(law)
    voiced, servers = plain.owners[: len(OWNERS)], plain.owners[len(OWNERS) :]
    pattern = voiced[0]
    more = tuple(
        replace(
            pattern,
            id=name,
            tip=chain_tip(secret_of(name), LINKS).hex(),
            agents=tuple(
                replace(each, id=each.id.replace("ana", name), key=key_of(each.id.replace("ana", name)), mandates=())
                for each in pattern.agents
            ),
        )
        for name in (f"owner-{place:02}" for place in range(len(OWNERS) + 1, number + 1))
    )
    return replace(plain, owners=(*voiced, *more, *servers))
