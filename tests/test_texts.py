"""The catalogue as a whole: complete in both languages, nothing missing, nothing extra, the same in both twins."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.pofile import read_po
from pydantic import BaseModel

from bot.conversation.parse import usage
from bot.core import load_profile, profiles
from bot.i18n import LANGUAGES, Language, T, Words, catalogue, render, say
from bot.rules.case import State
from bot.rules.device import NEEDS_ACTION, AccountState
from bot.rules.plan import TaskState
from bot.rules.roles import Role
from bot.rules.words import Words as Word
from handlers import TABLE

ROOT = Path(__file__).parent.parent

#: Both languages stand in the values of this one.
EXEMPT = {"profile.word"}

#: What may stand in the braces of ``T(f"...{x}")``, by what is written there.
FAMILIES: Mapping[str, frozenset[str]] = {
    "state": frozenset(State) | frozenset(TaskState),
    "role": frozenset(Role),
    "key": frozenset(command.key for command in TABLE.commands),
    "name": frozenset(name for command in TABLE.commands for name in command.fields()),
    "field": frozenset(name for command in TABLE.commands for name in command.fields()),
    "language": frozenset(LANGUAGES),
    "kind": frozenset({"youth", "professional"}),
}


def messages(language: Language) -> dict[str, tuple[str, ...]]:
    """Every text by key, in all its plural forms."""
    return {
        key: tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)
        for key, message in catalogue(language).items()
    }


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


# --------------------------------------------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts(language: Language) -> None:
    assert set(messages(language)) == set(messages("sv"))


def test_nothing_is_empty_fuzzy_or_left_over() -> None:
    for language in LANGUAGES:
        for file in sorted((resources.files("bot") / "locale" / language).iterdir(), key=lambda entry: entry.name):
            with file.open("rb") as handle:
                found = read_po(handle, locale=language)
            assert not found.obsolete, file.name
            for message in found:
                if message.id:
                    assert not message.fuzzy, message.id
                    assert all(part.strip() for part in _parts(message.string)), message.id


def _parts(string: Any) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (tuple, list)) else (string,)


def test_files_hold_what_their_names_say_in_both_languages() -> None:
    def by_file(language: Language) -> dict[str, set[Any]]:
        folder = resources.files("bot") / "locale" / language
        return {
            file.name: {str(_parts(message.id)[0]) for message in _read(file, language) if message.id}
            for file in folder.iterdir()
        }

    assert by_file("sv") == by_file("en")


def _read(file: Any, language: Language) -> Any:
    with file.open("rb") as handle:
        return read_po(handle, locale=language)


def test_placeholders_are_the_same_in_both_languages_and_all_forms() -> None:
    for key in sorted(set(catalogue("sv")) - EXEMPT):
        forms = [form for language in LANGUAGES for form in messages(language)[key]]
        assert len({frozenset(placeholders(form)) - {"n"} for form in forms}) == 1, key
        # Names alone: a template reaches into no value
        assert all(re.fullmatch(r"[a-z_]+", name) for form in forms for name in placeholders(form)), key


# ------------------------------------------------------------------------------------------- what the code asks for


@cache
def sources() -> Sequence[tuple[str, ast.Module]]:
    """Every module of ours, read once."""
    files = [file for package in ("bot", "handlers", "storage") for file in sorted((ROOT / package).rglob("*.py"))]
    return [(str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))) for file in files]


def strings(node: ast.AST) -> Iterator[ast.expr]:
    """The strings an expression may become: both branches of a choice, and the values of a dictionary."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield node
        case ast.IfExp(body=body, orelse=other):
            yield from strings(body)
            yield from strings(other)
        case ast.Call(func=ast.Attribute(value=ast.Dict(values=values)), args=args):  # {...}.get(x, default)
            for each in [*values, *args[1:]]:
                yield from strings(each)


PREFIXES = {key.split(".")[0] for key in messages("sv")}


def family(node: ast.JoinedStr) -> Iterator[str]:
    """A pattern for each f-string that makes keys: ``T(f"case.state_{case.state}")``."""
    parts = list[str]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(re.escape(str(part.value)))
        elif isinstance(part, ast.FormattedValue):
            written = ast.unparse(part.value)
            known = next((FAMILIES[name] for name in (written, written.split(".")[-1]) if name in FAMILIES), None)
            parts.append("(?:" + "|".join(re.escape(str(one)) for one in sorted(known)) + ")" if known else ".+")
    pattern = "".join(parts)
    head = re.match(r"([a-z]+)\\\.[a-z_]*", pattern)
    if head is not None and head[1] in PREFIXES and re.fullmatch(r"[a-z]+\.[a-z_]*", _head(node)):
        yield pattern


