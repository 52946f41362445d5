"""Delivers outbox rows: the worker, the rows that are held or dropped, and the notices about rows that
fail."""
