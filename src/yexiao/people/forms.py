"""Forms of the people pages: what was typed becomes values; operations decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yexiao.common import phrases
from yexiao.common.paths import is_within
from yexiao.common.refusals import Refusal
from yexiao.people import _ports
from yexiao.people._records import Person
from yexiao.people.models import Situation

SITUATIONS = {
    Situation.EMPLOYEE: _("Employed"),
    Situation.GIG_WORKER: _("Gig worker"),
    Situation.SELF_EMPLOYED: _("Self-employed"),
    Situation.JOB_SEEKER: _("Looking for work"),
    Situation.CARER: _("Caring for family full time"),
    Situation.STUDENT: _("Student"),
    Situation.RETIRED: _("Retired"),
    Situation.PUBLIC_SERVANT: _("Public servant"),
}
PLACE_WORDS = {
    "district": (_("District"), _("Choose your district.")),
    "street": (_("Street"), _("Choose your street.")),
    "community": (_("Community"), _("Choose your community.")),
}
NAME_NEEDED = {"required": _("Tell us what to call you.")}
YEARS_PER_DECADE = 10
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # each in its own words, for whoever reads only that one
SAID = ("name", "language", "situation", "birth_decade", "consents_to_figures")


def say_on(form: forms.Form, field: str | None, refusal: Refusal) -> None:
    """Say a refusal beside the field it concerns."""
    saying = phrases.say(refusal)
    gap = "" if saying.what.endswith("。") else " "
    form.add_error(field, f"{saying.what}{gap}{saying.then}")


class LanguageSelect(forms.Select):
    """A choice of languages, each option marked as being in its own."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the option with its `lang`."""
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"attrs": option["attrs"] | {"lang": "en" if value == "en" else "zh-Hans"}}


class PhoneForm(forms.Form):
    """The first step of signing in."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=40,
        help_text=_("We send you a code. No password is needed."),
        error_messages={"required": _("Type your mobile number.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "autofocus": True}),
    )
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The second step."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        error_messages={"required": _("Type the code from the message.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class PasswordForm(forms.Form):
    """Sign-in for staff."""

    username = forms.CharField(
        label=_("User name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class PlaceFields(forms.Form):
    """District, then street, then community: each asked once the one before is chosen, so no script is needed.

    `home_path` is the chosen community, or "" while one is still to be
    chosen. Staff (`is_needed=False`) may leave the district out.
    """

    def __init__(self, *args: Any, home_path: str = "", is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home_path = ""
        self.is_needed = is_needed
        path = ""
        for depth, name in enumerate(PLACE_WORDS):
            path = self._add_step(name, inside=path, known=_ancestor(home_path, depth))
            if not path:
                return
        self.home_path = path

    @property
    def is_complete(self) -> bool:
        """Tell whether every field is right and no step is left."""
        is_placed = bool(self.home_path) or not (self.is_needed or self.data.get("district"))
        return self.is_valid() and is_placed

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """The steps shown so far."""
        return [self[name] for name in PLACE_WORDS if name in self.fields]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """Every field that is not about the place."""
        return [field for field in self if field.name not in PLACE_WORDS]

    def _add_step(self, name: str, *, inside: str, known: str) -> str:
        label, missing = PLACE_WORDS[name]
        options = [(choice.path, choice.name) for choice in _ports.territory().list_inside(inside)]
        field = forms.ChoiceField(label=label, choices=[("", _("Please choose")), *options], initial=known)
        field.error_messages |= {"required": missing, "invalid_choice": missing}
        is_asked_now = self.is_bound and name not in self.data  # shown for the first time: no error yet
        field.required = not is_asked_now and (self.is_needed or name != "district")
        self.fields[name] = field
        value = self.data.get(name, "") if self.is_bound else known
        return value if value in dict(options) else ""


def has_letters(name: str) -> None:
    """Refuse a name of signs or digits only: the class list could not be read out."""
    if not any(sign.isalpha() for sign in name):
        raise forms.ValidationError(_("A name has letters or characters, not only signs."))


class WhoForm(PlaceFields):
    """The first visit: a name and a community, nothing more."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As you want it on the class list."),
        error_messages=NAME_NEEDED,
        validators=[has_letters],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class ProfileForm(PlaceFields):
    """What a person says about themself, and agrees to."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages=NAME_NEEDED,
        validators=[has_letters],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of pages and messages"), choices=LANGUAGES, widget=LanguageSelect)
    situation = forms.ChoiceField(
        label=_("What you do by day"),
        required=False,
        choices=[("", _("I'd rather not say")), *SITUATIONS.items()],
    )
    birth_decade = forms.TypedChoiceField(label=_("Born in"), required=False, coerce=int, empty_value=None)
    consents_to_figures = forms.BooleanField(
        label=_("You may count me in the figures"),
        required=False,
        help_text=_(
            "Only then do we keep what you do by day and your decade: they decide places kept for a group, "
            "and figures about groups of five or more. Untick it and both are erased."
        ),
    )

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decades = range(this_year // 10 * 10 - 10, 1919, -YEARS_PER_DECADE)
        choices = [(decade, _("the %(decade)ss") % {"decade": decade}) for decade in decades]
        self.fields["birth_decade"].choices = [("", _("I'd rather not say")), *choices]  # type: ignore[attr-defined]

    @property
    def says_in_vain(self) -> bool:
        """Tell whether something was said that is not kept, for want of consent."""
        said = self.cleaned_data["situation"] or self.cleaned_data["birth_decade"]
        return bool(said) and not self.cleaned_data["consents_to_figures"]

    def said(self) -> dict[str, Any]:
        """Return what the person says, as `say_who` takes it; the place apart."""
        return {name: self.cleaned_data[name] for name in SAID}


def profile_values(person: Person, *, consents_to_figures: bool) -> Mapping[str, Any]:
    """Return what the profile form starts from."""
    return {
        "name": person.name,
        "language": person.language,
        "situation": person.situation,
        "birth_decade": person.birth_decade,
        "consents_to_figures": consents_to_figures,
    }


def _ancestor(path: str, depth: int) -> str:
    parts = path.split("/")
    return "/".join(parts[: depth + 2]) if len(parts) >= depth + 2 else ""


def chosen_path(values: Mapping[str, str]) -> str:
    """Return the deepest place among the chosen district, street and community that lie in one another."""
    path = ""
    for name in PLACE_WORDS:
        value = values.get(name, "")
        if not value or (path and not is_within(value, path)):
            break
        path = value
    return path
