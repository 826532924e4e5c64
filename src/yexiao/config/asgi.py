"""The one ASGI application: static files, and everything else through Django's WSGI handler.

Django's own ASGI handler starts a thread per request; a fixed pool of
threads behind a2wsgi serves several times as many pages
(docs/decisions/0003-wsgi-inside-asgi.md).
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any, cast

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yexiao.config.settings")

from django.conf import settings
from servestatic import ServeStaticASGI

from yexiao.config.wsgi import application as pages


class Bridge:
    """Serve Django's WSGI handler to an ASGI server.

    a2wsgi hands what `receive` returns to another thread, and needs a
    coroutine for that; Granian's gives a future. Without this step every
    request with a body fails.
    """

    def __init__(self) -> None:
        self._handler = WSGIMiddleware(cast(Any, pages), workers=settings.WEB_THREADS)

    async def __call__(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        """Answer one request."""

        async def next_message() -> Any:
            return await receive()

        await self._handler(scope, next_message, send)


def _build() -> ServeStaticASGI:
    return ServeStaticASGI(
        Bridge(),
        root=str(settings.STATIC_ROOT),
        prefix="static/",
        max_age=31536000,
        immutable_file_test=lambda path, url: True,
    )


application = _build()
