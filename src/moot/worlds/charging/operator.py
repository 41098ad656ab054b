"""The site's operator: the executor, a member like any other, who puts the granted policy in force.

Laws: it recomputes the version's digest before it acts, and does nothing on a mismatch; when putting a
policy in force fails it undoes once and says so; it reports what is in force, not what was asked.
"""

from collections.abc import Callable

from moot.core.commands import ReportExecution
from moot.core.proposal import version_of
from moot.kit.agent import Agent
from moot.kit.door import Shown
from moot.kit.member import Member
from moot.worlds.charging.policy import BOUNDS, Policy

Controls = Callable[[Policy], None]  # puts a policy in force, or raises


class Operator(Agent):
    """Executes grants on one site."""

    def __init__(self, member: Member, controls: Controls) -> None:
        """Act on the site through `controls`."""
        super().__init__(member)
        self.controls = controls

    def execute(self, page: Shown) -> ReportExecution:
        """Put the granted policy in force and report."""
        grant = page["grant"]
        before = page["versions"][page["status_quo"]]["terms"]
        if version_of(grant["kind"], grant["terms"], grant["base"]) != grant["version"]:
            return ReportExecution(grant["grant"], grant["version"], "failed", before)
        try:
            self.controls(policy_of(grant["terms"]))
        except Exception:  # noqa: BLE001 - whatever the site throws, the moot is told
            return self._undo(grant, before)
        return ReportExecution(grant["grant"], grant["version"], "executed", grant["terms"])

    def _undo(self, grant: Shown, before: Shown) -> ReportExecution:
        try:
            self.controls(policy_of(before))
        except Exception:  # noqa: BLE001 - then nobody knows what is in force
            return ReportExecution(grant["grant"], grant["version"], "unknown", before)
        return ReportExecution(grant["grant"], grant["version"], "failed", before, undone=True)


def policy_of(terms: Shown) -> Policy:
    """Return the policy that these terms are."""
    return Policy(**{name: terms[name] for name in BOUNDS})
