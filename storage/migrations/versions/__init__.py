"""The history of the tables; see :mod:`storage.migrate`."""
