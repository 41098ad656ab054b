"""Worlds: the places outside the moot where a decision is carried out and its outcome is measured."""
