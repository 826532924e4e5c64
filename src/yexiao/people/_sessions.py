"""The browser's side of signing in: its session, its address, its device token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from yexiao.common import sealed
from yexiao.people import _rules, _throttles
from yexiao.people._throttles import Origin
from yexiao.people.models import Account

KEY = "sign_in"
DEVICE_COOKIE = "device"
YEAR = 365 * 86400
COLUMN = "people.pending_sign_in"


@dataclass(frozen=True)
class Pending:
    """A sign-in half done: the number, the browser's random name, where to go afterwards, the code shown in a demo."""

    phone: str
    browser: str
    next: str
    shown_code: str

    @property
    def masked_phone(self) -> str:
        """The number as the page shows it."""
        return _rules.mask_phone(self.phone)


def open_session(request: HttpRequest, *, account_id: int) -> None:
    """Sign the browser in to the account, under a new session key; the caller has checked who it is."""
    request.session.pop(KEY, None)
    auth.login(request, Account.objects.get(pk=account_id, is_active=True))


def close_session(request: HttpRequest) -> None:
    """Sign the browser out and forget its session."""
    auth.logout(request)


def browser_of(request: HttpRequest) -> str:
    """Return the browser's random name, kept from the first code to the last."""
    name: str = request.session.get(KEY, {}).get("browser", "")
    return name or secrets.token_urlsafe(16)


def keep_pending(request: HttpRequest, pending: Pending) -> None:
    """Remember the sign-in half done; the number lies sealed in the session."""
    number = sealed.seal(pending.phone, column=COLUMN).hex()
    request.session[KEY] = vars(pending) | {"phone": number}


def pending_of(request: HttpRequest) -> Pending | None:
    """Return the sign-in half done in this browser."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    return Pending(**kept | {"phone": sealed.unseal(bytes.fromhex(kept["phone"]), column=COLUMN)})


def origin_of(request: HttpRequest) -> Origin:
    """Return where the request comes from; a forwarded address counts only behind our own proxy."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    return Origin(address=address, device=request.COOKIES.get(DEVICE_COOKIE, ""))


def remember_device(response: HttpResponse, who: str) -> None:
    """Give the browser the token that shows later that it has signed in as this number or user name."""
    response.set_cookie(
        DEVICE_COOKIE,
        _throttles.new_device(who),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_old_sessions() -> None:
    """Remove sessions that have ended."""
    SessionStore.clear_expired()
