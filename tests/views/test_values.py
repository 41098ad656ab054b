"""The values' view: the weights, who wants what, and what moved them."""

from moot.core.events import EpochClosed, ValuesRepriced, ValuesWeighed

OLD, NEW = {"safety": 600_000, "thrift": 400_000}, {"safety": 500_000, "thrift": 500_000}


def test_weights_begin_as_the_charter_says(chronicle):
    assert chronicle.views.view("values") == {"weights": OLD, "epoch": 0, "vectors": {}, "history": []}


def test_a_vector_moves_the_weights_only_when_the_epoch_closes(chronicle):
    chronicle.happens(ValuesWeighed("21" * 32, "ana", {"safety": 0, "thrift": 1_000_000}, 0))
    shown = chronicle.views.view("values")
    assert (shown["weights"], shown["vectors"]) == (OLD, {"ana": {"safety": 0, "thrift": 1_000_000}})
    chronicle.happens(ValuesRepriced(0, OLD, NEW, 1, ("21" * 32,)), EpochClosed(0))
    shown = chronicle.views.view("values")
    assert (shown["weights"], shown["epoch"]) == (NEW, 1)
    [row] = shown["history"]
    moved = {"moved_by": ["21" * 32], "movers": ["ana"], "received": 0}
    assert row == {"epoch": 0, "old": OLD, "new": NEW, "vectors": 1, **moved}


def test_a_later_vector_replaces_the_earlier(chronicle):
    chronicle.happens(ValuesWeighed("21" * 32, "ana", OLD, 0), ValuesWeighed("22" * 32, "ana", NEW, 0))
    assert chronicle.views.view("values")["vectors"] == {"ana": NEW}
