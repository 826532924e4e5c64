"""The form people fill in after class."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yexiao.learning._feedback import LONGEST_COMMENT

STARS = [
    ("5", _("5 – very good")),
    ("4", _("4 – good")),
    ("3", _("3 – all right")),
    ("2", _("2 – not so good")),
    ("1", _("1 – not good")),
]
WORK = [("", _("I would rather not say")), ("yes", _("Yes, I use it")), ("no", _("Not yet"))]


class FeedbackForm(forms.Form):
    """Stars, whether it is used at work, a few words."""

    stars = forms.TypedChoiceField(label=_("How was the class?"), choices=STARS, coerce=int, widget=forms.RadioSelect)
    uses_at_work = forms.TypedChoiceField(
        label=_("Do you use it at work?"),
        choices=WORK,
        required=False,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("What should we know?"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
