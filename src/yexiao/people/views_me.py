"""A person's own pages: the first visit, the profile, signing out everywhere."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yexiao.common import clock
from yexiao.people import _accounts, _consents, _grants, _sessions
from yexiao.people._gates import has_account, safe_next, signed_in
from yexiao.people._records import Person
from yexiao.people._requests import Request
from yexiao.people.forms import PlaceFields, ProfileForm, WhoForm, chosen_path, profile_values

YEAR = 365 * 86400
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_send
@has_account
def who(request: Request) -> HttpResponse:
    """Ask a new person for name and community, then go on to where they wanted to go."""
    actor = request.actor
    initial = {"name": actor.name, "next": request.GET.get("next", "")}
    form = WhoForm(request.POST or None, initial=initial, home_path=actor.home_path)
    if form.is_bound and form.is_complete:
        _accounts.say_name(
            account_id=actor.id,
            name=form.cleaned_data["name"],
            home_path=form.home_path,
            language=get_language() or "",
        )
        return HttpResponseRedirect(safe_next(form.cleaned_data["next"]) or "/")
    return render(request, "people/who.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@read_or_send
@signed_in
def profile(request: Request) -> HttpResponse:
    """Show and keep what a person says about themself."""
    at = clock.now()
    person = _accounts.describe_people(ids=[request.actor.id])[request.actor.id]
    form = _profile_form(request, person, this_year=clock.local_date(at).year)
    if form.is_bound and form.is_complete:
        _accounts.say_who(account_id=person.id, home_path=form.home_path, at=at, **form.said())
        messages.success(request, _("Saved."))
        if form.says_in_vain:
            messages.info(request, _("What you do by day and your decade are not kept, as you did not tick the box."))
        return _with_language(redirect("people:profile"), form.cleaned_data["language"])
    values = {"form": form, "person": person}
    return render(request, "people/profile.html", values, status=422 if form.errors else 200)


@require_safe
def places(request: Request) -> HttpResponse:
    """Give the choices of place as a fragment, for browsers with script."""
    form = PlaceFields(home_path=chosen_path(request.GET.dict()))
    return render(request, "people/_place.html", {"form": form})


@require_POST
@has_account
def sign_out_everywhere(request: Request) -> HttpResponse:
    """Sign every browser of this account out, this one too."""
    _grants.sign_out_everywhere(account_id=request.actor.id)
    _sessions.close_session(request)
    return redirect("people:sign_in")


def _profile_form(request: Request, person: Person, *, this_year: int) -> ProfileForm:
    options = {"this_year": this_year, "is_needed": not request.actor.grants}
    if request.method == "POST":
        return ProfileForm(request.POST, **options)
    is_given = _consents.is_given(account_id=person.id, purpose=_consents.FIGURES)
    initial = profile_values(person, consents_to_figures=is_given)
    return ProfileForm(initial=initial, home_path=person.home_path, **options)


def _with_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
