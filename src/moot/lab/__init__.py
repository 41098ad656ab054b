"""The laboratory: the same core and the same doors, with simulated members, from one seed.

Laws: the same seed gives the same record, byte for byte; no member of a cast knows an outcome before
it is measured; what is said about a run is computed from its record and the world, never assumed.
"""
