"""`./dev mutants [MODULE...]` runs every mutant of a mechanism against that module's own tests.

The tests are collected once. Each mutant runs in a fork, where the module's functions and constants
become the mutant's in place, until the first test fails; who passes all of them survives. Laws take
the same examples every time and the shared data are out of sight, so that the answer is the same
everywhere. Who needs much more processor time or memory than the source does, is killed.
"""

import gc
import importlib
import os
import resource
import signal
import sys
import time
from types import FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol  # the one way to run an item whose reports nobody prints
from hypothesis import HealthCheck, Phase, settings

from tests.mutants.mutation import mutants
from tests.mutants.survivors import FILE, MODULES, Survivor, listed, source_of

SECONDS, MEMORY = 3, 2 * 2**30  # processor time beyond five runs of the tests; bytes
OPTIONS = ("-qq", "--assert=plain", "--hypothesis-profile=mutants", "-p", "no:cacheprovider")
PLUGINS = ("--disable-plugin-autoload", "-p", "_hypothesis_pytestplugin")  # no others: some shuffle, some measure


class Trial:
    """What pytest runs in place of the tests: every mutant of some modules, each against its own tests."""

    def __init__(self, modules: list[str]) -> None:
        self.modules = modules
        self.as_listed = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.freeze()  # so that the forks share what is there
        for name in self.modules:
            items = [item for item in session.items if item.path.stem == f"test_{name}"]
            # Laws last: a single example kills sooner than a hundred.
            items.sort(key=lambda item: item.get_closest_marker("hypothesis") is not None)
            found = survivors(name, items)
            expected = {survivor for survivor in listed() if survivor.module == name}
            for survivor in sorted(found - expected):
                say(f"\nsurvives, and {FILE.name} does not say why:\n{survivor}\n")
            for survivor in sorted(expected - found):
                say(f"\nkilled now, and {FILE.name} still lists it:\n{survivor}\n")
            self.as_listed &= found == expected
        return True


def main(arguments: list[str]) -> None:
    if unknown := set(arguments) - set(MODULES):
        sys.exit(f"mutants: no mechanism {', '.join(sorted(unknown))}; there are: {', '.join(MODULES)}")
    settings.register_profile(
        "mutants", deadline=None, max_examples=100, derandomize=True, database=None, report_multiple_bugs=False,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    trial = Trial(arguments or list(MODULES))
    code = pytest.main([*OPTIONS, *PLUGINS, *(f"tests/core/test_{name}.py" for name in trial.modules)], [trial])
    sys.exit(code or not trial.as_listed)


def survivors(name: str, items: list[pytest.Item]) -> set[Survivor]:
    """Try all mutants of a module; return those that its own tests let pass."""
    began, module = time.monotonic(), importlib.import_module(f"moot.core.{name}")
    passed, seconds = tried(module, source_of(name), items, seconds=600)
    if not items or not passed:
        sys.exit(f"mutants: the tests of {name} fail without any mutant")
    made = mutants(source_of(name))
    found = [mutant for mutant in made if tried(module, mutant.source, items, SECONDS + 5 * seconds)[0]]
    took = time.monotonic() - began
    say(f"{name:12}{len(made):5} mutants, {len(made) - len(found):3} killed, {len(found):2} survive ({took:.0f} s)")
    return {Survivor(name, mutant.function, mutant.before, mutant.after) for mutant in found}


def tried(module: ModuleType, source: str, items: list[pytest.Item], seconds: float) -> tuple[bool, float]:
    """Run the tests with another source for the module; return whether all passed, in how much processor time."""
    child = os.fork()
    if child:
        _, status, used = os.wait4(child, 0)
        return status == 0, used.ru_utime + used.ru_stime
    code = 1
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)  # which ends the process
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        become(module, source, [vars(module), vars(sys.modules[items[0].module.__name__])])
        following = [*items[1:], None]
        if all(passes(item, after) for item, after in zip(items, following, strict=True)):
            code = 0
    finally:
        os._exit(code)


def passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def become(module: ModuleType, source: str, scopes: list[dict[str, object]]) -> None:
    """Give the functions, methods and constants of a module those of `source`, for all who have imported them.

    Functions and classes stay the same objects: tables, strategies and other modules hold them.
    """
    mutant = ModuleType(module.__name__)
    exec(compile(source, module.__name__, "exec"), vars(mutant))  # noqa: S102 (our own source)
    for name, new in vars(mutant).items():
        old = getattr(module, name, None)
        if isinstance(new, FunctionType) and new.__module__ == module.__name__:
            old.__code__, old.__defaults__ = new.__code__, new.__defaults__
            old.__kwdefaults__ = new.__kwdefaults__
        elif isinstance(new, type) and new.__module__ == module.__name__:
            parts = ((part, each) for part, each in vars(new).items() if isinstance(each, FunctionType | property))
            for part, method in parts:
                setattr(old, part, method)
        elif new != old:
            for scope in scopes:
                if name in scope:
                    scope[name] = new


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ["MOOT_SHARED_DATA"] = os.devnull
    main(sys.argv[1:])
