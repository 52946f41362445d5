"""Rooms: opened, gone into and out of, side rooms, alarms, and what the homeserver does not get done."""
