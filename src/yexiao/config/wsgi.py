"""Django's WSGI handler; served inside the ASGI application by a fixed pool of threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yexiao.config.settings")

application = get_wsgi_application()
