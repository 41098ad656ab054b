"""The public door: an open moot over HTTP, for members, strangers and browsers.

Laws: a write is a signed act, and nothing else is; whatever may be read in the record may be read here, and
what is sealed is not there at all; every failure says what, why, what did not happen and what to do.
"""
