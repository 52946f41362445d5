"""Every table, in one place. Handlers never see rows: they get the rules' frozen dataclasses.

Two columns recur: ``unit_id`` (a district or municipality) in every row that belongs to a case, and
``account_id`` (one bot account on one homeserver) in keys, sync position, inbox and outbox. No query may mix
two units or two accounts. ``*_sealed`` columns hold ciphertext (:mod:`storage.sealed`). Times are UTC.
"""

from storage.tables.base import Base, Serial, UtcDateTime
from storage.tables.cases import (
    Actor,
    Attendance,
    Case,
    Consent,
    Consultation,
    JustSaid,
    Kept,
    Meeting,
    OwnWithdrawal,
    Person,
    Receipt,
    Reference,
    Refusal,
    YouthAlarm,
)
from storage.tables.keys import (
    Account,
    Device,
    Generation,
    Identity,
    Lease,
    MegolmSession,
    OlmSession,
    Picture,
    SealedKey,
)
from storage.tables.messages import AskedInRoom, Audit, Due, Inbox, Outbox, Question, Tap, Unprompted
from storage.tables.plan import (
    Digest,
    Goal,
    Milestone,
    Snooze,
    StatusAsk,
    StatusRound,
    Task,
    TaskDay,
    TaskEvent,
)
from storage.tables.rooms import Member, Room, Rulebook
from storage.tables.trouble import Trouble

__all__ = [
    "Account",
    "Actor",
    "AskedInRoom",
    "Attendance",
    "Audit",
    "Base",
    "Case",
    "Consent",
    "Consultation",
    "Device",
    "Digest",
    "Due",
    "Generation",
    "Goal",
    "Identity",
    "Inbox",
    "JustSaid",
    "Kept",
    "Lease",
    "Meeting",
    "MegolmSession",
    "Member",
    "Milestone",
    "OlmSession",
    "Outbox",
    "OwnWithdrawal",
    "Person",
    "Picture",
    "Question",
    "Receipt",
    "Reference",
    "Refusal",
    "Room",
    "Rulebook",
    "SealedKey",
    "Serial",
    "Snooze",
    "StatusAsk",
    "StatusRound",
    "Tap",
    "Task",
    "TaskDay",
    "TaskEvent",
    "Trouble",
    "Unprompted",
    "UtcDateTime",
    "YouthAlarm",
]
