"""An employer's page: say how many people with a skill are needed, and by when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yexiao.catalogue import api as catalogue
from yexiao.common import clock, text
from yexiao.common.refusals import BadInput, NotFound
from yexiao.demand import _needs
from yexiao.demand._records import NewNeed
from yexiao.demand.forms import NeedForm
from yexiao.people import api as people


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@people.signed_in
def needs(request: people.Request) -> HttpResponse:
    """Show what the person's organisations need and keep what they say."""
    organisations = _organisations(request)
    at = clock.now()
    request.opened_at = at  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    form = NeedForm(posted, organisations=organisations, today=clock.local_date(at))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        chosen = organisations[said["organisation"]]
        need = NewNeed(chosen.id, said["skill"], chosen.path, said["people"], said["by_date"], said["note"])
        _needs.say_needs(needs=[need], at=at)
        messages.success(request, _("Your need is noted. Whoever plans the classes sees it."))
        return redirect("demand:needs")
    skills = {skill.id: skill for skill in catalogue.list_skills()}
    found = _needs.list_needs_of(organisation_ids=organisations)
    rows = [(need, skills.get(need.skill_id), organisations[need.organisation_id]) for need in found]
    return render(request, "demand/needs.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


@require_POST
@people.signed_in
def withdraw_need(request: people.Request) -> HttpResponse:
    """Take one need back."""
    organisations = _organisations(request)
    _needs.withdraw_need(need_id=_number(request.POST.get("need", "")), organisation_ids=organisations)
    messages.success(request, _("The need is taken back."))
    return redirect("demand:needs")


def _organisations(request: people.Request) -> dict[int, people.OrganisationRecord]:
    """Return the organisations the person speaks for; for whoever speaks for none there is no such page."""
    ids = [
        grant.organisation_id
        for grant in request.actor.grants
        if grant.role == people.Role.ORGANISATION_MANAGER and grant.organisation_id is not None
    ]
    found = people.describe_organisations(ids=ids) if ids else {}
    if not found:
        raise NotFound
    return found


def _number(said: str) -> int:
    number = text.read_id(said)
    if number is None:
        raise BadInput(field="need", reason="no number")
    return number
