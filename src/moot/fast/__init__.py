"""Twins of slow rules of the core, in numpy: the same answers, sooner.

Laws: a twin's answer is its original's, to the last micro-credit; numbers that 64 bits cannot hold exactly are left to
the original; the core knows of no twin.
"""
