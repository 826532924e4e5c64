"""What starts a run: a season, a place, how long to think, at most how many classes; and what makes a season."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from yexiao.catalogue import api as catalogue
from yexiao.common import clock
from yexiao.planning import _rules

SECONDS = {
    10: _("10 seconds: a first look"),
    30: _("30 seconds: a street"),
    60: _("1 minute: a district"),
    300: _("5 minutes: as good as it gets"),
}
MOST_SECTIONS = 5000
MOST_WEEKS = 52


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


class SeasonForm(forms.Form):
    """A new season: its names, its place, when it begins and how many weeks it lasts."""

    name = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    place = forms.ChoiceField(label=_("Place"))
    starts_date = forms.DateField(
        label=_("First day"),
        validators=[MaxValueValidator(clock.LAST_DAY)],
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    weeks = forms.IntegerField(label=_("How many weeks"), min_value=1, max_value=MOST_WEEKS, initial=10)
    free_percent = forms.IntegerField(
        label=_("At least this share of free classes, in percent"),
        help_text=_("The others are low-fee: three tenths of the market price."),
        min_value=0,
        max_value=100,
        initial=60,
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean_starts_date(self) -> date:
        """Refuse a day that is over: nobody could enrol any more."""
        starts: date = self.cleaned_data["starts_date"]
        if starts <= self.today:
            raise ValidationError(_("Choose a day to come: people need time to say wishes and to enrol."))
        return starts

    def clean(self) -> dict[str, Any]:
        """Refuse a second season of the place from the same day on."""
        said: dict[str, Any] = super().clean() or {}
        if {"place", "starts_date"} <= said.keys():
            slug = _rules.season_slug(path=said["place"], starts=said["starts_date"])
            if any(season.slug == slug for season in catalogue.list_seasons()):
                self.add_error("starts_date", _("A season of this place already begins on that day."))
        return said
