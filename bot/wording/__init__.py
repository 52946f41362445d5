"""Sentences that several handlers say. Nothing here writes: what is told has been decided and done before."""
