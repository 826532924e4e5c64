"""The Chinese words of every room: `check` them, `update` them from the sources, `compile` them.

Source strings are found without a system tool: Python by its syntax tree,
templates by Django's own parser.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from yexiao.common import words

PACKAGE = words.PACKAGE
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
HEADER = """\
# Chinese words of {room}.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
Key = tuple[str | None, str | tuple[str, str]]


def python_strings(path: Path) -> Iterator[Key]:
    """Yield the message keys of a Python file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in SINGLE and texts:
                yield None, texts[0]
            elif name in PLURAL and len(texts) >= 2:
                yield None, (texts[0], texts[1])
            elif name in CONTEXT and len(texts) >= 2:
                yield texts[0], texts[1]


def template_strings(path: Path) -> Iterator[Key]:
    """Yield the message keys of a template."""
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    template = engines["django"].engine.from_string(path.read_text())
    for node in template.nodelist.get_nodes_by_type((TranslateNode, BlockTranslateNode)):
        yield _translate_key(node) if isinstance(node, TranslateNode) else _block_key(node)


def _translate_key(node) -> Key:
    context = str(node.message_context.var) if node.message_context else None
    literal = node.filter_expression.var
    return context, literal if isinstance(literal, str) else str(literal.literal)


def _block_key(node) -> Key:
    context = str(node.message_context.var) if node.message_context else None
    singular, _names = node.render_token_list(node.singular)
    if not node.plural:
        return context, (node.trimmed and _trim(singular)) or singular
    plural, _names = node.render_token_list(node.plural)
    return context, (_trim(singular), _trim(plural)) if node.trimmed else (singular, plural)


def _trim(text: str) -> str:
    from django.utils.translation import trim_whitespace

    return trim_whitespace(text)


def room_strings(room: Path) -> set[Key]:
    """Return every message key of a room's sources."""
    found: set[Key] = set()
    for path in room.rglob("*.py"):
        if "migrations" not in path.parts:
            found.update(python_strings(path))
    for path in room.rglob("templates/**/*"):
        if path.is_file():
            found.update(template_strings(path))
    return found


def read_words(room: Path) -> Catalog:
    """Return the room's Chinese words; an empty catalogue where it has none."""
    path = room / "locale/zh_Hans/LC_MESSAGES/django.po"
    if not path.exists():
        return Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale="zh_Hans")


def key_of(message: Message) -> Key:
    """Return a catalogue entry's key as the sources have it."""
    text = message.id
    return message.context, (text[0], text[1]) if isinstance(text, (list, tuple)) else text


def is_complete(message: Message) -> bool:
    """Tell whether an entry has all its Chinese and is not fuzzy."""
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return not message.fuzzy and bool(texts) and bool(texts[0])


def problems_of(room: Path) -> list[str]:
    """Return one line per missing, fuzzy, empty or unused entry of a room."""
    catalogue = {key_of(message): message for message in read_words(room) if message.id}
    wanted = room_strings(room)
    lines = [f"{room.name}: no Chinese for {key[1]!r}" for key in sorted(wanted - catalogue.keys(), key=str)]
    lines += [f"{room.name}: unused {key[1]!r}" for key in sorted(catalogue.keys() - wanted, key=str)]
    lines += [f"{room.name}: empty or fuzzy {key[1]!r}" for key, entry in catalogue.items() if not is_complete(entry)]
    return lines


def rooms() -> list[Path]:
    """Return the folders of the package that are rooms."""
    return sorted(path.parent for path in PACKAGE.glob("*/apps.py"))


def check() -> int:
    """Print what is missing; return 1 if anything is."""
    lines = [line for room in rooms() for line in problems_of(room)]
    print("\n".join(lines) if lines else "Chinese words: complete.")
    return 1 if lines else 0


def update() -> int:
    """Write new keys into the rooms' files with empty Chinese, and drop unused ones."""
    for room in rooms():
        _update_room(room)
    return 0


def _update_room(room: Path) -> None:
    wanted, old = room_strings(room), {key_of(m): m for m in read_words(room) if m.id}
    if not wanted:
        return
    fresh = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    for context, text in sorted(wanted, key=lambda key: (str(key[1]), key[0] or "")):
        known = old.get((context, text))
        fresh.add(text, known.string if known else None, context=context)
    path = room / "locale/zh_Hans/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        target.write(HEADER.format(room=room.name).encode())
        write_po(target, fresh, width=110, omit_header=True, no_location=True)


def main(arguments: list[str]) -> int:
    """Run one of check, update, compile."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yexiao.config.settings")
    if arguments == ["compile"]:
        words.compile_words()
        return 0
    import django

    django.setup()
    work = {"check": check, "update": update}.get(" ".join(arguments))
    if work is None:
        print("usage: python -m scripts.words check|update|compile")
        return 2
    return work()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
