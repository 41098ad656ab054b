"""How fast Moot is: one module per question, each with a `main(arguments)`.

A module whose answer takes a few seconds says `QUICK = True` and runs when no name is given.
"""
