"""`./dev bench NAME [OPTIONS]` runs a benchmark; without a name it lists them and runs the quick ones."""

import importlib
import pkgutil
import sys
from types import ModuleType

import benchmarks
from benchmarks._measure import machine


def find() -> dict[str, ModuleType]:
    """Every module of this folder that has a `main`, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name[0] != "_")
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "main")}


def sentence(module: ModuleType) -> str:
    """Return what the module answers."""
    return (module.__doc__ or "").partition("\n")[0]


def main(arguments: list[str]) -> None:
    known = find()
    print(machine(), flush=True)
    if arguments:
        name, *rest = arguments
        if name not in known:
            sys.exit(f"bench: there is no benchmark {name!r}; there are: {', '.join(known) or 'none yet'}")
        known[name].main(rest)
        return
    for name, module in known.items():
        print(f"{name:12}{sentence(module)}")
    for name, module in known.items():
        if getattr(module, "QUICK", False):
            print(f"\n== {name}: {sentence(module)}", flush=True)
            module.main([])


if __name__ == "__main__":
    main(sys.argv[1:])
