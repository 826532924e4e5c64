"""The administrators' page: who holds which role; one of them gives and takes roles, another reads the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yexiao.common import clock, text
from yexiao.common.refusals import BadInput, NotFound
from yexiao.frontdesk import _demo_people, wiring
from yexiao.people import api as people
from yexiao.people.api import Action
from yexiao.places import api as places

ROLES = [(role, words) for role, words in _demo_people.ROLE_WORDS.items() if role in set(people.Role)]


class RoleForm(forms.Form):
    """Who gets which role where."""

    who = forms.CharField(label=gettext_lazy("User name or phone number"), max_length=40)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES)
    place = forms.ChoiceField(label=gettext_lazy("For which territory"))

    def __init__(self, data: Any, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def clean_who(self) -> int:
        """Return the account that has this user name or number."""
        said: str = self.cleaned_data["who"]
        try:
            found = people.find_by_username(username=said) or people.find_by_phone(phone=said)
        except people.PhoneUnreadable:
            found = None
        if found is None:
            raise forms.ValidationError(_("Nobody here has this user name or number."))
        return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@people.signed_in
def roles(request: people.Request) -> HttpResponse:
    """List who holds which role; give one, where the actor may; show looks at numbers to the auditor."""
    mine = people.places_where(request.actor, Action.MANAGE_ROLES)
    audited = people.places_where(request.actor, Action.SEE_AUDIT)
    if not (mine or audited) or (request.method == "POST" and not mine):
        raise NotFound
    form = RoleForm(request.POST if request.method == "POST" else None, choices=_choices(mine))
    if form.is_valid():
        said = form.cleaned_data
        people.grant_role(
            account_id=said["who"], role=said["role"], path=said["place"], by=request.actor.id, at=clock.now()
        )
        messages.success(request, _("The role is given."))
        return redirect("frontdesk:roles")
    values = {
        "rows": _rows(people.list_holders(within=mine or audited)),
        "looks": people.list_looks(within=audited),
        "form": form if mine else None,
        "is_auditor": bool(audited),
    }
    return render(request, "frontdesk/roles.html", values, status=422 if form.errors else 200)


@require_POST
@people.allowed(Action.MANAGE_ROLES)
def revoke(request: people.Request) -> HttpResponse:
    """Take a role back; who loses one is signed out."""
    account_id = text.read_id(request.POST.get("account", ""))
    if account_id is None:
        raise BadInput(field="account", reason="no number")
    organisation = text.read_id(request.POST.get("organisation", ""))
    people.revoke_role(
        account_id=account_id,
        role=request.POST.get("role", ""),
        path=request.POST.get("path", ""),
        organisation_id=organisation,
        by=request.actor.id,
    )
    messages.success(request, _("The role is taken back."))
    return redirect("frontdesk:roles")


def _rows(holders: list[people.HolderRecord]) -> list[dict[str, Any]]:
    words = places.describe_paths(paths={holder.path for holder in holders})
    ids = {holder.organisation_id for holder in holders if holder.organisation_id is not None}
    organisations = people.describe_organisations(ids=ids)
    return [
        {
            "holder": holder,
            "role": _demo_people.ROLE_WORDS[holder.role],
            "place": wiring.full_name(words[holder.path]),
            "organisation": organisations.get(holder.organisation_id or 0),
        }
        for holder in holders
    ]


def _choices(paths: tuple[str, ...]) -> list[tuple[str, str]]:
    units = sorted((unit for path in paths for unit in places.list_units(within=path)), key=lambda unit: unit.path)
    words = places.describe_paths(paths=[unit.path for unit in units])
    return [(unit.path, wiring.full_name(words[unit.path])) for unit in units]
