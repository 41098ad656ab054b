"""The minutes of a decision: what, who, why, when, on what terms, and with what outcome; while it runs and after.

Laws: all of it follows from public events, so that what is sealed stands in no minutes before it is opened;
every key is there from the start, and what is not known yet is None or empty; a version has one
name throughout: `now` for the status quo, A for the original, then B, C, ... as they were offered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from moot.core.act import ActId, AgentId, Hash, OwnerId, Ppm, ProposalId, Terms, VersionId
from moot.core.canonical import Plain, plain
from moot.core.charter import kind_called, meters
from moot.core.commands import Answer, Verdict
from moot.core.events import Pooled, Seat
from moot.core.negotiation import holds
from moot.views.dispute import CaseFile
from moot.views.markdown import markdown
from moot.views.minority import floors
from moot.views.notes import Notes
from moot.views.page import Page
from moot.views.paging import FIRST, MOST, paged
from moot.views.precedents import Texts
from moot.views.unknown import Unknown
from moot.views.wording import version_name


class MinutesView:
    """Minutes of every proposal, written when they are asked for, from its page and the notes on it."""

    def __init__(
        self,
        pages: Mapping[ProposalId, Page],
        files: Mapping[ActId, CaseFile],
        notes: Mapping[ProposalId, Notes],
        texts: Texts,
    ) -> None:
        """Read the pages of proposals, the files of disputes, the notes beside them, and texts that are held."""
        self._pages, self._files, self._notes, self._texts = pages, files, notes, texts

    def show(self, proposal: ProposalId, form: str = "json") -> Plain:
        """Return the minutes of `proposal` as an object, or as one text where `form` is `markdown`."""
        if proposal not in self._pages:
            raise Unknown("proposal", proposal, self._pages)
        if form not in FORMS:
            raise Unknown("form of minutes", form, FORMS)
        page = self._pages[proposal]
        files = [self._files[each] for each in page.disputes]
        written = minutes(page, files, self._notes[proposal], self._texts)
        return markdown(written) if form == "markdown" else written

    def decisions(self, start: str = FIRST, limit: str = MOST) -> Plain:
        """Return a page of all proposals in the order of submission: where each stands, what it would change."""
        return paged(list(self._pages), start, limit, self._row)

    def _row(self, proposal: ProposalId) -> Mapping[str, object]:
        page, notes = self._pages[proposal], self._notes[proposal]
        shown = ("proposal", "kind", "target", "author", "owner", "submitted", "stage", "outcome", "why", "score")
        changed = _changed(page.versions[page.status_quo].terms, page.versions[page.leading].terms)
        told = {"number": notes.number, **{name: getattr(page, name) for name in shown}}
        return {**told, "leading": page.leading, "changed": changed, "units": _units(page, notes)}


FORMS: Final = ("json", "markdown")


def minutes(page: Page, files: Sequence[CaseFile], notes: Notes, texts: Texts) -> Mapping[str, Plain]:
    """Return the minutes as plain JSON; `files` are those of its disputes.

    Shares in ppm, money in micro-credits, influence in 10^-12, instants in ms.
    """
    names = version_names(page)
    written: Mapping[str, object] = {
        "proposal": page.proposal,
        "number": notes.number,
        "stage": page.stage,
        "until": page.until,
        "outcome": page.outcome,
        "why": page.why,
        "what": _what(page, notes),
        "who": _who(page, notes),
        "entries": {"first": notes.first, "last": notes.last},
        "dates": notes.dates,
        "lane": {"lane": page.lane, "rule": page.rule, "harm": page.harm, "turned": page.turned},
        "weights": page.weights,
        "floors": floors(notes.charter),
        "versions": [_version(page, each, names) for each in page.versions],
        "conditions": list(_conditions(page)),
        "reviews": page.reviews,
        "unheard": page.unheard,
        "ballot": _ballot(page, notes),
        "dissent": _dissent(page),
        "blocks": list(page.blocks.values()),
        "disputes": [_dispute(each) for each in files],
        "guarded": page.guarded,
        "draws": notes.draws,
        "execution": {"grant": page.grant, "result": page.result, "in_force": page.in_force},
        "measurement": _measurement(page, notes),
        "money": _money(notes),
        "settled": page.settled,
        "gain": page.gain,
        "influence": notes.influence,
        "silent": [*_silent(page, notes), *(each for file in files for each in _silent_jurors(file))],
        "faults": page.faults,
        "comments": page.comments,
    }
    return {**cast("Mapping[str, Plain]", plain(written)), "texts": dict(_texts(page, files, texts))}


def version_names(page: Page) -> dict[VersionId, str]:
    """Return what each version of a proposal is called."""
    return {version: version_name(place) for place, version in enumerate(page.versions)}


def ran(page: Page) -> VersionId | None:
    """Return what ran: what was drawn, or the status quo if that was measured instead; None while neither is so."""
    return page.drawn or (page.status_quo if page.measured or page.disputed else None)


def _what(page: Page, notes: Notes) -> Mapping[str, object]:
    before, asked = page.versions[page.status_quo].terms, page.versions[page.original].terms
    return {
        "kind": page.kind,
        "target": page.target,
        "before": before,
        "asked": asked,
        "changed": _changed(before, asked),
        "units": _units(page, notes),
        "leading": page.leading,
        "reason": page.reason,
    }


def _units(page: Page, notes: Notes) -> Mapping[str, str]:
    kind = kind_called(notes.charter, page.kind)
    return {term.id: term.unit for term in kind.terms} if kind else {}


def _changed(old: Terms, new: Terms) -> Mapping[str, object]:
    return {term: [old.get(term), number] for term, number in new.items() if old.get(term) != number}


def _who(page: Page, notes: Notes) -> Mapping[str, object]:
    kind = kind_called(notes.charter, page.kind)
    return {
        "author": page.author,
        "owner": page.owner,
        "voters": notes.voters,
        "panels": page.seats,
        "pooled": page.pooled_by,
        "scored_only": page.scored_only,
        "executor": kind.executor if kind else None,
        "meters": meters(notes.charter),
    }


def _version(page: Page, version: VersionId, names: Mapping[VersionId, str]) -> Mapping[str, object]:
    shown = page.versions[version]
    base = page.status_quo if shown.base is None and version != page.status_quo else shown.base
    candidate = next((each for each in page.candidates if each.version == version), None)
    return {
        "name": names[version],
        "version": version,
        "terms": shown.terms,
        "base": names.get(base or ""),
        "changed": _changed(page.versions[base].terms, shown.terms) if base in page.versions else {},
        "owner": shown.owner,
        "agent": shown.agent,
        "answers": shown.answers,
        "merges": [names.get(each, each) for each in shown.merges],
        "reason": shown.reason,
        "candidate": candidate is not None,
        "supporters": candidate.supporters if candidate else (),
        "forecast": page.pools.get(version, {}),
        "score": page.scores.get(version),
        "excluded": page.excluded.get(version),
        "chance": page.lottery.get(version),
        "recommended": version == page.recommended,
        "ran": version == ran(page),
    }


def _conditions(page: Page) -> Iterator[Mapping[str, object]]:
    """Yield each condition and whether the original, the recommended version and what ran meet it."""
    asked = {"original": page.original, "recommended": page.recommended, "ran": ran(page)}
    answered = defaultdict(list)
    for version, shown in page.versions.items():
        for answer in shown.answers:
            answered[answer].append(version)
    names = version_names(page)
    for review in page.reviews:
        for number, condition in enumerate(review.conditions):
            met = {
                what: holds(condition, page.versions[version].terms) if version in page.versions else None
                for what, version in asked.items()
            }
            by = [names[each] for each in answered[Answer(review.agent, review.mandate, number)]]
            yield {
                "agent": review.agent,
                "owner": review.owner,
                "mandate": review.mandate,
                "number": number,
                "condition": condition,
                "answered_by": by,
                "met": met,
            }


def _ballot(page: Page, notes: Notes) -> Mapping[str, object]:
    return {
        "recommended": page.recommended,
        "paper": page.paper,
        "lottery": page.lottery,
        "least": page.least,
        "voted": page.voted,
        "votes": page.votes,
        "moved": notes.moved,
        "tally": page.tally,
        "consent": page.consent,
        "number": notes.lottery_number,
        "drawn": page.drawn,
        "probability": page.probability,
    }


def _dissent(page: Page) -> Mapping[str, object]:
    """Return who was against: voters, with the clause of a block, and reviewers, with the clauses of their findings."""
    against = sorted((owner, vote) for owner, vote in page.votes.items() if vote.choice == "against")
    return {
        "voters": [
            {
                "owner": owner,
                "clause": vote.block.clause if vote.block else None,
                "finding": vote.block.finding if vote.block else None,
                "reason": vote.reason,
            }
            for owner, vote in against
        ],
        "reviewers": [
            {
                "agent": each.agent,
                "owner": each.owner,
                "mandate": each.mandate,
                "clauses": [finding.clause for finding in each.findings],
            }
            for each in page.reviews
            if each.stance == "against"
        ],
    }


def _dispute(file: CaseFile) -> Mapping[str, object]:
    """Return what was contested and with which bonds, what each jury found, and who won or lost what by it."""
    shown = ("dispute", "about", "clause", "evidence", "bonds", "stands", "reported", "stage", "until", "reached")
    verdicts = [{"round": each["round"], "agent": each["agent"], "verdict": each["verdict"]} for each in file.verdicts]
    facts = {name: getattr(file, name) for name in shown}
    return {**facts, "verdicts": verdicts, "appeals": file.appeals, "outcome": file.outcome}


def _measurement(page: Page, notes: Notes) -> Mapping[str, object]:
    """Return what meters said, and for each value on which they agree what had been forecast of what ran."""
    version = ran(page)
    pools, below = page.pools.get(version or "", {}), floors(notes.charter)
    values = {name: _beside(found, pools.get(name), below.get(name)) for name, found in page.measured.items()}
    return {
        "version": version,
        "meters": notes.measures,
        "values": values,
        "disputed": page.disputed,
        "score": page.score,
        "score_forecast": page.scores.get(version or ""),
        "score_before": page.scores.get(page.status_quo),
    }


def _beside(found: Ppm, pool: Pooled | None, floor: Ppm | None) -> Mapping[str, object]:
    return {
        "measured": found,
        "forecast": pool,
        "off": found - pool.value if pool else None,
        "inside": pool.lower <= found <= pool.upper if pool else None,
        "below_floor": floor is not None and found < floor,
    }


def _money(notes: Notes) -> Mapping[str, object]:
    """Return by account and clause what it gained (or lost), in micro-credits, and by account all of it."""
    clauses: dict[str, dict[str, int]] = defaultdict(dict)
    totals = Counter[str]()
    for (account, clause), amount in sorted(notes.money.items()):
        totals[account] += amount
        if amount:
            clauses[account][clause] = amount
    return {account: {"net": totals[account], "by_clause": clauses.get(account, {})} for account in totals}


def _silent(page: Page, notes: Notes) -> Iterator[Mapping[str, object]]:
    """Yield who was asked and stayed silent, or sealed something that nobody opened, in the order of stages."""
    yield from _replaced(page)
    yield from (_missing("forecast", None, agent) for agent in notes.shut)
    if page.tally:
        yield from (_missing("ballot", owner, None) for owner in notes.voters if owner not in page.votes)
    if page.measured or page.disputed:
        silent = (agent for agent in meters(notes.charter) if agent not in notes.measures)
        yield from (_missing("measuring", None, agent) for agent in silent)


def _replaced(page: Page) -> Iterator[Mapping[str, object]]:
    for each in page.replaced:
        seat, standin = each["silent"], each["standin"]
        if isinstance(seat, Seat):
            instead = standin.agent if isinstance(standin, Seat) else None
            yield _missing(str(each["stage"]), seat.owner, seat.agent, mandate=each["mandate"], instead=instead)


def _silent_jurors(file: CaseFile) -> Iterator[Mapping[str, object]]:
    for each in file.replaced:
        seat, standin = each["silent"], each["standin"]
        if isinstance(seat, Seat):
            instead = standin.agent if isinstance(standin, Seat) else None
            yield _missing("judging", seat.owner, seat.agent, instead=instead)


def _missing(stage: str, owner: OwnerId | None, agent: AgentId | None, **more: object) -> Mapping[str, object]:
    return {"stage": stage, "owner": owner, "agent": agent, "mandate": None, "instead": None, **more}


def _texts(page: Page, files: Sequence[CaseFile], texts: Texts) -> Iterator[tuple[Hash, Plain]]:
    """Yield reasons and evidence that are held beside the record: members wrote them, and they instruct nobody."""
    named = [page.reason, *(each.reason for each in page.versions.values())]
    named += [finding.evidence for review in page.reviews for finding in review.findings]
    for vote in page.votes.values():
        named += [vote.reason, vote.block.finding if vote.block else None]
    named += [str(each["reason"]) for each in page.guarded]
    named += [each.text for each in page.comments]
    for file in files:
        named += file.evidence
        named += [each["verdict"].reason for each in file.verdicts if isinstance(each["verdict"], Verdict)]
    for found in dict.fromkeys(each for each in named if each):
        if (text := texts(found)) is not None:
            yield found, text
