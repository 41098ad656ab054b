"""Members of every mood: honest, silent and hostile ones, in a house of two targets."""

from dataclasses import fields, replace

from moot.core.act import MILLION, Condition
from moot.core.assembly.opening import sealed_in
from moot.core.assembly.state import matters
from moot.core.canonical import digest
from moot.core.charter import CHARTER, DAY, value_ids
from moot.core.commands import (
    SEALS,
    AddKey,
    Advance,
    Block,
    CancelProposal,
    CastVote,
    CloseEpoch,
    CloseRound,
    Comment,
    CommitChance,
    Delegate,
    FileForecast,
    FileReview,
    Finding,
    Forecast,
    LeaveMandate,
    Measure,
    Object,
    OfferAmendment,
    OpenEnvelope,
    Propose,
    RegisterAgent,
    ReportExecution,
    ReportMeasure,
    RevealChance,
    Review,
    RevokeDelegation,
    RevokeKey,
    TakeMandate,
    Vote,
    WeighValues,
    Withdraw,
)
from moot.core.lot import chain_tip, link
from moot.core.proposal import OPENING, base_of
from moot.core.sealing import Sealing, seal
from tests.core.house import LINKS, NEWCOMERS, OWNERS, key_of, secret_of

HOUR = 3_600_000
TOPICS = ("all", "all", "kind/set_heat", "value/safety", "value/thrift", "value/luck")
AGENTS = (*(f"{owner}.{kind}" for owner in OWNERS for kind in ("ai", "human")), "ed.ai", "m1.ai", "m2.ai", "clerk")
KINDS = {"set_heat": "hall", "set_light": "lamp"}


def hand(member):
    """Who reveals for a member."""
    if member == "clerk":
        return member
    return f"{member}.human" if member in NEWCOMERS else f"{member}.ai"


def sealed(house, proposal, by, payload, mandate=""):
    kind = next(act.__name__ for act, held in SEALS.items() if held is type(payload))
    salt = digest([by, kind, mandate, len(house.held)])
    found = seal(Sealing(house.state.moot, by, proposal.id, kind, mandate), salt, payload)
    house.held[found] = (salt, payload)
    return found


def forget(house, found, chance):
    """Lose the content of some sealed acts, so that nobody can ever open them."""
    if chance.random() < 0.05:
        del house.held[found]


