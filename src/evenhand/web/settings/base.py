"""What every way of running shares. Nothing here is for one school, and debugging is off."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.urls import reverse_lazy

from evenhand.web.settings.environment import read_int, read_list, read_path, read_text
from evenhand.web.settings.messages import message_settings

WEB = Path(__file__).resolve().parents[1]
DATA = read_path("EVENHAND_DATA", Path("var"))

DEBUG = False
ALLOWED_HOSTS: list[str] = read_list("EVENHAND_HOSTS", ("localhost", "127.0.0.1", "[::1]"))

# In the order of the floors: an app may know only those above it.
APPS = [
    "tenancy",
    "access",
    "audit",
    "policy",
    "people",
    "safeguarding",
    "conduct",
    "attendance",
    "casework",
    "support",
    "removal",
    "detentions",
    "rewards",
    "registers",
    "restorative",
    "letters",
    "insight",
]
OUR_APPS = [f"evenhand.apps.{name}" for name in APPS if find_spec(f"evenhand.apps.{name}")]

INSTALLED_APPS = [
    *OUR_APPS,
    "evenhand.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "evenhand.web.layers.Layers",
    "allauth.account.middleware.AccountMiddleware",
    "evenhand.apps.access.middleware.actor_middleware",
    "evenhand.web.plain_characters.plain_characters",
]
# What `Layers` asks and tells, the outermost first.
EVENHAND_LAYERS = [
    "evenhand.web.middleware.PermissionsPolicy",
    "evenhand.web.middleware.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "evenhand.web.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "evenhand.web.covered.Covered",
    "evenhand.web.not_ready.NotReady",
]

ROOT_URLCONF = "evenhand.web.urls"
WSGI_APPLICATION = "evenhand.web.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "evenhand.web.quick.loader.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "evenhand.web.context.shell",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_FINDERS = [
    "evenhand.web.assets.finder.BuildFinder",  # before the finder that then finds what it builds
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = DATA / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MANIFEST_STATIC = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
MEDIA_ROOT = DATA / "media"

# Sign-in.
AUTH_USER_MODEL = "access.User" if "evenhand.apps.access" in OUR_APPS else "auth.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Staff accounts come from the school's roster, which vouches for the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "evenhand.apps.access.adapter.AccountAdapter"
# Of sign-ins that fail: for one address, and for one machine. Counted across server processes, in the cache.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
# Whoever holds a capability about safeguarding or exclusions must have one; production switches this on.
EVENHAND_SECOND_FACTOR = False
# Demo mode: the cast signs in by a tap, and a banner says so.
EVENHAND_DEMO = False
# The local time at which the made-up schools open, and to which their clock goes back.
EVENHAND_DEMO_OPENS = "2026-11-17T11:32:00"
# What every page shows of the ground floor: its clock, and in demo mode the cast.
EVENHAND_NOW = "evenhand.apps.tenancy.clock.now"
EVENHAND_DEMO_CAST = "evenhand.apps.access.cast.demo_cast"
# Only test and demo modes may move the clock.
EVENHAND_CLOCK_SHIFTS = False
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The roster vouches for the address, so nothing about it has to be verified before a factor is added.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "evenhand"
# A device of somebody who has set a PIN locks itself after so many minutes without a touch; 0 never.
EVENHAND_LOCK_MINUTES = read_int("EVENHAND_LOCK_MINUTES", 5, low=0, high=240)

# Sessions live in the database alone: the cheapest store that can end one at once. A cache in each process
# would save a read by primary key, but the other server process would go on honouring what was ended here;
# a signed cookie cannot be ended at all, and a shared cache costs a read as well.
SESSION_ENGINE = "evenhand.apps.access.sessions"
SESSION_COOKIE_AGE = read_int("EVENHAND_SESSION_HOURS", 10, low=1, high=168) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # small scripts send the token back as a header
CSRF_COOKIE_SAMESITE = "Lax"

# Only the limits on sign-in attempts use the cache. They count across server processes, hence a table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Dotted paths of functions without arguments that the worker calls about once a second, in this order.
# Where the number beside a place of the rail comes from.
EVENHAND_NAV_COUNTS: dict[str, str] = {"inbox": "evenhand.apps.casework.counting.open_count"}
EVENHAND_DEMO_BANNER = ""
# For how long a process may use what hardly ever changes (class lists, roles, a school's name) before it looks again.
EVENHAND_KEPT_SECONDS = 2.0
EVENHAND_GALLERY = False  # every component in every state, at /gallery/
EVENHAND_TICKS = [
    "evenhand.web.worker.run_queued_tasks",
    "evenhand.apps.casework.clockwork.tick",
    "evenhand.apps.casework.rota.tick",
    "evenhand.apps.casework.digest.tick",
    "evenhand.apps.conduct.closing.tick",
    "evenhand.apps.conduct.late.tick",
    "evenhand.apps.conduct.recounting.tick",
    "evenhand.apps.letters.sending.tick",
    "evenhand.apps.letters.sending.follow",
    "evenhand.apps.letters.mornings.tick",
    "evenhand.apps.removal.room.closing.tick",
]
# By which ways messages leave the house. What is not set up becomes a letter to print or a call to make.
EVENHAND_MESSAGES = message_settings()

# What a browser may load and do.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
WHITENOISE_USE_FINDERS = False

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "outbox"

LOG_LEVEL = read_text("EVENHAND_LOG_LEVEL", "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Two lines a second otherwise: its worker says each time that it starts and that nothing is queued.
    "loggers": {"django_tasks_db": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}
