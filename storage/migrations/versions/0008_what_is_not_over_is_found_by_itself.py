"""Indexes of what is not over, so that no look-up reads more the longer the bot has worked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: By table: name, columns and condition.
NEW: dict[str, tuple[tuple[str, list[str], str | None], ...]] = {
    "inbox": (
        ("ix_inbox_unhandled", ["account_id", "state", "id"], "state != 'done'"),
        ("ix_inbox_account_id_about", ["account_id", "about"], "about IS NOT NULL"),
        ("ix_inbox_sender_account_id_seen_at", ["sender", "account_id", "seen_at"], None),
    ),
    "outbox": (
        ("ix_outbox_unsent", ["room_id", "rank", "id"], "state IN ('waiting', 'sending')"),
        ("ix_outbox_next", ["account_id", "not_before"], "state IN ('waiting', 'sending')"),
        ("ix_outbox_event_id", ["event_id"], "event_id IS NOT NULL"),
        ("ix_outbox_newest", ["account_id", "id"], "kind = 'say' AND event_id IS NOT NULL"),
        ("ix_outbox_said", ["room_id", "sent_at"], "kind = 'say' AND sent_at IS NOT NULL"),
        ("ix_outbox_tag", ["room_id", "tag", "id"], "kind = 'say' AND tag IS NOT NULL"),
        (
            "ix_outbox_budget",
            ["person_id", "urgency", "not_before"],
            "kind = 'say' AND person_id IS NOT NULL",
        ),
    ),
    "due": (
        ("ix_due_pending", ["kind", "subject"], "state = 'pending'"),
        ("ix_due_next", ["at", "id"], "state = 'pending'"),
        ("ix_due_of_case", ["case_id"], "state = 'pending' AND case_id IS NOT NULL"),
        ("ix_due_failing", ["subject"], "kind = 'outbox.failing'"),
    ),
    "question": (
        ("ix_question_open", ["person_id", "room_id"], "state = 'open'"),
        ("ix_question_unwiped", ["expires_at"], "length(state_sealed) > 0"),
        ("ix_question_room_id_person_id_id", ["room_id", "person_id", "id"], None),
        ("ix_question_room_id_expires_at", ["room_id", "expires_at"], None),
    ),
    "audit": (
        ("ix_audit_case_id_seq", ["case_id", "seq"], "case_id IS NOT NULL"),
        ("ix_audit_settings", ["unit_id", "action", "seq"], "action IN ('unit:deviations', 'unit:servers')"),
    ),
    "kept": (("ix_kept_event_id", ["event_id"], "event_id IS NOT NULL"),),
    "consultation": (("ix_consultation_open", ["unit_id"], "state = 'open'"),),
    "olm_session": (("ix_olm_session_account_id_sender_key", ["account_id", "sender_key"], None),),
    "megolm_session": (
        (
            "ix_megolm_session_account_id_matrix_room_session_id",
            ["account_id", "matrix_room", "session_id"],
            None,
        ),
        ("ix_megolm_session_account_id_sender_key", ["account_id", "sender_key"], None),
    ),
}

#: Those before them, of all rows.
OLD: dict[str, tuple[tuple[str, list[str]], ...]] = {
    "inbox": (
        ("ix_inbox_account_id_state_id", ["account_id", "state", "id"]),
        ("ix_inbox_account_id_about", ["account_id", "about"]),
    ),
    "outbox": (
        ("ix_outbox_account_id_state_room_id_id", ["account_id", "state", "room_id", "id"]),
        ("ix_outbox_room_id_tag", ["room_id", "tag"]),
        ("ix_outbox_event_id", ["event_id"]),
    ),
    "due": (
        ("ix_due_state_at", ["state", "at"]),
        ("ix_due_kind_subject_state", ["kind", "subject", "state"]),
        ("ix_due_case_id", ["case_id"]),
    ),
    "question": (
        ("ix_question_room_id_state", ["room_id", "state"]),
        ("ix_question_event_id", ["event_id"]),
    ),
    "audit": (("ix_audit_case_id", ["case_id"]),),
    "olm_session": (("ix_olm_session_sender_key", ["sender_key"]),),
    "megolm_session": (("ix_megolm_session_used_at", ["used_at"]),),
}


def upgrade() -> None:
    for table, indexes in OLD.items():
        for old, _ in indexes:
            op.drop_index(old, table_name=table)
    for table, indexes_of_some in NEW.items():
        for name, columns, condition in indexes_of_some:
            where = None if condition is None else sa.text(condition)
            ops = {"tag": "text_pattern_ops"} if name == "ix_outbox_tag" else {}
            op.create_index(
                name, table, columns, sqlite_where=where, postgresql_where=where, postgresql_ops=ops
            )


def downgrade() -> None:
    for table, indexes_of_some in NEW.items():
        for name, _, _ in indexes_of_some:
            op.drop_index(name, table_name=table)
    for table, indexes in OLD.items():
        for old, columns in indexes:
            op.create_index(old, table, columns)
