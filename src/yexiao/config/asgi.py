"""The one ASGI application: static files, and everything else through Django's WSGI handler.

Django's own ASGI handler starts a thread per request; a fixed pool of
threads behind a2wsgi serves several times as many pages
(docs/decisions/0003-wsgi-inside-asgi.md).
"""

from __future__ import annotations

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yexiao.config.settings")

from django.conf import settings
from servestatic import ServeStaticASGI

from yexiao.config.wsgi import application as pages


def _build() -> ServeStaticASGI:
    bridged = WSGIMiddleware(cast(Any, pages), workers=settings.WEB_THREADS)
    return ServeStaticASGI(
        bridged,
        root=str(settings.STATIC_ROOT),
        prefix="static/",
        max_age=31536000,
        immutable_file_test=lambda path, url: True,
    )


application = _build()
