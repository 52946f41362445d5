"""Every form in the table comes to what the table says: done, asked about or refused, and never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation import forms

TABLE = Path(__file__).parent / "forms.yaml"

#: Each form is written in a world of its own, which takes time: of so many, one is in every run, and all in the long.
ONE_OF = 25


@pytest.mark.parametrize("one_of", [ONE_OF, pytest.param(1, marks=pytest.mark.long)])
async def test_every_form_comes_to_what_was_meant(one_of: int) -> None:
    table = forms.read(TABLE)
    assert len(table) >= 600
    found = await forms.judged(table[::one_of])
    assert len(found) >= 600 // one_of
    assert list(forms.shown(found, every=False))[:-1] == []


async def test_what_asks_for_nothing_does_nothing() -> None:
    table = [form for form in forms.read(TABLE) if not form.means]
    assert len(table) >= 30
    found = await forms.judged(table)
    assert [one.form.says for one in found if one.outcome is forms.Outcome.WRONG] == []
