"""Forms of enrolment: the search, the ranking of a draw, the announcement of an opening."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yexiao.common import clock, spoken
from yexiao.enrolment._rules import MOST_CHOICES
from yexiao.enrolment.models import Policy
from yexiao.places import api as places

SENSIBLE = [
    MinValueValidator(clock.at_local(clock.FIRST_DAY, 0)),
    MaxValueValidator(clock.at_local(clock.LAST_DAY, 0)),
]
ANY = ("", _("Any"))


class SearchForm(forms.Form):
    """What somebody looks for; every field may stay empty. Places are given as units by the view."""

    q = forms.CharField(label=_("Words"), required=False, max_length=60, widget=forms.TextInput({"type": "search"}))
    within = forms.ChoiceField(label=_("District or street"), required=False)
    weekday = forms.TypedChoiceField(label=_("Evening"), required=False, coerce=int, empty_value=None)
    course = forms.TypedChoiceField(label=_("Course"), required=False, coerce=int, empty_value=None)
    fee = forms.ChoiceField(label=_("Fee"), required=False, choices=[ANY, ("free", _("Free")), ("low", _("Low-fee"))])
    near = forms.ChoiceField(label=_("Near"), required=False)
    free = forms.BooleanField(label=_("Only with free seats"), required=False)
    opening = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, units: Sequence[places.UnitRecord], courses: Iterable[tuple[int, str]], is_chinese: bool
    ) -> None:
        super().__init__(data)
        self.fields["within"].choices = [ANY, *_areas(units, is_chinese)]  # type: ignore[attr-defined]
        self.fields["near"].choices = [ANY, *_communities(units, is_chinese)]  # type: ignore[attr-defined]
        weekdays = [(day, spoken.say_weekday(day)) for day in range(1, 8)]
        self.fields["weekday"].choices = [ANY, *weekdays]  # type: ignore[attr-defined]
        self.fields["course"].choices = [ANY, *courses]  # type: ignore[attr-defined]


def _name(unit: places.UnitRecord, is_chinese: bool) -> str:
    return unit.name if is_chinese else unit.name_en


def _areas(units: Sequence[places.UnitRecord], is_chinese: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = []
    for district in (unit for unit in units if unit.level == "district"):
        inside = [unit for unit in units if unit.level == "street" and unit.path.startswith(district.path + "/")]
        rows = [(unit.path, _name(unit, is_chinese)) for unit in [district, *inside]]
        groups.append((_name(district, is_chinese), rows))
    return groups


def _communities(units: Sequence[places.UnitRecord], is_chinese: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = []
    for street in (unit for unit in units if unit.level == "street"):
        inside = [unit for unit in units if unit.level == "community" and unit.path.startswith(street.path + "/")]
        if inside:
            groups.append((_name(street, is_chinese), [(unit.path, _name(unit, is_chinese)) for unit in inside]))
    return groups


class RankingForm(forms.Form):
    """A ranking of the classes in a draw, best first: one select per place, so that it works without script."""

    def __init__(self, data: Any, *, options: Sequence[tuple[int, str]], initial: Sequence[int] = ()) -> None:
        super().__init__(data)
        for number in range(1, min(MOST_CHOICES, len(options)) + 1):
            self.fields[f"choice_{number}"] = forms.TypedChoiceField(
                label=_("Your first choice") if number == 1 else _("Choice %(number)s") % {"number": number},
                choices=[("", _("None")), *options],
                required=number == 1,
                error_messages={"required": _("Choose the class you would like most.")},
                coerce=int,
                empty_value=None,
                initial=initial[number - 1] if number <= len(initial) else None,
            )

    def clean(self) -> dict[str, Any]:
        """Say beside the field when a class stands twice."""
        seen: set[int] = set()
        for name in self.fields:
            chosen = self.cleaned_data.get(name)
            if chosen is not None and chosen in seen:
                self.add_error(name, _("You have named this class above already."))
            seen |= {chosen} if chosen is not None else set()
        return self.cleaned_data

    def ranking(self) -> list[int]:
        """Return the section ids chosen, best first; places left empty are passed over."""
        chosen = (self.cleaned_data.get(name) for name in self.fields)
        return [section_id for section_id in chosen if section_id is not None]


class OpeningForm(forms.Form):
    """How and when the seats of some classes are given out."""

    sections = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("seats", "Classes"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    policy = forms.ChoiceField(
        label=_("How seats are given out"),
        choices=[
            (Policy.DRAW, _("Sign-up window with a draw")),
            (Policy.FIRST_COME, _("First come")),
            (Policy.INVITATION, _("By invitation")),
        ],
    )
    opens_at = forms.DateTimeField(
        label=pgettext_lazy("seats", "Opens"),
        validators=SENSIBLE,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"), validators=SENSIBLE, widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    seats_per_person = forms.IntegerField(label=_("Seats a person may have"), min_value=1, max_value=9, initial=1)
    job_seekers = forms.IntegerField(
        label=_("Seats of each class kept first for job-seekers"), min_value=0, max_value=500, initial=0
    )
    residents = forms.IntegerField(
        label=_("Seats of each class kept first for residents of its street"), min_value=0, max_value=500, initial=0
    )
    beacon_source = forms.CharField(
        label=_("Public number mixed into the draw (optional)"),
        help_text=_(
            "For example “the first prize of the welfare lottery of 3 December”. Entries are published before."
        ),
        required=False,
        max_length=200,
    )

    def __init__(self, data: Any, *, options: Sequence[tuple[int, str]], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["sections"].choices = options  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Keep seats for groups in a draw only."""
        values = super().clean() or {}
        keeps = values.get("job_seekers") or values.get("residents")
        if keeps and values.get("policy") != Policy.DRAW:
            self.add_error("policy", _("Seats can be kept first for a group only in a draw."))
        return values

    def reserves(self, paths: dict[int, str]) -> dict[int, list[tuple[str, int]]]:
        """Return each class's reserved groups; `paths` are the classes' own."""
        kept = []
        if self.cleaned_data["job_seekers"]:
            kept.append(("situation:job_seeker", self.cleaned_data["job_seekers"]))
        home = self.cleaned_data["residents"]
        return {
            section_id: [*kept, *([("within:" + "/".join(paths[section_id].split("/")[:3]), home)] if home else [])]
            for section_id in self.cleaned_data["sections"]
        }


class BeaconForm(forms.Form):
    """The public number a draw waits for."""

    beacon = forms.CharField(label=_("The public number"), required=False, max_length=200)
