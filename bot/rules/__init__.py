"""Decisions as pure functions: no I/O, no clock, no Matrix, no database; ``today`` and ``now`` are handed in.

A rule never writes anything, so its name says what it gives:

- an adjective or a question for a yes or no (``is_date``, ``widens``, ``may``);
- a noun for a value (``gates``, ``recipients``), ``parse_...`` for a value read from what somebody typed;
- a participle, ``with_...`` or ``without_...`` for the changed value: ``opened(case)`` is the case with its
  room, and nothing is opened until a service saves it;
- ``check_...`` for a rule that gives nothing and raises :class:`bot.errors.Refused` when it is broken.
"""