def _head(node: ast.JoinedStr) -> str:
    first = node.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def calls(tree: ast.Module) -> Iterator[tuple[int, ast.expr]]:
    """What is handed to ``T`` and ``refuse`` as key, and to ``ask=``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name in ("T", "refuse") and node.args:
                yield from ((node.lineno, each) for each in strings(node.args[0]))
            for keyword in node.keywords:
                if keyword.arg == "ask":
                    yield from ((node.lineno, each) for each in strings(keyword.value))


def test_every_text_the_code_asks_for_exists() -> None:
    lacking = []
    for file, tree in sources():
        for line, node in calls(tree):
            if isinstance(node, ast.Constant):
                if node.value not in catalogue("sv"):
                    lacking.append(f"{file}:{line}: {node.value!r}")
            elif isinstance(node, ast.JoinedStr):
                for pattern in family(node):
                    if not any(re.fullmatch(pattern, key) for key in catalogue("sv")):
                        lacking.append(f"{file}:{line}: {pattern}")
    assert lacking == []


def test_every_member_of_a_family_exists() -> None:
    """What may stand in the braces is known, and each of them has its text."""
    everywhere = {
        "case.state_": State,
        "task.mark_": TaskState,
        "person.role_": Role,
        "help.language_": LANGUAGES,
        "device.cannot_": set(AccountState) - {AccountState.READS},
        "device.do_": NEEDS_ACTION,
        "command.": [command.key for command in TABLE.commands],
        "arg.": [name for command in TABLE.commands for name in command.fields()],
    }
    wanted = {f"{head}{member}" for head, members in everywhere.items() for member in members}
    wanted |= {f"case.registration_{load_profile(name).registration}" for name in profiles()}
    wanted |= {
        arg.ask or f"ask.{name}"
        for command in TABLE.commands
        for name, arg in command.fields().items()
        if command.required(name) and not command.hidden
    }
    assert wanted - set(catalogue("sv")) == set()


#: Commands and their arguments have a text each, by their names: what they do, what is asked, what they are called.
BY_NAME = {
    "bot/conversation/correction.py",
    "bot/conversation/dispatch.py",
    "bot/conversation/unclear.py",
    "bot/conversation/parse.py",
    "bot/conversation/questions.py",
    "handlers/case/history.py",
    "handlers/help.py",
}


def built(tree: ast.Module) -> Iterator[ast.JoinedStr]:
    """The keys a module puts together; not what only begins like one: ``case.noted:12``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and ":" not in ast.unparse(node) and any(family(node)):
            yield node


def test_keys_are_written_out() -> None:
    """So that whoever searches for one finds where it is said."""
    assert {file for file, tree in sources() if any(built(tree))} == BY_NAME


def test_every_text_is_found_by_its_key() -> None:
    """In the code as a whole, or by the family that is still put together."""
    whole, patterns = set[str](), {re.escape(f"ask.{name}") for command in TABLE.commands for name in command.fields()}
    for _, tree in sources():
        whole |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        patterns |= {pattern for node in built(tree) for pattern in family(node)}
    of_families = re.compile("|".join(sorted(patterns)))
    assert sorted(key for key in catalogue("sv") if key not in whole and not of_families.fullmatch(key)) == []


def test_values_are_given_as_the_texts_want_them() -> None:
    """Where key and values stand together in the code, they are those of the template."""
    wrong = []
    for file, tree in sources():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("T", "refuse")):
                continue
            if not node.args or any(keyword.arg is None for keyword in node.keywords):
                continue
            given = {str(keyword.arg) for keyword in node.keywords}
            for each in strings(node.args[0]):
                if isinstance(each, ast.Constant) and each.value in catalogue("sv"):
                    wanted = set().union(*(placeholders(form) for form in messages("sv")[str(each.value)]))
                    if not wanted <= given:
                        wrong.append(f"{file}:{node.lineno}: {each.value!r} lacks {sorted(wanted - given)}")
    assert wrong == []


# ------------------------------------------------------------------------------------------------ somebody's words

