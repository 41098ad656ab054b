"""What events make of the house: its members, keys, chance, values, money and influence.

Laws: a change of mandate waits for its epoch; a recovery key stands in no list until it is first used.
"""

from dataclasses import replace

from moot.core import events as e
from moot.core.assembly.state import Assembly, Target
from moot.core.charter import CHARTER, numbers, value_ids
from moot.core.delegation import Delegation
from moot.core.ledger import moved
from moot.core.membership import Agent, Chain, Change, Key, Owner
from moot.core.persistent import put, without
from moot.core.value import changed
from moot.core.values import carried


def founded(a: Assembly, x: e.MootFounded) -> Assembly:
    return changed(
        a,
        moot=x.moot,
        founded=x.founded,
        epoch_began=x.founded,
        charter=x.charter,
        clerk=x.clerk,
        keys={x.clerk.key: Key(x.clerk.agent)},
        chains={x.clerk.agent: Chain(x.clerk.tip)},
        weights={each.id: each.weight for each in x.charter.purpose.values},
        targets={CHARTER: Target(CHARTER, numbers(x.charter))},
        latest={each.id: each.founding for each in x.charter.purpose.values},
        influence={each.id: {} for each in x.charter.purpose.values},
    )


def nonce(a: Assembly, x: e.NonceSpent) -> Assembly:
    # A recovery key stands in no list of keys until it is first used.
    key = a.keys.get(x.key) or Key(x.agent, x.level)
    keys = put(a.keys, x.key, Key(key.agent, key.level, key.revoked, x.nonce))
    agent = a.agents.get(x.agent)  # the clerk is nobody's
    owner = a.owners[agent.owner] if agent else None
    if owner is None or owner.active == a.epoch:
        return changed(a, keys=keys)
    return changed(a, keys=keys, owners=put(a.owners, owner.id, replace(owner, active=a.epoch)))


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


# Votes that are handed on.


def delegated(a: Assembly, x: e.VoteDelegated) -> Assembly:
    mine = {**a.delegations.get(x.owner, {}), x.topic: Delegation(x.to, x.until)}
    return changed(a, delegations=put(a.delegations, x.owner, mine))


def undelegated(a: Assembly, x: e.DelegationRevoked | e.DelegationExpired) -> Assembly:
    mine = without(a.delegations[x.owner], x.topic)
    left = put(a.delegations, x.owner, mine) if mine else without(a.delegations, x.owner)
    return changed(a, delegations=left)


# Values, money, influence, epochs.


def weighed(a: Assembly, x: e.ValuesWeighed) -> Assembly:
    owner = replace(a.owners[x.owner], weights=x.weights, weighed=x.epoch)
    return changed(a, owners=put(a.owners, x.owner, owner), moved_by=put(a.moved_by, x.owner, x.act))


def epoch(a: Assembly, x: e.EpochClosed) -> Assembly:
    memory = a.charter.agency.trials.memory
    evidence = tuple(each for each in a.evidence if x.epoch + 1 - each.epoch < memory)
    began = a.epoch_began + a.charter.structure.epoch
    past = (*a.past, a.influence)[-a.charter.awareness.alarms.within - 1 :]
    fresh = changed(a, epoch=x.epoch + 1, epoch_began=began, drawn=(), demands={}, halts={}, past=past)
    return _due_changes(changed(fresh, evidence=evidence))


def repriced(a: Assembly, x: e.ValuesRepriced) -> Assembly:
    return changed(a, weights=x.new, moved_by={})


def amended(a: Assembly, x: e.CharterAmended) -> Assembly:
    # What a value that is gone had stays, for the proposals that were submitted under it.
    new = [each for each in x.charter.purpose.values if each.id not in a.influence]
    before = value_ids(a.charter)
    owners = {
        owner.id: replace(owner, weights=carried(owner.weights, before, x.charter.purpose.values))
        for owner in a.owners.values()
        if owner.weights
    }
    return changed(
        a,
        charter=x.charter,
        weights=x.weights,
        owners={**a.owners, **owners},
        influence={**a.influence, **{each.id: {} for each in new}},
        latest={**a.latest, **{each.id: each.founding for each in new}},
        targets={**a.targets, CHARTER: Target(CHARTER, numbers(x.charter))},
    )


def paid(a: Assembly, x: e.CreditsMoved) -> Assembly:
    return changed(a, ledger=moved(a.ledger, x.source, x.target, x.amount))


def influence(a: Assembly, x: e.InfluenceUpdated) -> Assembly:
    return changed(a, influence={**a.influence, x.value: {**a.influence[x.value], **x.masses}})
