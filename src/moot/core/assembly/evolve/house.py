"""What events make of the house: its members, keys, chance, values, money and influence.

Laws: a change of mandate waits for its epoch; a recovery key stands in no list until it is first used.
"""

from dataclasses import replace

from moot.core import events as e
from moot.core.assembly.state import Assembly, Target
from moot.core.ledger import moved
from moot.core.membership import Agent, Chain, Change, Key, Owner
from moot.core.persistent import put
from moot.core.value import changed


def founded(a: Assembly, x: e.MootFounded) -> Assembly:
    return changed(
        a,
        moot=x.moot,
        founded=x.founded,
        charter=x.charter,
        clerk=x.clerk,
        keys={x.clerk.key: Key(x.clerk.agent)},
        chains={x.clerk.agent: Chain(x.clerk.tip)},
        weights={each.id: each.weight for each in x.charter.purpose.values},
        latest={each.id: each.founding for each in x.charter.purpose.values},
        influence={each.id: {} for each in x.charter.purpose.values},
    )


def nonce(a: Assembly, x: e.NonceSpent) -> Assembly:
    # A recovery key stands in no list of keys until it is first used.
    key = a.keys.get(x.key) or Key(x.agent, x.level)
    return changed(a, keys=put(a.keys, x.key, Key(key.agent, key.level, key.revoked, x.nonce)))


def owner(a: Assembly, x: e.OwnerFounded) -> Assembly:
    return changed(a, owners=put(a.owners, x.owner, Owner(x.owner, x.voice)))


def agent(a: Assembly, x: e.AgentRegistered) -> Assembly:
    agent = Agent(x.agent, x.owner, x.nature, x.family, x.recovery, frozenset(x.may), registrar=x.registrar)
    return changed(a, agents=put(a.agents, x.agent, agent), keys=put(a.keys, x.key, Key(x.agent)))


def target(a: Assembly, x: e.TargetSet) -> Assembly:
    return changed(a, targets=put(a.targets, x.target, Target(x.kind, x.terms)))


def key_added(a: Assembly, x: e.KeyAdded) -> Assembly:
    if x.level == 0:
        return changed(a, keys=put(a.keys, x.key, Key(x.agent)))
    agent = a.agents[x.agent]
    return changed(a, agents=put(a.agents, x.agent, replace(agent, recovery=(*agent.recovery, x.key))))


def key_revoked(a: Assembly, x: e.KeyRevoked) -> Assembly:
    if x.level == 0:
        return changed(a, keys=put(a.keys, x.key, replace(a.keys[x.key], revoked=True)))
    agent = a.agents[x.agent]  # a recovery key is known by its hash, also before it is first used
    revoked = agent.revoked | {agent.recovery[x.level - 1]}
    return changed(a, agents=put(a.agents, x.agent, replace(agent, revoked=revoked)))


def committed(a: Assembly, x: e.ChanceCommitted) -> Assembly:
    # A new chain starts anew; how often its member was ever chosen does not.
    ever = a.chains[x.member].ever if x.member in a.chains else 0
    return changed(a, chains=put(a.chains, x.member, Chain(x.tip, ever=ever)))


def mandate(a: Assembly, x: e.MandateTaken | e.MandateLeft) -> Assembly:
    change = Change(x.agent, x.mandate, isinstance(x, e.MandateTaken), x.epoch)
    return _due_changes(changed(a, changes=(*a.changes, change)))


def _due_changes(a: Assembly) -> Assembly:
    agents = a.agents
    for change in a.changes:
        if change.epoch <= a.epoch:
            agent, one = agents[change.agent], frozenset({change.mandate})
            mandates = agent.mandates | one if change.takes else agent.mandates - one
            agents = put(agents, change.agent, replace(agent, mandates=mandates))
    return changed(a, agents=agents, changes=tuple(each for each in a.changes if each.epoch > a.epoch))


# Values, money, influence, epochs.


def weighed(a: Assembly, x: e.ValuesWeighed) -> Assembly:
    owner = replace(a.owners[x.owner], weights=x.weights, weighed=x.epoch)
    return changed(a, owners=put(a.owners, x.owner, owner), moved_by=put(a.moved_by, x.owner, x.act))


def epoch(a: Assembly, x: e.EpochClosed) -> Assembly:
    memory = a.charter.agency.trials.memory
    evidence = tuple(each for each in a.evidence if x.epoch + 1 - each.epoch < memory)
    return _due_changes(changed(a, epoch=x.epoch + 1, drawn=(), halts={}, evidence=evidence))


def repriced(a: Assembly, x: e.ValuesRepriced) -> Assembly:
    return changed(a, weights=x.new, moved_by={})


def paid(a: Assembly, x: e.CreditsMoved) -> Assembly:
    return changed(a, ledger=moved(a.ledger, x.source, x.target, x.amount))


def influence(a: Assembly, x: e.InfluenceUpdated) -> Assembly:
    return changed(a, influence={**a.influence, x.value: {**a.influence[x.value], **x.masses}})
