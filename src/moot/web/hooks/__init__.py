"""Webhooks of a served moot: who is told, where they may be, and how they are told until they have heard.

The parts: `book` remembers subscribers and deliveries, `places` says which addresses may be called, `courier` delivers.
"""
