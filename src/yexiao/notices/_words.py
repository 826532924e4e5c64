"""The registry of templates, and how a message is said in either language when it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from yexiao.common import clock, money

NAME = re.compile(r"%\((\w+)\)")
LANGUAGES = ("zh-hans", "en")
WEEKDAYS_ZH = "一二三四五六日"


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


def say(template: str, values: Mapping[str, Any], language: str) -> Said:
    """Return the message in the language; one whose template is gone since says only that there is a message."""
    words = _templates.get(template, _UNKNOWN)
    with translation.override(language):
        said = _Speech(values, language)
        return Said(subject=str(words.subject) % said, body=str(words.body) % said)


def say_moment(moment: datetime, language: str) -> str:
    """Return a moment as people say it: "12月4日 周五 19:00", "Fri 4 Dec, 19:00"."""
    local = timezone.localtime(moment, clock.city_zone())
    if language == "en":
        return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
    return f"{local.month}月{local.day}日 周{WEEKDAYS_ZH[local.weekday()]} {local:%H:%M}"


class _Speech(dict[str, str]):
    """The values of one message, each turned into words when the template asks for it."""

    def __init__(self, values: Mapping[str, Any], language: str) -> None:
        super().__init__()
        self._values, self._language = values, language

    def __missing__(self, name: str) -> str:
        english = self._values.get(f"{name}_en") if self._language == "en" else None
        value = english or self._values[name]
        if name.endswith("_at"):
            return say_moment(datetime.fromisoformat(value), self._language)
        return money.yuan(value) if name.endswith("_fen") else str(value)


def _names(words: _Template, language: str) -> list[str]:
    with translation.override(language):
        return NAME.findall(f"{words.subject}\n{words.body}")
