"""The wire: acts, events and charters as bytes and text, and back, with one spelling for each.

Its laws: what is read equals, byte for byte, what would be written; whatever bytes arrive, the answer
is a value or a refusal; nothing here knows the clock, the network or a file.
"""
