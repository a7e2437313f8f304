"""Every setting, read from the environment (`.env.example` lists the variables)."""

from pathlib import Path

import environ
from django.templatetags.static import static

from bookingsite import lines, secret_keys, sizes

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what the running product writes: database, mail, key, collected static files

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)


SECRET_KEY = secret_keys.secret_key(env.str("SECRET_KEY", default=""), VAR_DIR / "secret_key", debug=DEBUG)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # what was signed with them still holds
# What encrypts the secrets of webhooks and of authenticator apps: the first key encrypts, all of them decrypt.
# Default: the site's own keys.
WEBHOOK_SECRET_KEY = env.list("WEBHOOK_SECRET_KEY", default=[])
if not DEBUG:
    secret_keys.refuse_weak("SECRET_KEY", [SECRET_KEY])
    secret_keys.refuse_weak("SECRET_KEY_FALLBACKS", SECRET_KEY_FALLBACKS)
    secret_keys.refuse_weak("WEBHOOK_SECRET_KEY", WEBHOOK_SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}").rstrip("/")
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
GUEST_LIMITS = env.str("GUEST_LIMITS", default="")
SELF_SERVICE = env.bool("SELF_SERVICE", default=False)  # whether anybody may open a business, by a link in a mail
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # before the admin, whose templates it replaces
    "bookingsite.apps.DashboardConfig",  # django.contrib.admin with a site of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",  # the exclusion constraints of PostgreSQL; without effect on SQLite
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django_htmx",  # for its static files
    "allauth.account",  # without it no allauth.mfa; none of its pages, forms and mails is used
    "allauth.mfa",  # authenticator apps, recovery codes and passkeys, by way of `businesses/factors.py`
    "businesses",
    "bookings",
    "bookingsite",  # its checks
]

MIDDLEWARE = [
    "bookingsite.proxies.caller_behind_proxies",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "bookingsite.policy.policy_by_path",
    "bookingsite.health.answered_plainly",
    "bookingsite.static_files.Served",
    "django.middleware.gzip.GZipMiddleware",  # pads by chance, so that lengths tell nothing of what is inside
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # tells allauth.mfa which request is served; no statement
    "bookingsite.uploads.limited",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bookings.wizard.languages.forget",
]

ROOT_URLCONF = "bookingsite.urls"
WSGI_APPLICATION = "bookingsite.wsgi.application"
APPEND_SLASH = False  # a dialect's path with a slash too many is an unknown path, not a redirect

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/bookingsite.sqlite3")}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = 600
_database["CONN_HEALTH_CHECKS"] = True
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE is the write lock that row locks are elsewhere; FULL keeps an acknowledged booking through a power cut.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    _database["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # a file: in memory, threads do not wait for each other
else:
    _database["ENGINE"] = "bookingsite.postgresql"  # Django's own, with a watch where requests are served
    # Nobody waits for ever: a lock is given up after 5 s, a transaction left open after 60 s, a server or a network
    # that is gone without a word after 30 s. `bookingsite/serving.py` has what is shorter for requests.
    _options = _database.setdefault("OPTIONS", {})
    _options.setdefault("options", "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000")
    _alive = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
    for _name, _value in {"connect_timeout": 10, **_alive}.items():
        _options.setdefault(_name, _value)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    "drf_spectacular.W001",  # it looks at all dialects as one API, where names collide; each has a file of its own
    "models.W040",  # SQLite leaves INCLUDE out of an index; the query is then answered from the table
    "security.W005",  # HSTS for every other name of the domain, and
    "security.W021",  # for the lists of browsers, is the operator's to choose
]

AUTH_USER_MODEL = "businesses.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "businesses.passwords.OwnWords"},
]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60  # no link lives longer; how long each kind does: `businesses/links.py`

# Sessions of the dashboard. How long one may last, and how long a superuser's: `bookings/dashboard/frame/sitting.py`.
SESSION_ENGINE = "businesses.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # seconds without any page

# Of allauth only the second factor is used. Its limits count by process and are off: `businesses/limits.py` has ours.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "businesses.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # codes before and after the present one, for phones whose clock is not quite right
MFA_RECOVERY_CODE_DIGITS = 12
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who works here was invited; allauth's own list of addresses is empty

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("de", "Deutsch"), ("fr", "Français"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["bookingsite.formats"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "bookingsite.static_files.Named"},
}
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "staticfiles.json").exists()  # until `collectstatic` has run

# How large a request may be is said in `bookingsite/sizes.py`; these are beyond it, so that nothing goes to the disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = sizes.DOCUMENT
FILE_UPLOAD_MAX_MEMORY_SIZE = sizes.PICTURE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a person who does each of a thousand services
FILE_UPLOAD_HANDLERS = ["bookingsite.uploads.NoFiles"]

WEBHOOK_ALLOW_LOOPBACK = env.bool("WEBHOOK_ALLOW_LOOPBACK", default=False)  # for a receiver on a developer's machine

WEB_THREADS = env.int("WEB_THREADS", default=4)  # of each web process; at most half of them wait for one business

# What a process may remember of businesses, so as not to read again what did not change.
AVAILABILITY_MEMORY_MB = env.int("AVAILABILITY_MEMORY_MB", default=24)
API_CALLS_WRITTEN_EVERY = 5  # seconds; until then a process keeps what it has counted
PERMITS_GIVEN_BACK_EVERY = 1  # seconds; of what a key may do in a minute, processes give back what they do not use

EMAIL_TIMEOUT = 15  # seconds
globals().update(env.email("EMAIL_URL", default=f"filemail:///{VAR_DIR}/mail"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="bookings@localhost")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # each dialect brings its own; no cookie ever speaks for a partner
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_AUTHENTICATION": [],
    # a choice that stands under several names has one of its own
    "ENUM_NAME_OVERRIDES": {"ByWhomEnum": ["Staff", "Client"]},
}

# Under https no other host, no plain http and no part of the site can set our cookies: `businesses/cookies.py`.
COOKIE_PREFIX = "__Host-" if PUBLIC_URL.startswith("https://") else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(COOKIE_PREFIX)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # no script reads them: forms carry the token
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie less
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {  # everything from here, nothing inline; `bookingsite/policy.py` has the exceptions
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
if PUBLIC_URL.startswith("https://"):
    # A browser that has heard it insists on HTTPS for so long: what is promised for other names of the domain too, or
    # to the lists that browsers bring along, is hard to take back. So it is by choice.
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=30 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
    SECURE_SSL_HOST = PUBLIC_URL.removeprefix("https://")  # never to the host that a request names
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=bool(TRUSTED_PROXIES))
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes come by plain HTTP, from within

UNFOLD = {  # the theme of the dashboard
    "SITE_TITLE": "Bookings",
    "SITE_HEADER": "Bookings",
    "SITE_SYMBOL": "event_available",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icon.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": [lambda request: static("palette.css"), lambda request: static("dashboard.css")],
    "SCRIPTS": [lambda request: static("dashboard.js")],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"class": "bookingsite.lines.Lines", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": [lines.brief]}},
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # what a client did wrong is the client's to read
        "security": {"level": "INFO"},  # who came in, and who was refused: `businesses/security_log.py`
    },
}
