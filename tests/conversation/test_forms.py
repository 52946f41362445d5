"""Every form in the table comes to what the table says: done, asked about or refused, and never anything else."""

from __future__ import annotations

from pathlib import Path

from tests.conversation import forms

TABLE = Path(__file__).parent / "forms.yaml"


async def test_every_form_comes_to_what_was_meant() -> None:
    found = await forms.judged(forms.read(TABLE))
    assert len(found) >= 400
    assert list(forms.shown(found, every=False))[:-1] == []
