"""Every setting of Yexiao, read from the environment with defaults for one machine.

docs/howto/settings.md lists the same variables; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from yexiao.common import deadlines, env, keys, postgres

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", "var")
CONTENT_DIR = env.folder("CONTENT_DIR", str(PACKAGE.parent.parent / "content"))
KEYS_DIR = DATA_DIR / "keys"

DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, low=1, high=65535)
BASE_URL = env.address("BASE_URL", f"http://localhost:{PORT}")
IS_HTTPS = BASE_URL.startswith("https://")

SECRET_KEY = env.secret("SECRET_KEY", least=50) or keys.load_key(KEYS_DIR, "session").hex()
DATA_KEY = keys.load_key(KEYS_DIR, "data")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or list(
    dict.fromkeys([urlsplit(BASE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"])
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

ROOMS = [
    "frontdesk",
    "interop",
    "insight",
    "learning",
    "attendance",
    "enrolment",
    "planning",
    "demand",
    "catalogue",
    "places",
    "notices",
    "people",
]
INSTALLED_APPS = [
    *(f"yexiao.{room}" for room in ROOMS),
    "yexiao.common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "yexiao.common.outage.OutageMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yexiao.people.middleware.ActorMiddleware",
    "yexiao.people.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yexiao.common.web.RefusalMiddleware",
]
ROOT_URLCONF = "yexiao.config.urls"
WSGI_APPLICATION = "yexiao.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "yexiao.common.web.page_context",
                "yexiao.frontdesk.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "yexiao.common.templatetags.parts",
            ],
        },
    }
]
FORM_RENDERER = "yexiao.common.web.FormRenderer"


# Pages answer or give up within five seconds; jobs and commands may think longer.
STATEMENT_SECONDS = env.number("STATEMENT_SECONDS", 60, low=1, high=3600)
DATABASE_DEADLINES = {
    "statement_timeout": STATEMENT_SECONDS * 1000,
    "lock_timeout": min(STATEMENT_SECONDS * 1000, 5000),
    "idle_in_transaction_session_timeout": 60_000,
}


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise env.BadSetting("DATABASE_URL", url, "postgresql://user:password@host:port/name")
    extra = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": extra.pop("host", parts.hostname or ""),
        "PORT": extra.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **extra,
            "connect_timeout": 5,
            "tcp_user_timeout": 5000,
            "keepalives_idle": 5,
            "options": " ".join(f"-c {name}={value}" for name, value in DATABASE_DEADLINES.items()),
            "pool": {
                "min_size": 1,
                "max_size": env.number("DATABASE_POOL", 16, low=2, high=200),
                "timeout": 5,
                "connection_class": deadlines.patient_for(STATEMENT_SECONDS + 0.5),
            },
        },
    }


EMBEDDED = postgres.Cluster(DATA_DIR / "postgres")
IS_EMBEDDED = not env.text("DATABASE_URL")
DATABASES = {"default": _database(env.text("DATABASE_URL") or EMBEDDED.url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "people:sign_in"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = env.zone("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "yexiao.common.staticfiles.HashedStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 86400
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "yexiao.common.web.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SMS_BACKEND = env.one_of("SMS_BACKEND", "quiet" if DEMO else "console", ["console", "quiet"])
SMS_SENDER_NAME = env.text("SMS_SENDER_NAME", "夜校")
WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 2, low=1, high=32)
WORKER_SILENT_SECONDS = env.number("WORKER_SILENT_SECONDS", 30, low=2, high=600)
WEB_WORKERS = env.number("WEB_WORKERS", 1, low=1, high=32)
WEB_THREADS = env.number("WEB_THREADS", 8, low=1, high=64)
LOG_LEVEL = env.one_of("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
