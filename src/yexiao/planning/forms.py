"""What starts a run: a season, a place, how long to think, at most how many classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SECONDS = {
    10: _("10 seconds: a first look"),
    30: _("30 seconds: a street"),
    60: _("1 minute: a district"),
    300: _("5 minutes: as good as it gets"),
}
MOST_SECTIONS = 5000


class StartForm(forms.Form):
    """Choices for a new run; the lists hold only what the person may plan."""

    season = forms.TypedChoiceField(label=_("Season"), coerce=int)
    place = forms.ChoiceField(label=_("For which place"))
    seconds = forms.TypedChoiceField(label=_("How long to plan"), coerce=int, choices=list(SECONDS.items()), initial=30)
    max_sections = forms.IntegerField(
        label=_("At most so many classes"),
        help_text=_("Leave empty for as many as make sense."),
        required=False,
        min_value=1,
        max_value=MOST_SECTIONS,
    )

    def __init__(
        self, *args: Any, seasons: Sequence[tuple[int, str]], places: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["season"].choices = seasons  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
