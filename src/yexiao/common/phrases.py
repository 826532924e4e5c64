"""Words for refusals: rooms register two sentences per code, what happened and what one can do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yexiao.common import clock, money, spoken
from yexiao.common.refusals import Refusal

_words: dict[str, tuple[Any, Any]] = {}


@dataclass(frozen=True)
class Saying:
    """A refusal in words: what happened, and what one can do next."""

    what: str
    then: str


def register(words: Mapping[str, tuple[Any, Any]]) -> None:
    """Register lazy sentences by refusal code; `%(name)s` takes the refusal's data as people say it.

    Moments are said as on pages, `…_fen` as an amount, `seconds` also as `wait`
    (3 minutes), and of a pair `name`, `name_en` the active language's.
    """
    _words.update(words)


def knows(code: str) -> bool:
    """Tell whether a code has words; a test asks this for every refusal."""
    return code in _words


def say(refusal: Refusal) -> Saying:
    """Return the refusal in the current language.

    Raises:
        KeyError: The code has no words, which a test prevents.
    """
    what, then = _words[refusal.code]
    values = _as_said(refusal.data)
    return Saying(what=str(what) % values, then=str(then) % values)


def _as_said(data: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: _say_value(name, value) for name, value in data.items()}
    if "seconds" in data:
        said["wait"] = spoken.say_wait(data["seconds"])
    if get_language() == "en":
        said |= {name.removesuffix("_en"): value for name, value in said.items() if name.endswith("_en") and value}
    return said


def _say_value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return spoken.say_when(value, at=clock.now())
    if name.endswith("_fen") and isinstance(value, int):
        return money.yuan(value)
    return value


register(
    {
        "common.refused": (_("That is not possible."), _("Go back and try something else.")),
        "common.not_found": (
            _("There is no such page."),
            _("Check the address, or start from the home page."),
        ),
        "common.bad_input": (_("One of the values cannot be used."), _("Check the form and send it again.")),
        "common.too_often": (
            _("That was tried too often."),
            _("Wait %(wait)s, then try again."),
        ),
    }
)
