"""Stores: where entries lie. One file each; each keeps every promise of `moot.clerk.ports.Store`."""
