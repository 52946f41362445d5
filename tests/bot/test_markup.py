"""The markup of texts: what is bold, written to the bot, an item or a choice; nothing else means anything."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import markup
from bot.i18n import LANGUAGES, Language, T, catalogue, choices, items, lines, render, say

#: What people may have written, as it reaches a hole: on one line, everything else as it was.
TRICKY = (
    "**fet** _kursiv_ `kod` [Anna](https://x) ![b](mxc://s/x)",
    "<b>&amp;</b> <script>",
    "# rubrik",
    "- punkt",
    "1. punkt",
    "> | a | b |",
    "",
    " ",
    "\\",
    "{n} %s {x.__class__}",
    "'\"",
    "===",
)

NBSP = "\u00a0"


class Seen(HTMLParser):
    """The words of a piece of HTML, and its tags in their order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text, self.tags, self.open = "", list[str](), list[str]()
        self.feed(source)
        self.close()
        assert self.open == [], source

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs, attrs
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def forms(language: Language) -> Iterator[tuple[str, str]]:
    """Every text in each of its forms, by key."""
    for key, message in catalogue(language).items():
        plural = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for form in plural:
            yield key, str(form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_closes_what_it_opens_whatever_its_values_are(language: Language) -> None:
    seen = 0
    for key, form in forms(language):
        names = sorted({name for _, name, _, _ in Formatter().parse(form) if name is not None})
        source = form.format(**{name: markup.hole(number) for number, name in enumerate(names)})
        values = [TRICKY[(seen + number) % len(TRICKY)] for number in range(len(names))]
        shown = Seen(markup.as_html(source, values))
        plain = markup.plain(source, values)
        assert shown.text.split() == plain.split(), key
        assert set(shown.tags) <= {"strong", "code", "br", "p"}, key
        assert "**" not in markup.plain(source, [""] * len(names)), key
        assert "`" not in markup.plain(source, [""] * len(names)), key
        seen += 1
    assert seen > 600


#: Pieces of what Markdown would make something of.
PIECES = st.sampled_from(
    [
        *("a", "å 1", " ", "\n", "\t", "*", "_", "__", "~~~", "- ", "+ ", "1. ", "> ", "# ", "===", "---", "| a |"),
        *("[", "]", "(x)", "[a]: /b", "\\", "!", "<", ">", "<b>", "<https://x>", "&amp;", "&#60;", "    ", "»", "”"),
        *(markup.hole(0), markup.hole(1)),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join).filter(lambda source: "**" not in source and "\n\n" not in source))
def test_all_else_means_itself(source: str) -> None:
    values = ["**x** <b> `y`", "# å"]
    shown = markup.as_html(source, values)
    words = re.sub("\ue000(\\d+)\ue001", lambda place: values[int(place[1])], source)
    assert html.unescape(shown.replace("<br />\n", "\n")).replace(NBSP, " ") == words
    assert markup.plain(source, values) == words
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<br />"}


def test_what_is_written_to_the_bot_stands_out_and_reads_well_on_a_lock_screen() -> None:
    source = f"Skriv `öppna {markup.hole(0)}`, eller **`hjälp`**."
    assert markup.plain(source, ["K-<7"]) == "Skriv öppna K-<7, eller hjälp."
    assert (
        markup.as_html(source, ["K-<7"])
        == "Skriv <code>öppna K-&lt;7</code>, eller <strong><code>hjälp</code></strong>."
    )


def test_items_are_a_list_and_choices_a_numbered_one() -> None:
    words = [T("profile.word", sv=f"{word}\n& <b>", en="") for word in ("polis", "skola")]
    shown = render(lines(T("kit.empty"), items(*words), T("kit.empty"), choices(*words)), "sv")
    empty = say(T("kit.empty"), "sv")
    assert shown.plain.splitlines() == [
        empty,
        "polis & <b>",
        "skola & <b>",
        empty,
        "1 polis & <b> · 2 skola & <b>",
    ]
    listed = "<li>polis &amp; &lt;b&gt;</li><li>skola &amp; &lt;b&gt;</li>"
    assert shown.html.splitlines() == [empty, f"<ul>{listed}</ul>", empty, f"<ol>{listed}</ol>"]
    assert lines(T("kit.empty"), items(), choices()) == lines(T("kit.empty"))


def test_no_item_has_a_second_line() -> None:
    assert render(lines(items(T("consultation.choose_first", choice="a", emergency="112"))), "sv").html.count("\n") == 0


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("tor 17 dec (v. 51) kl 15.00", "tor 17~dec (v.~51) kl~15.00"),
        ("Thu 17 Dec (week 51) 15:00", "Thu 17~Dec (week~51) 15:00"),
        ("ring 0500-49 80 00 nu", "ring 0500-49~80~00 nu"),
        ("om 3 dagar, 45 min", "om 3~dagar, 45~min"),
        ("Uppgift 3 och möte 2 2027", "Uppgift~3 och möte~2~2027"),
        ("15 januari", "15 januari"),
        ("inget kl", "inget kl"),
    ],
)
def test_no_line_ends_inside_a_number_or_a_date(text: str, tied: str) -> None:
    assert markup.as_html(text, []) == tied.replace("~", NBSP)
    assert markup.as_html(markup.hole(0), [text]) == tied.replace("~", NBSP)
    assert markup.plain(markup.hole(0), [text]) == text


def test_a_value_is_tied_to_the_word_before_it_but_not_in_what_is_copied() -> None:
    source = f"Uppgift {markup.hole(0)} kl {markup.hole(1)}, {markup.hole(2)} dagar: `klar {markup.hole(0)} 4 5`"
    shown = markup.as_html(source, ["3", "15.00", "2"])
    assert shown == f"Uppgift{NBSP}3 kl{NBSP}15.00, 2{NBSP}dagar: <code>klar 3 4 5</code>"
