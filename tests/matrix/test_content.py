"""What a message and an edit look like to a client, before they are encrypted."""

from __future__ import annotations

from bot.matrix.outbox import edit, message
from storage.body import EditBody, SayBody


def test_an_edit_keeps_the_colour_of_the_message_and_rings_nowhere() -> None:
    """Element draws notices grey, and shows of an edit the new content: the card would lose its colour."""
    said = message(SayBody(plain="Plan", html="<b>Plan</b>"))
    changed = edit(EditBody(plain="Plan: 1 av 2", html="<b>Plan</b>: 1 av 2"), "$card")
    assert changed["m.new_content"]["msgtype"] == said["msgtype"] == "m.text"
    assert changed["m.new_content"]["formatted_body"] == "<b>Plan</b>: 1 av 2"
    assert changed["msgtype"] == "m.notice"
    assert changed["m.mentions"] == changed["m.new_content"]["m.mentions"] == {}


def test_what_is_quiet_is_a_notice() -> None:
    assert message(SayBody(plain="x", html="x", quiet=True))["msgtype"] == "m.notice"
