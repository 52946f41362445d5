"""The words of an event, as clients show them: found in whatever is written, and at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matrix.visible import words
from bot.rules.personal_number import holds_personal_number
from tests.at_once import read_at_once


def as_read(source: str) -> str:
    """The last of the words of a formatted text: what a client makes of it."""
    return list(words({"formatted_body": source}))[-1]


@pytest.mark.parametrize(
    "source",
    [
        "<b>811228</b>-<i>9874</i>",
        "811228<span data-mx-spoiler='>'>-9874</span>",
        '811228<span data-mx-spoiler = ">">-9874</span>',
        '811228<span title="it\'s" lang=sv>-9874</span>',
        # A quotation mark that begins no value is a sign like any other
        '811228<b ">-9874<b ">',
        '811228<b ="><i>-9874</i>',
        "811228<b a=b'>-9874<b a=b'>",
        "811228<!-- > -->-9874",
        "811228<!-->-9874",
        "811228<!--->-9874<!---->",
        "811228<!-- x --!>-9874",
        "811228<!x>-98<?y>7</>4",
        "811228</ x>-9874",
        "811228&ndash;987&#52;",
        "811228-987&#0000000000052;",
        "811228-987&#x34;",
        # Blocks under each other, whatever stands between them
        "<li>811228</li>\n<li>9874</li>",
        "<ul>\n  <li>811228</li>\n\n            <li>9874</li>\n</ul>",
        "<p>811228</p><hr><br/><div>9874</div>",
        "<table><tr><td>811228</td><td>9874</td></tr></table>",
    ],
)
def test_a_number_is_read_through_all_that_is_not_shown(source: str) -> None:
    assert holds_personal_number(as_read(source), date(2026, 11, 23)), as_read(source)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("5 < 7 &amp; 8 > 6", "5 < 7 & 8 > 6"),
        ("a<b", "a"),  # a tag that never ends
        ('a<b title="x>y', "a"),
        ("a<!-- b", "a"),
        ("<3", "<3"),
        ("a<p>b</P>c<pp>d", "a\nb\ncd"),
        ("&#" + "9" * 5000 + ";x", "\ufffdx"),  # no sign has such a number
        ("&#" + "0" * 5000 + "65;x", "Ax"),
        ("&#x;&#;&#0;", "&#x;&#;\ufffd"),
    ],
)
def test_what_is_shown_of_odd_html(source: str, shown: str) -> None:
    assert as_read(source) == shown


def test_words_are_found_however_deep_and_no_more_than_an_event_holds() -> None:
    deep: Any = {"body": "811228-9874"}
    for _ in range(50_000):
        deep = [deep]
    assert list(words({"x": deep, "body": "first"})) == ["811228-9874", "first"]
    assert sum(len(text) for text in words({"body": ["x" * 50_000] * 5})) == 65_536


#: What begins like a tag or a comment and never ends, or may end in many ways.
UNENDED = (
    *("<!--", "<!--<p ", "<p ", "<p", "</p", "<!", "<?", "</ ", "<!--->-", "<p a", "<p a=", "<p a='", '<p a="', "<p '"),
    *(
        "<p a=b",
        "<p =",
        "<p a  ",
        "<p/",
        "'\"<p a='\"",
        "<p a=\"'",
        "&",
        "&#",
        "&#9",
        "&amp",
        "<p a =",
        " ",
        "\n",
        "--",
    ),
)


@pytest.mark.parametrize("ends", ["", "<!--", "<p ", "<p a='", '<p a="', ">", "'>", "-->"])
def test_html_that_never_ends_is_read_at_once(ends: str) -> None:
    """As long as any event may be; with a bound that only work beyond measure can break."""
    with read_at_once():
        for piece in UNENDED:
            for _ in words({"formatted_body": (piece * (65_000 // len(piece)))[: 65_000 - len(ends)] + ends}):
                pass


@given(st.text(alphabet="<>!-/?pab =\"'&#;9\n", max_size=60))
def test_whatever_is_written_is_read(source: str) -> None:
    for text in words({"formatted_body": source}):
        assert isinstance(text, str)
