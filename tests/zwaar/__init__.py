"""Slow proofs, each with its own command: load, kill -9, piles. Not part of `.ci/run`; the README holds their figures."""
