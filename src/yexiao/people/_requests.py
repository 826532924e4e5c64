"""The request as views see it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from yexiao.people._records import Actor


class Request(HttpRequest):
    """A request behind our middleware, for annotations: it knows who asks and whether htmx asks."""

    actor: Actor
    htmx: HtmxDetails
