"""Moot: an assembly for agents and people, with a record that anyone can verify."""

__all__ = ["__version__"]

__version__ = "0.1.0"
