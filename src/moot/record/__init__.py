"""The record is the proof: whoever holds a verifier key can check a log with this package alone.

Its laws:

- It knows nothing of what is recorded: entries are bytes, names are names.
- It opens no file, socket or clock: everything it needs comes in as an argument.
- It imports the standard library and one signature library (PyNaCl), so an auditor may carry it off alone.
- Whatever bytes arrive, it answers, or raises a `RecordFailure` that says what, why and what to do.
- Every format has one spelling: what `parse` accepts, `render` gives back byte for byte.

>>> from moot.record.checkpoint import Checkpoint, open_checkpoint
>>> from moot.record.note import VerifierKey
>>> from moot.record.signature import Signer
>>> from moot.record.tree import Frontier, leaf_hash
>>> signer = Signer.from_seed(bytes(32))
>>> frontier = Frontier().append(leaf_hash(b"first entry"))
>>> published = Checkpoint("moot.example/garage", frontier.size, frontier.root()).sign(signer).render()
>>> open_checkpoint(published, [VerifierKey("moot.example/garage", signer.public)]).size
1
"""