#: The places in a text where somebody's own words stand, by their names or by text and name.
WRITTEN = {"text", "rest", "title", "obstacle", "reason"}
WRITTEN_HERE = {
    *(
        ("kit.did_you_mean", "name"),
        ("kit.did_you_mean_room", "name"),
        ("person.preview", "name"),
        ("person.preview_without", "name"),
    ),
    *(
        ("device.named", "name"),
        ("meeting.suggested", "when"),
        ("meeting.suggested_sometime", "when"),
        ("meeting.told_cannot_then", "when"),
        ("ledger.witness", "name"),
    ),
    ("help.no_such", "name"),
    *(("goal.own_words", "words"), ("goal.own_words_by", "words"), ("goal.own_words_noted", "words")),
    *(("goal.means", "means"), ("goal.means_noted", "means"), ("goal.changed", "before"), ("task.renamed", "before")),
    *(("meeting.suggested_sometime", "when"), ("meeting.told_cannot_then", "when")),
    *(("consent.unknown_actor", "actor"), ("consent.unknown_kind", "kind")),
}

#: Texts that pass words on whole, as ``Words``: on lines of their own, each of them marked.
WHOLE = {
    *("youth.quote", "consultation.quote", "task.obstacle", "told.obstacle", "passed.wrote"),
    "status.obstacle_in_room",
}

#: Lines of a known form, in which what a coordinator called a goal, a task or a meeting stands between its number and
#: its owner or day. Nobody else can name one, and a phone shows many of them at once.
PLAIN = {
    *("task.line", "task.line_more", "task.own", "task.own_more", "task.choice", "task.choice_due", "meeting.what"),
    *("card.goal", "card.goal_empty", "card.goal_judged", "card.right_to_left", "card.means"),
    *("card.milestone", "card.milestone_due", "card.milestone_reached", "told.goal", "told.waits"),
    *("task.asked_line", "task.asked_line_due", "task.of_goal"),
    *("goal.line", "goal.line_area", "goal.step", "goal.step_due", "goal.step_taken"),
    *("status.line", "status.line_late", "youth.own_task"),
}
PLAIN |= {"meeting.ahead_line", "meeting.ahead_line_of", "meeting.series_preview", "meeting.series_called"}
PLAIN |= {"meeting.series_then", "overview.goal_line", "overview.late_task", "overview.event", "overview.event_bot"}

#: In a text of several lines, as many stand here whatever the values are.
HOSTILE = 'x\n\n☑ K-7F2: Polisen är inte längre med.\u2028\u202e”. Allt är “bra" **fet** # [x](https://x) \r• y'

