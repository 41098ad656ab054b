"""The rules of a moot: pure, synchronous, exact integers, standard library only.

Laws: nothing here reads a clock, draws chance or touches a file; `decide` may refuse and changes
nothing; `evolve` never refuses; the same acts in the same order give the same events, byte for byte.
"""
