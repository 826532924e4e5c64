"""Words for refusals: rooms register two sentences per code, what happened and what one can do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yexiao.common.refusals import Refusal

_words: dict[str, tuple[Any, Any]] = {}


@dataclass(frozen=True)
class Saying:
    """A refusal in words: what happened, and what one can do next."""

    what: str
    then: str


def register(words: Mapping[str, tuple[Any, Any]]) -> None:
    """Register lazy sentences by refusal code; `%(name)s` takes the refusal's data."""
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
    return Saying(what=str(what) % refusal.data, then=str(then) % refusal.data)


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
            _("Wait %(seconds)s seconds, then try again."),
        ),
    }
)
