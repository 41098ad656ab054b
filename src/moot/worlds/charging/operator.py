"""The site's operator: the executor, a member like any other, who puts the granted policy in force.

Laws: it acts on nothing but the version that was granted, on the terms that it was built on; when putting
a policy in force fails it undoes once and says so; it reports what is in force, not what was asked.
"""

from collections.abc import Callable

from moot.core.act import Terms
from moot.core.commands import ReportExecution
from moot.kit.door import Shown
from moot.kit.member import Member
from moot.worlds.callable import Control, Executor, Treated
from moot.worlds.charging.policy import STATUS_QUO, Policy, policy_of, terms_of

Controls = Callable[[Policy], None]  # puts a policy in force, or raises


class Operator(Executor):
    """Executes grants on one site."""

    def __init__(
        self,
        member: Member,
        controls: Controls,
        in_force: Callable[[], Policy] | None = None,
        treat: Callable[[Treated], None] | None = None,
    ) -> None:
        """Act on the site through `controls`, and read back what is `in_force`.

        A site that cannot be read is believed to run what the record says, and then what it was last set to.
        """
        super().__init__(member, Control(self._put, self._read, treat=treat))
        self._controls, self._in_force = controls, in_force
        self._believed = STATUS_QUO

    def execute(self, page: Shown) -> ReportExecution | None:
        """Use the grant of the page once, and report."""
        if page["grant"]["grant"] not in self._used:
            self._believed = policy_of(page["versions"][page["status_quo"]]["terms"])
        return super().execute(page)

    def _put(self, terms: Terms) -> None:
        policy = policy_of(terms)
        self._controls(policy)
        self._believed = policy

    def _read(self) -> Terms:
        return terms_of(self._in_force() if self._in_force else self._believed)
