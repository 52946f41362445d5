"""What is right, as pure functions: no I/O, no clock, no Matrix, no database. ``today`` and ``now`` are handed in."""
