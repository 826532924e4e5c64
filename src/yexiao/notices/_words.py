"""The registry of templates, and how a message is said in either language when it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yexiao.common import clock, money, spoken

NAME = re.compile(r"%\((\w+)\)")
LANGUAGES = ("zh-hans", "en")
UNSAID = "…"


@dataclass(frozen=True)
class Said:
    """A message in words."""

    subject: str
    body: str


@dataclass(frozen=True)
class _Template:
    subject: Any
    body: Any


_templates: dict[str, _Template] = {}
_UNKNOWN = _Template(subject=_("A message from the night school"), body=_("Open the page to see what it is about."))


def register(template: str, *, subject: Any, body: Any) -> None:
    """Register a message by name, with lazy words; `%(name)s` takes a value.

    Values named `*_at` are ISO moments, said in the city's time; `*_fen` are
    amounts. Where a value `x_en` stands beside `x`, English takes it.
    """
    _templates[template] = _Template(subject=subject, body=body)


def is_registered(template: str) -> bool:
    """Tell whether the message has words."""
    return template in _templates


def names_in(template: str) -> set[str]:
    """Return the names of the values that the message needs, in any language.

    Raises:
        KeyError: Nobody registered the template.
    """
    words = _templates[template]
    return {name for language in LANGUAGES for name in _names(words, language)}


def say(template: str, values: Mapping[str, Any], language: str, *, at: datetime) -> Said:
    """Return the message in the language, as said at `at`.

    One whose template is gone since says only that there is a message; a value
    that its words ask for only since then is said as “…”.
    """
    words = _templates.get(template, _UNKNOWN)
    with translation.override(language):
        said = _Speech(values, language, at)
        return Said(subject=str(words.subject) % said, body=str(words.body) % said)


class _Speech(dict[str, str]):
    """The values of one message, each turned into words when the template asks for it."""

    def __init__(self, values: Mapping[str, Any], language: str, at: datetime) -> None:
        super().__init__()
        self._values, self._language, self._at = values, language, at

    def __missing__(self, name: str) -> str:
        if name not in self._values:
            return UNSAID
        english = self._values.get(f"{name}_en") if self._language == "en" else None
        value = english or self._values[name]
        if name.endswith("_at"):
            return self._moment(datetime.fromisoformat(value))
        return money.yuan(value) if name.endswith("_fen") else str(value)

    def _moment(self, moment: datetime) -> str:
        # "tonight" would be wrong when the message is read tomorrow: always the date
        return f"{spoken.say_date(clock.local_date(moment), at=self._at)} {spoken.say_clock(moment)}"


def _names(words: _Template, language: str) -> list[str]:
    with translation.override(language):
        return NAME.findall(f"{words.subject}\n{words.body}")
