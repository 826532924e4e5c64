"""Signing in and out: a page for the number, a page for the code, a page for staff."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yexiao.common import clock
from yexiao.common.refusals import Refusal
from yexiao.people import _codes, _passwords, _ports, _rules, _sessions
from yexiao.people._gates import safe_next
from yexiao.people._requests import Request
from yexiao.people._sessions import Pending
from yexiao.people.forms import CodeForm, PasswordForm, PhoneForm, say_on

HOME = "/"
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_send
def sign_in(request: Request) -> HttpResponse:
    """Ask for the number, send it a code, and go on to the second step."""
    if request.actor.is_signed_in:
        return HttpResponseRedirect(safe_next(request.GET.get("next", "")) or HOME)
    form = PhoneForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    status = 200
    if form.is_valid():
        refusal = _send_code(request, form.cleaned_data["phone"], safe_next(form.cleaned_data["next"]))
        if refusal is None:
            return redirect("people:code")
        say_on(form, "phone", refusal)
        status = refusal.status
    return render(request, "people/sign_in.html", {"form": form}, status=_status(form.errors, status))


@never_cache
@read_or_send
def code(request: Request) -> HttpResponse:
    """Ask for the code; a right one signs in, and a new person goes on to say who they are."""
    pending = _sessions.pending_of(request)
    if pending is None:
        return redirect("people:sign_in")
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            return _finish(request, pending, form.cleaned_data["code"])
        except Refusal as refusal:
            say_on(form, "code", refusal)
            status = refusal.status
    values = {"form": form, "pending": pending, "minutes": _codes.LIFE.seconds // 60}
    return render(request, "people/code.html", values, status=_status(form.errors, status))


@require_POST
def code_again(request: Request) -> HttpResponse:
    """Send another code to the same number; the one before is void."""
    pending = _sessions.pending_of(request)
    if pending is not None:
        refusal = _send_code(request, pending.phone, pending.next)
        if refusal is not None:
            raise refusal
    return redirect("people:code")


@never_cache
@read_or_send
def staff_sign_in(request: Request) -> HttpResponse:
    """Sign staff in by user name and password."""
    form = PasswordForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    status = 200
    if form.is_valid():
        try:
            return _finish_by_password(request, form)
        except Refusal as refusal:
            say_on(form, None, refusal)
            status = refusal.status
    return render(request, "people/staff_sign_in.html", {"form": form}, status=_status(form.errors, status))


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Sign this browser out."""
    _sessions.close_session(request)
    return HttpResponseRedirect(HOME)


def _send_code(request: Request, phone: str, then: str) -> Refusal | None:
    sent: list[str] = []

    def send(number: str, digits: str) -> None:
        _ports.sms()(number, digits)
        sent.append(digits)

    browser = _sessions.browser_of(request)
    try:
        _codes.ask_for_code(phone=phone, at=clock.now(), sms=send, browser=browser, origin=_sessions.origin_of(request))
    except Refusal as refusal:
        return refusal
    shown = sent[0] if settings.DEMO else ""
    _sessions.keep_pending(request, Pending(_rules.normalise_phone(phone), browser, then, shown))
    return None


def _finish(request: Request, pending: Pending, digits: str) -> HttpResponse:
    answer = _codes.sign_in_by_code(
        phone=pending.phone,
        code=digits,
        at=clock.now(),
        browser=pending.browser,
        origin=_sessions.origin_of(request),
    )
    _sessions.open_session(request, account_id=answer.account_id)
    target = pending.next or HOME
    if answer.is_new:
        target = reverse("people:who") + "?" + urlencode({"next": target})
    response = HttpResponseRedirect(target)
    _sessions.remember_device(response, pending.phone)
    return response


def _finish_by_password(request: Request, form: PasswordForm) -> HttpResponse:
    username = form.cleaned_data["username"]
    account_id = _passwords.sign_in_by_password(
        username=username,
        password=form.cleaned_data["password"],
        at=clock.now(),
        origin=_sessions.origin_of(request),
    )
    _sessions.open_session(request, account_id=account_id)
    response = HttpResponseRedirect(safe_next(form.cleaned_data["next"]) or HOME)
    _sessions.remember_device(response, _rules.fold_username(username))
    return response


def _status(errors: object, refused: int) -> int:
    return 422 if errors and refused == 200 else refused