def amending(house, chance):
    """The present charter with some change: a number, a value split in two, a value fewer, or what cannot stand."""
    law = house.state.charter
    structure, values, metering = law.structure, law.purpose.values, law.awareness.metering
    change = chance.choice(["quorum", "epoch", "split", "join", "lock"])
    if change == "split" and len(values) < 4:
        name = f"{values[0].id}-{len(values)}"
        values = (*values, replace(values[0], id=name, measure=f"another {name}", parent=values[0].id))
        metering = (*metering, replace(metering[0], value=name))
    elif change == "join" and len(values) > 2:
        values, metering = (*values[:1], *values[2:]), (*metering[:1], *metering[2:])
    elif change == "epoch":
        structure = replace(structure, epoch=structure.epoch // 2 + 1)
    else:
        structure = replace(structure, quorum=0 if change == "lock" else chance.randint(200_000, 700_000))
    total = sum(each.weight for each in values[1:])
    values = (replace(values[0], weight=MILLION - total), *values[1:]) if total < MILLION else values
    mandates = tuple(
        replace(
            each, values=tuple(name for name in each.values if name in {worth.id for worth in values}) or ("safety",)
        )
        for each in structure.mandates
    )
    return replace(
        law,
        purpose=replace(law.purpose, values=values),
        structure=replace(structure, mandates=mandates),
        awareness=replace(law.awareness, metering=metering),
    )


def proposing(house, chance, kind=None):
    by, kind = f"{chance.choice(OWNERS)}.ai", kind or chance.choice([*sorted(KINDS), *sorted(KINDS), CHARTER])
    if kind == CHARTER:
        law = house.state.charter
        return by, Propose(kind, {}, base_of(CHARTER, law), charter=amending(house, chance))
    now = house.state.targets[KINDS[kind]].terms
    terms = {"degrees": chance.randint(0, 42), "hours": chance.choice([now["hours"], chance.randint(0, 24)])}
    return by, Propose(kind, terms, base_of(KINDS[kind], now))


def reveals(_, proposal, __):
    side = "lottery" if proposal.stage.startswith("timelock") else "drawing"
    for member, each in proposal.links[side].items():
        if each.number <= LINKS:
            disclosed = link(secret_of(member), each.number, LINKS).hex()
            yield hand(member), RevealChance(proposal.id, each.number, disclosed)


def _reviews(house, proposal, chance):
    for mandate, panel in proposal.panels.items():
        for seat in panel.seats:
            term = "structure.quorum" if proposal.kind.id == CHARTER else "degrees"
            must = Condition("must", term, chance.choice(["<=", ">="]), (chance.randint(0, 40),))
            doubt = Finding("major", "purpose.values.safety.floor", None, bonded=True)
            stance = chance.choice(["for", "could_live", "against"])
            review = Review(stance, (doubt,) * chance.randint(0, 1), (must,) * chance.randint(0, 1))
            found = sealed(house, proposal, seat.agent, review, mandate)
            yield seat.agent, FileReview(proposal.id, proposal.original, mandate, found)


def _offers(house, proposal, chance):
    by = f"{chance.choice(OWNERS)}.ai"
    if proposal.kind.id == CHARTER:
        yield by, OfferAmendment(proposal.id, proposal.original, {}, charter=amending(house, chance))
        return
    yield by, OfferAmendment(proposal.id, chance.choice(sorted(proposal.versions)), {"degrees": chance.randint(0, 40)})


def _forecasts(house, proposal, chance):
    slate, bright = proposal.slate, chance.choice([600_000, 600_000, 300_000])
    for agent in (*slate.pooled, *slate.scored):
        cells = {
            each.version: {
                value: (500_000 if each.version == proposal.status_quo else bright) + chance.randint(0, 200_000)
                for value in value_ids(proposal.frozen.charter)
            }
            for each in slate.candidates
        }
        stake = chance.choice([1_000_000, 5_000_001, 190_000_000])
        found = sealed(house, proposal, agent, Forecast(cells))
        forget(house, found, chance)
        yield agent, FileForecast(proposal.id, slate.id, stake, found)


def _votes(house, proposal, chance):
    owners, mood = proposal.frozen.voters, chance.choice([0.5, 0.6, 0.9])
    for owner in chance.sample(owners, chance.choice([len(owners)] * 3 + [3, 2])):
        choice = "for" if chance.random() < mood else chance.choice(["abstain", "against"])
        vote = Vote(choice, Block("purpose.values.safety.floor") if chance.random() < 0.06 else None)
        found = sealed(house, proposal, f"{owner}.human", vote)
        forget(house, found, chance)
        yield f"{owner}.human", CastVote(proposal.id, proposal.paper.id, found)


def _objections(_, proposal, chance):
    yield (
        f"{chance.choice(OWNERS)}.human",
        Object(proposal.id, proposal.paper.id, chance.choice(["abstain", "against"])),
    )


def _minds(_, proposal, chance):
    for owner in chance.sample(OWNERS, chance.choice([0, 0, 1, 2])):
        yield f"{owner}.human", Object(proposal.id, proposal.paper.id)


def _reports(_, proposal, chance):
    run = proposal.run
    result = chance.choice(["executed", "executed", "executed", "partly_executed", "failed", "unknown"])
    yield "ed.ai", ReportExecution(run.grant, run.version, result, proposal.versions[run.version].terms)


def _measures(house, proposal, chance):
    for meter in ("m1.ai", "m2.ai"):
        names = value_ids(proposal.frozen.charter)
        near = {value: 600_000 + chance.choice([0, 0, 0, 0, 30_000, 200_000]) for value in names}
        found = sealed(house, proposal, meter, Measure(near))
        yield meter, ReportMeasure(proposal.id, proposal.run.version, found)


def openings(house, proposal, chance):
    for act, envelope in proposal.sealed.items():
        if envelope.seal in house.held:
            yield chance.choice(["clerk", envelope.by]), OpenEnvelope(act, *house.held[envelope.seal])


def _locked(house, proposal, chance):
    if chance.random() < 0.2:
        yield chance.choice(["gus.human", "gus.ai"]), CancelProposal(proposal.id, "protocol.rights", "00" * 32)
    yield from reveals(house, proposal, chance)


WISHES = {
    "drawing": reveals,
    "drawing_clerk": reveals,
    "review": _reviews,
    "review_standins": _reviews,
    "negotiation": _offers,
    "forecast": _forecasts,
    "forecast_standins": _forecasts,
    "ballot": _votes,
    "objection": _objections,
    "consent": _minds,
    "timelock": _locked,
    "timelock_clerk": reveals,
    "executing": _reports,
    "measuring": _measures,
}


def wishes(house, proposal, chance):
    """What members would do about a proposal in its stage, honestly."""
    return list(WISHES.get(proposal.stage, openings)(house, proposal, chance))


def affairs(house, chance):
    """What people of an owner want for themselves: weights, mandates, agents, keys, another chance chain."""
    owner = chance.choice(OWNERS)
    agent, share = f"{owner}.ai", chance.randint(0, 1_000_000)
    fresh = digest([owner, len(house.record)])
    first, *others = value_ids(house.state.charter)
    weights = dict.fromkeys(others, share // len(others))
    yield f"{owner}.human", WeighValues({first: MILLION - sum(weights.values()), **weights})
    kind = chance.choice(["ai", "human"])
    yield f"{owner}.{kind}", (TakeMandate if kind == "human" else LeaveMandate)(chance.choice(["safety", "thrift"]))
    yield f"{owner}.human", RegisterAgent(f"{owner}.{fresh[:6]}", "ai", fresh, "oak", may=("FileReview",))
    yield f"{owner}.human", AddKey(agent, digest([owner, "another", len(house.record)]))
    keys = [key for key, held in house.state.keys.items() if held.agent == agent and key != key_of(agent)]
    yield f"{owner}.human", RevokeKey(agent, chance.choice(keys or [digest("nobody's")]))
    # The same chain again: its links are known from the first to the last.
    yield f"{owner}.human", CommitChance(chain_tip(secret_of(owner), LINKS).hex())


def handing_on(house, chance):
    """Some owners hand their votes on, to anybody and for any time; some take them back."""
    topic = chance.choice(TOPICS)
    for owner in chance.sample(OWNERS, 4):
        to = chance.choice([*OWNERS, *OWNERS, "ed", "nobody"])
        lasts = chance.choice([HOUR, 30 * DAY, 30 * DAY, 180 * DAY, 181 * DAY])
        yield f"{owner}.human", Delegate(chance.choice([topic, "all"]), to, house.now + lasts)
    yield f"{chance.choice(OWNERS)}.human", RevokeDelegation(topic)


def tricks(proposal, chance):
    """What hostile members try: what is not theirs, what was not sealed, what is off the chain or off the paper."""
    owner, nothing = proposal.owner, "00" * 32
    yield f"{owner}.ai", FileReview(proposal.id, proposal.original, "safety", nothing)
    yield f"{chance.choice(OWNERS)}.human", Withdraw(proposal.id)
    yield f"{chance.choice(OWNERS)}.human", CastVote(proposal.id, nothing, nothing)
    yield f"{chance.choice(OWNERS)}.human", Object(proposal.id, nothing)
    yield chance.choice(["m1.ai", "ed.ai"]), OfferAmendment(proposal.id, proposal.original, {"degrees": 3})
    for member, each in next(iter(proposal.links.values()), {}).items():
        yield hand(member), RevealChance(proposal.id, each.number, nothing)
    for act, envelope in proposal.sealed.items() if proposal.stage in OPENING else ():
        yield envelope.by, OpenEnvelope(act, nothing, Vote("for"))
    for agent in proposal.slate.pooled if proposal.slate else ():
        yield agent, FileForecast(proposal.id, proposal.slate.id, chance.choice([0, 999_999_999]), nothing)


def remarks(house, chance):
    """Some members say something, one of them too often, about what is open or about what is no proposal."""
    talker = f"{chance.choice(OWNERS)}.{chance.choice(['ai', 'human'])}"
    named = [*house.state.proposals, *house.state.proposals, *house.state.trials, "00" * 32]
    for by in (talker, f"{chance.choice(OWNERS)}.human", talker, "m1.ai", "clerk"):
        yield by, Comment(chance.choice(named), digest([by, len(house.record)]))


def spoilt(house, by, chance):
    """Changes of an envelope for which the best act is refused."""
    return chance.choice(
        [
            {"moot": "00" * 32},
            {"by": "nobody.ai"},
            {"key": key_of("bo.human" if by != "bo.human" else "cy.human")},
            {"key": "00" * 32},
            {"nonce": 0},
            {"until": house.now - 1},
            {"at": house.now - 10**9},
        ]
    )


def duties(house, owed):
    """What is due, as acts of the clerk."""
    for act in owed.envelopes:
        envelope = sealed_in(house.state, act)[1]
        if envelope.seal in house.held:  # what was sealed blindly cannot be opened
            yield OpenEnvelope(act, *house.held[envelope.seal])
    for proposal, number in owed.links:
        yield RevealChance(proposal, number, link(secret_of("clerk"), number, LINKS).hex())
    yield from (Advance(proposal, stage) for proposal, stage in owed.advances)
    yield from (CloseRound(each) for each in owed.rounds)
    if owed.epoch is not None:
        yield CloseEpoch(owed.epoch)


def aimed(house, command, chance):
    """Return any command with its ids replaced by some that exist, so that it gets past the first check."""
    known = {
        "proposal": [each.id for each in matters(house.state)] or ["00" * 32],
        "trial": list(house.state.trials) or ["00" * 32],
        "version": [each for p in house.state.proposals.values() for each in p.versions],
        "base": [base_of(each, house.state.targets[each].terms) for each in KINDS.values()],
        "slate": [p.slate.id for p in house.state.proposals.values() if p.slate],
        "paper": [p.paper.id for p in house.state.proposals.values() if p.paper],
        "grant": [p.run.grant for p in house.state.proposals.values() if p.run and p.run.grant]
        + [each.grant for each in house.state.trials.values() if each.grant],
        "act": [act for p in house.state.proposals.values() for act in p.sealed],
        "mandate": ["safety", "thrift"],
        "agent": list(house.state.agents),
        "kind": sorted(KINDS),
        "stage": [each.stage for each in matters(house.state)],
        "dispute": list(house.state.cases) or ["00" * 32],
        "round": list(house.state.rounds) or ["00" * 32],
        "budget": ["works"],
        "subject": [*house.state.proposals, *house.state.agents, *house.state.trials],
        "epoch": [house.state.epoch],
        "owner": list(house.state.owners),
        "invitation": [each.act for each in house.state.invitations.values()],
        "terms": [{"degrees": chance.randint(0, 40), "hours": 3}],
        "in_force": [{"degrees": chance.randint(0, 40), "hours": 3}],
        "weights": [{"safety": 1_000_000, "thrift": 0}],
        "stake": [2_000_000],
        "units": [6],
        "batches": [2],
        "duration": [HOUR],
        "metric": ["thrift"],
        "batch": [1],
        "topic": list(TOPICS),
        "to": list(OWNERS),
    }
    if isinstance(command, OfferAmendment):
        known["base"] = known["version"]
    names = [field.name for field in fields(command) if known.get(field.name)]
    return replace(command, **{name: chance.choice(known[name]) for name in names if chance.random() < 0.9})