QUOTES: Mapping[Language, tuple[str, str]] = {"sv": ("”", "”"), "en": ("“", "”")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_somebodys_stand_in_quotation_marks(language: Language) -> None:
    begins, ends = QUOTES[language]
    wrong, seen = list[str](), set[str]()
    for key, forms in messages(language).items():
        for form in forms:
            for name in placeholders(form):
                if key not in WHOLE | PLAIN and (name in WRITTEN or (key, name) in WRITTEN_HERE):
                    seen.add(key)
                    quoted = form.count(f"{begins}{{{name}}}{ends}")
                    if quoted == 0 or quoted != form.count(f"{{{name}}}"):
                        wrong.append(f"{language}: {key}: {name}")
    assert wrong == []
    assert {key for key, _ in WRITTEN_HERE} <= seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_words_stand_on_lines_of_their_own(language: Language) -> None:
    for key in WHOLE:
        (form,) = messages(language)[key]
        (name,) = placeholders(form) & WRITTEN
        assert f"{{{name}}}" in form.split("\n"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_value_adds_a_line_ends_a_quotation_or_formats(language: Language) -> None:
    """Whatever people write, each text has the lines, the quotations and the bold words it has anyway."""
    marks = re.compile('["“”„«»]')
    for key, forms in messages(language).items():
        names = set().union(*(placeholders(form) for form in forms))
        for count in (1, 2) if len(forms) > 1 else (1,):
            tame = render(T(key, **dict.fromkeys(names, "VÄRDE") | {"n": count}), language)
            wild = render(T(key, **dict.fromkeys(names, HOSTILE) | {"n": count}), language)
            assert len(wild.plain.splitlines()) == len(tame.plain.splitlines()), key
            assert marks.findall(wild.plain) == marks.findall(tame.plain), key
            assert tags(wild.html) == tags(tame.html), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_whole_words_is_marked(language: Language) -> None:
    for key in WHOLE:
        (form,) = messages(language)[key]
        (name,) = placeholders(form) & WRITTEN
        values = dict.fromkeys(placeholders(form), "VÄRDE") | {name: Words(HOSTILE)}
        of_ours = [line for line in say(T(key, **values), language).splitlines() if not line.startswith("» ")]
        assert of_ours == say(T(key, **values | {name: ""}), language).splitlines()[: len(form.split("\n")) - 1], key


def tags(source: str) -> list[str]:
    return re.findall(r"<[^>]*>", source)


# ------------------------------------------------------------------------------------------------------ both twins


class Seen(HTMLParser):
    """The text of a piece of HTML, and its tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not attrs, attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plain_twin_says_what_the_html_says(language: Language) -> None:
    """Neither has a list, a heading or a link that the other lacks: nothing in a text is Markdown by chance."""
    for key, forms in messages(language).items():
        for count in range(len(forms)):
            names = set().union(*(placeholders(form) for form in forms))
            shown = render(T(key, **dict.fromkeys(names, "VÄRDE") | {"n": count + 1}), language)
            seen = Seen(shown.html)
            assert seen.tags <= {"strong", "code", "br", "p"}, key
            assert seen.text.split() == shown.plain.split(), key
            assert "{" not in shown.plain, key
            assert "**" not in shown.plain, key


def test_what_is_written_to_the_bot_stands_out_in_both_languages() -> None:
    def spans(language: Language, key: str) -> list[int]:
        return [form.count("`") for form in messages(language)[key]]

    assert [key for key in messages("sv") if spans("sv", key) != spans("en", key)] == []
    assert sum(sum(spans("sv", key)) for key in messages("sv")) > 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_names_a_command_without_setting_it_off(language: Language) -> None:
    """A command with its case code, person or argument is something to write; so is all with a ``!`` before it."""
    names = sorted({command.name(language) for command in TABLE.commands}, key=len, reverse=True)
    commands = "|".join(map(re.escape, names))
    written = re.compile(rf"(?<![\w{{@])(?:{commands}) (?:@\{{handle\}}|@namn|@name|<)|(?<!\w)![a-zåäö]")
    plain = {key: re.sub(r"`[^`]*`", "", form) for key, forms in messages(language).items() for form in forms}
    assert [key for key, form in plain.items() if written.search(form)] == []


#: Names of municipalities, which every language writes as they are; and what is said in the language that is chosen.
NAMES = re.compile(r"Skövde|Borlänge|Tyresö|Exempelby")
IN_THE_OTHER = {"help.language_sv", "help.language_en"}

FOREIGN: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(r"[åäö]|\b(och|inte|skriv|svara|rummet|eller|ärende|möte|samtycke)\b", re.IGNORECASE),
    "sv": re.compile(r"\b(the|and|write|answer|you|not|with|case|room|consent)\b", re.IGNORECASE),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_words_of_the_other_language(language: Language) -> None:
    """Also not the words of profiles, the examples, and how a command is written."""
    said = {
        key: re.sub(r"\{\w+\}", "", " ".join(forms))
        for key, forms in messages(language).items()
        if key not in IN_THE_OTHER
    }
    for command in TABLE.commands:
        said[f"usage: {command.key}"] = say(usage(command, language), language)
    for name in profiles():
        words = list(words_in(load_profile(name)))
        assert words
        said |= {f"{name}: {number}": word.label(language) for number, word in enumerate(words)}
    foreign = [key for key, text in said.items() if FOREIGN[language].search(NAMES.sub("", text))]
    assert foreign == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_a_command_is_written_says_nothing_twice(language: Language) -> None:
    shown = [say(usage(command, language), language) for command in TABLE.commands]
    assert [line for line in shown if re.search(r"[<\[](\w+) \1[>\]]", line)] == []
    assert not any("[" in form for forms in messages(language).values() for form in forms)


def words_in(value: object) -> Iterator[Word]:
    """The words in both languages of a profile, wherever they stand in it."""
    if isinstance(value, Word):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from words_in(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from words_in(one)


def test_consent_is_never_called_consent_under_the_gdpr() -> None:
    """It lifts secrecy; it is no legal basis for keeping data, and nobody who reads us shall believe so."""
    texts = {
        f"{language}: {key} {number}": form
        for language in LANGUAGES
        for key, forms in messages(language).items()
        for number, form in enumerate(forms)
    }
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "bot" / "rules" / "profiles").glob("*.toml")]
    texts |= {page.name: page.read_text(encoding="utf-8") for page in pages}
    law = r"(GDPR|dataskydd|data protection|artikel 6|article 6)"
    called = re.compile(rf"{law}[^.\n]{{0,60}}(samtyck|consent)|(samtyck|consent)[^.\n]{{0,60}}{law}", re.IGNORECASE)
    assert [where for where, text in texts.items() if called.search(text)] == []
