"""The clerk: the only writer of a moot, and whoever checks the clerk's work.

Its laws: an act is acknowledged only after it is durable; a refused act changes nothing; everything
the clerk wrote can be derived again from the acts alone.
"""
