"""Meetings: called, moved, called off, reminded of, answered."""
