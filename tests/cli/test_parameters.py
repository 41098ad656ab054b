"""What the terminal takes, and what it says of what it cannot take."""

import click
import pytest

from moot.cli.parameters import Share


def test_a_share_is_held_to_the_bounds_it_was_given():
    half = Share(0.25, 0.5)
    assert half.convert("0.5", None, None) == 0.5
    for outside in ("0.2", "0.6", "nan"):
        with pytest.raises(click.BadParameter, match=f"{outside} is not a share from 0.25 to 0.5"):
            half.convert(outside, None, None)
