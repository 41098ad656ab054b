"""Numpy twins of slow pure functions, equal to them by property; the core never imports them."""
