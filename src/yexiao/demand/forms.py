"""What a resident fills in: up to five courses in order, free evenings, how far, from where, for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yexiao.catalogue import api as catalogue
from yexiao.common import spoken
from yexiao.demand import _pages, _rules
from yexiao.demand._records import MOST_WISHES, NewWish, WishRecord
from yexiao.demand.phrases import REACHES

Choices = Sequence[tuple[str, Any]]
CHOICE_LABELS = (_("First choice"), _("Second choice"), _("Third choice"), _("Fourth choice"), _("Fifth choice"))


class WishForm(forms.Form):
    """Five choices and what holds for all of them."""

    choice_1 = forms.ChoiceField(label=CHOICE_LABELS[0])
    choice_2 = forms.ChoiceField(label=CHOICE_LABELS[1], required=False)
    choice_3 = forms.ChoiceField(label=CHOICE_LABELS[2], required=False)
    choice_4 = forms.ChoiceField(label=CHOICE_LABELS[3], required=False)
    choice_5 = forms.ChoiceField(label=CHOICE_LABELS[4], required=False)
    evenings = forms.TypedMultipleChoiceField(
        label=_("Evenings you can come"),
        help_text=_("19:00 to 21:00. The more evenings, the more likely a class fits."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    reach_km = forms.TypedChoiceField(
        label=_("How far you would go"), coerce=float, choices=list(REACHES.items()), widget=forms.RadioSelect
    )
    path = forms.ChoiceField(label=_("From where"), help_text=_("Your community, or where you work."))
    purpose = forms.CharField(
        label=_("For what work"),
        help_text=_("For example: notices for my shop, tables in the office. The lecturer reads it."),
        required=False,
        max_length=_rules.MOST_LETTERS,
    )

    def __init__(self, *args: Any, courses: Choices, places: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.choices_in_order():
            none = _("None") if self.fields[field].required is False else _("Please choose")
            self.fields[field].choices = [("", none), *courses]  # type: ignore[attr-defined]
        self.fields["path"].choices = places  # type: ignore[attr-defined]
        weekdays = [(day, spoken.say_weekday(day)) for day in range(1, 8)]
        self.fields["evenings"].choices = weekdays  # type: ignore[attr-defined]

    @staticmethod
    def choices_in_order() -> list[str]:
        """Return the names of the five choices."""
        return [f"choice_{rank}" for rank in range(1, MOST_WISHES + 1)]

    def clean(self) -> dict[str, Any]:
        """Refuse a course chosen twice, at the second place."""
        values: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for field in self.choices_in_order():
            course = values.get(field)
            if course and course in seen:
                self.add_error(field, _("You have chosen this course already."))
            seen.add(course or "")
        return values

    def said(self) -> list[NewWish]:
        """Return the wishes, ranked in the order of the choices, gaps closed."""
        values = self.cleaned_data
        chosen = [int(values[field]) for field in self.choices_in_order() if values[field]]
        return [
            NewWish(
                course_id=course_id,
                evenings=tuple(values["evenings"]),
                reach_km=values["reach_km"],
                path=values["path"],
                rank=rank,
                purpose=values["purpose"],
            )
            for rank, course_id in enumerate(chosen, 1)
        ]


class CourseFilter(forms.Form):
    """Find a course by a word or a group of skills."""

    q = forms.CharField(label=_("Find a course"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    group = forms.ChoiceField(label=_("Skills"), required=False)
    season = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(group, group) for group in groups]
        self.fields["group"].choices = [("", pgettext_lazy("skills", "All")), *named]  # type: ignore[attr-defined]


def initial_of(wishes: Sequence[WishRecord], *, added: catalogue.CourseRecord | None, home_path: str) -> dict[str, Any]:
    """Return what the form shows at first: what is saved, and a course just picked in the next free place."""
    course_ids = [wish.course_id for wish in wishes]
    if added is not None and added.id not in course_ids:
        course_ids = [*course_ids[: MOST_WISHES - 1], added.id]
    values: dict[str, Any] = {f"choice_{rank}": course_id for rank, course_id in enumerate(course_ids, 1)}
    first = wishes[0] if wishes else None
    return values | {
        "evenings": list(first.evenings) if first else [],
        "reach_km": _nearest_reach(first.reach_km) if first else "3",
        "path": first.path if first else home_path,
        "purpose": first.purpose if first else "",
    }


def _nearest_reach(reach_km: float) -> str:
    return min(REACHES, key=lambda km: abs(float(km) - reach_km))


class NeedForm(forms.Form):
    """What an employer needs: for which organisation, which skill, how many people, until when."""

    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    skill = forms.TypedChoiceField(label=_("Skill"), coerce=int)
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=9999)
    by_date = forms.DateField(label=_("Until when"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    note = forms.CharField(label=_("What for"), max_length=300, required=False)

    def __init__(self, *args: Any, organisations: Mapping[int, Any], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["organisation"].choices = [(key, _named(record)) for key, record in organisations.items()]
        fields["skill"].choices = [(skill.id, _named(skill)) for skill in catalogue.list_skills()]

    def clean_by_date(self) -> date:
        """Refuse a day that is over."""
        until: date = self.cleaned_data["by_date"]
        if until < self.today:
            raise forms.ValidationError(_("Choose a day to come."))
        return until


def _named(record: Any) -> str:
    return _pages.in_language(record.name, record.name_en)
