"""A house in which whoever guards and tries answers as the kit's do, from what everybody can read."""

from moot.core.act import MILLION
from moot.core.commands import ReportGuard
from moot.kit.guard import guarded, report, wealth
from moot.views.views import Views
from tests.core.tried import SAME, Tried

WARM = {"safety": 700_000, "thrift": 700_000}
COLD = {"safety": 480_000, "thrift": 700_000}


class Watched(Tried):
    """A house whose guard and trier answer as the kit's do, from what everybody can read."""

    def page(self):
        views = Views()
        for told in self.record:
            views.tell(told)
        return views.view("trial", trial=self.trial.id), views.view("charter")["charter"]

    def watch(self):
        """Let the guard bet, and release the next batch or stop; return what its bets have become."""
        page, law = self.page()
        found = wealth(page, guarded(law))
        verdict = "stop" if found * page["alpha"] >= MILLION else "release"
        self.file(self.guard, ReportGuard(self.trial.id, page["batch"] + 1, verdict, round(found * MILLION)))
        return found

    def conclude(self):
        """Let both say what came of it."""
        page, _ = self.page()
        said = report(page)
        for agent in (self.trial.agent, self.guard):
            self.file(agent, said)

    def go_on(self, treated, control=SAME):
        """Let batches be released, treated and measured until the trial ends."""
        while self.trial.stage == "releasing":
            self.watch()
            if self.trial.stage == "executing":
                self.treat()
                self.read(treated, control)
        self.treat()
        self.conclude()
