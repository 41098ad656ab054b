"""The cast of the charging commons: who governs it, how they judge, and what they know.

Laws: a member of the cast sees what the door shows and the days that are over, and nothing else; no
rule of the cast names a proposal, a day or a seed.
"""
