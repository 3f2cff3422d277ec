"""Settings of the directory, read from the environment. Over 300 lines: all that a site can set is in one file.

| variable | meaning | default |
| --- | --- | --- |
| SECRET_KEY | signs sessions and tokens | needed with HTTPS=1; else made once in var/secret_key |
| DEBUG | 1: Django's error pages for developers | 0 |
| ALLOWED_HOSTS | host names, separated by commas | this machine only |
| DATABASE_URL | sqlite:///… or postgres://… | var/directory.sqlite3 |
| HTTPS | 1: redirect to HTTPS, HSTS, secure cookies | 0 |
| CSRF_TRUSTED_ORIGINS | origins, separated by commas, behind a proxy | none |
| PROXIES | how many proxies stand in front; each adds to X-Forwarded-For | 1 with HTTPS=1, else 0 |
| SECOND_FACTOR | 1: staff give a code of a device besides the password | 0 |
| EMAIL_URL | smtp+tls://user:password@host:587, consolemail:// | written to the console; with HTTPS=1 no mail is sent |
| EMAIL_FROM | the sender of mails | directory@localhost |
| SITE_URL | the site's address, for mails and opensearch.xml | the first of ALLOWED_HOSTS, port 8000 without HTTPS |
| IDENTITY | whose site this is: official, the Secretariat's own, or independent, a compilation | official |
| SITE_NAME_EN, SITE_NAME_ES | the site's name in each language | Directory of the General Secretariat |
| SITE_OWNER_EN, SITE_OWNER_ES | who publishes it, as a part of a sentence | the General Secretariat |
| SITE_CONTACT | a mail address or a page for readers to write to | none |
| SITE_EMBLEM | an SVG or PNG: a file in static/ or a path of this site | the mark drawn for it |
| DEMO | 1: pages, forms and mails say that this is a demonstration | 1 where `load_demo` was run in this folder |
| DOCUMENTS_DIR | where the documents of proposals are kept | var/documents |
| DOCUMENT_MAX_MB | how large such a document may be | 10 |
"""

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import django
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def switch(name, *, default):
    """An on/off variable; anything but the plain words is refused rather than guessed at."""
    value = os.environ.get(name, "").strip().lower()
    words = {"": default, "1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if value not in words:
        message = f"{name} must be 1 or 0, not {value!r}."
        raise ImproperlyConfigured(message)
    return words[value]


def words(name, *, default):
    """A list variable: words separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name, *, default):
    """A whole number, 0 or more."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        message = f"{name} must be a whole number, not {value!r}."
        raise ImproperlyConfigured(message)
    return int(value)


def one_of(name, *allowed):
    """A choice, the first by default."""
    value = os.environ.get(name, "").strip().lower() or allowed[0]
    if value not in allowed:
        message = f"{name} must be {' or '.join(allowed)}, not {value!r}."
        raise ImproperlyConfigured(message)
    return value


def text_in_languages(name):
    """{language: the text of a variable of its own}, on one line each; empty where it isn't set."""
    return {code: " ".join(os.environ.get(f"{name}_{code.upper()}", "").split()) for code, _name in LANGUAGES}


def secret_key():
    """The key of the environment; without one, a key made once for this checkout, never with HTTPS."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if HTTPS:
        message = "SECRET_KEY must be set in the environment when HTTPS is on."
        raise ImproperlyConfigured(message)
    VAR_DIR.mkdir(exist_ok=True)
    path = VAR_DIR / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass
    return path.read_text().strip()


def database():
    """The database of DATABASE_URL, with what the tree's writers need (see orgunits/tree/trees.py)."""
    VAR_DIR.mkdir(exist_ok=True)
    default = f"sqlite:///{VAR_DIR / 'directory.sqlite3'}"
    try:
        config = env.db_url_config(os.environ.get("DATABASE_URL") or default)
    except (ValueError, KeyError) as error:
        message = "DATABASE_URL is not an address of a database, such as postgres://user:password@host/name."
        raise ImproperlyConfigured(message) from error
    if config.get("ENGINE") == "django.db.backends.sqlite3":
        # IMMEDIATE makes atomic() take the write lock at once, so that what is read inside it holds.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        # Race tests need a file: threads can't share a database in memory.
        config["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    elif config.get("ENGINE") == "django.db.backends.postgresql":
        # Compiling a query (JIT, on by default) takes seconds here, running it milliseconds. What DATABASE_URL asks for
        # comes after it, and wins.
        asked = config.get("OPTIONS", {})
        config["OPTIONS"] = {**asked, "options": f"-c jit=off {asked.get('options', '')}".strip()}
        # From so many times on, a query of orgunits/compiled.py is planned once a connection.
        prepared = config["OPTIONS"].setdefault("prepare_threshold", 3)
        config["OPTIONS"]["prepare_threshold"] = None if prepared == "None" else prepared
    else:
        message = "DATABASE_URL must name SQLite (sqlite:///…) or PostgreSQL (postgres://…)."
        raise ImproperlyConfigured(message)
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def site_url():
    """Where the site is, without a slash at the end: what mails lead to, whatever host a request names."""
    host = next((host for host in ALLOWED_HOSTS if host != "*"), "localhost")
    url = os.environ.get("SITE_URL") or (f"https://{host.lstrip('.')}" if HTTPS else f"http://{host}:8000")
    if not re.fullmatch(r"https?://[^/?#\s@]+/?", url):
        message = f"SITE_URL must be an address without a path, such as https://directory.example.org, not {url!r}."
        raise ImproperlyConfigured(message)
    return url.rstrip("/")


OPTIONS_OF_MAIL = {
    "HOST": "host",
    "PORT": "port",
    "HOST_USER": "username",
    "HOST_PASSWORD": "password",
    "USE_TLS": "use_tls",
    "USE_SSL": "use_ssl",
    "FILE_PATH": "file_path",
    "TIMEOUT": "timeout",
}


def mailer():
    """The backend of EMAIL_URL and its options; without it mails go to the console, and with HTTPS nowhere."""
    url = os.environ.get("EMAIL_URL") or ("consolemail://" if not HTTPS else "")
    try:
        config = env.email_url_config(url) if url else {"EMAIL_BACKEND": NO_MAIL}
    except (ValueError, ImproperlyConfigured) as error:
        message = "EMAIL_URL is not an address of a mail server, such as smtp+tls://user:password@host:587."
        raise ImproperlyConfigured(message) from error
    backend = config["EMAIL_BACKEND"]
    if backend.endswith(".smtp.EmailBackend"):
        port = 465 if config.get("EMAIL_USE_SSL") else 587 if config.get("EMAIL_USE_TLS") else 25
        config |= {"EMAIL_PORT": config["EMAIL_PORT"] or port, "EMAIL_TIMEOUT": 10}  # seconds
    given = {option: config.get(f"EMAIL_{name}") for name, option in OPTIONS_OF_MAIL.items()}
    return {"BACKEND": backend, "OPTIONS": {name: value for name, value in given.items() if value not in (None, "")}}


def mail_settings(mailer):
    """A mailer as this Django has it set: in MAILERS from 6.1 on, in EMAIL_… before. Tests set theirs by it, too."""
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": mailer}}
    options = mailer.get("OPTIONS", {})
    given = {f"EMAIL_{name}": options[option] for name, option in OPTIONS_OF_MAIL.items() if option in options}
    return {"EMAIL_BACKEND": mailer["BACKEND"], **given}


HTTPS = switch("HTTPS", default=False)
DEBUG = switch("DEBUG", default=False)
SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", default="")
PROXIES = number("PROXIES", default=int(HTTPS))

SECOND_FACTOR = switch("SECOND_FACTOR", default=False)

MAILER = mailer()
globals().update(mail_settings(MAILER))
HAS_MAIL = MAILER["BACKEND"] != NO_MAIL
# `{% load i18n %}` is ours on purpose (see TEMPLATES). A site without mail is a choice: its pages say so.
SILENCED_SYSTEM_CHECKS = ["templates.W003"] if HAS_MAIL else ["templates.W003", "mail.E001"]
# Mails wait for `manage.py send_mail`; those that go to the terminal are written at once.
MAIL_AT_ONCE = MAILER["BACKEND"].endswith(".console.EmailBackend")
SITE_URL = site_url()
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "directory@localhost"

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "oasdir.apps.DirectoryAdminConfig",  # Django’s admin, with a start page of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "mptt",
    "simple_history",
    "axes",
    "django_otp",  # its tables are there whether SECOND_FACTOR asks for codes or not: a backup fits both
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "orgunits",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "orgunits.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "orgunits.middleware.NulCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "orgunits.middleware.PrivateAnswersMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orgunits.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "orgunits.middleware.NulByteMiddleware",
    "orgunits.keys.AdminKeysMiddleware",
    "orgunits.moment.MomentMiddleware",
    "orgunits.search_index.middleware.SearchIndexMiddleware",
    "axes.middleware.AxesMiddleware",  # the last: it answers in the place of the page
]

ROOT_URLCONF = "oasdir.urls"
WSGI_APPLICATION = "oasdir.wsgi.application"

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
            ],
            "libraries": {"i18n": "orgunits.templatetags.words"},  # Django's, but for a faster {% translate %}
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# After so many wrong passwords for one name from one network, that network waits for that name. Name and network
# together, so that a stranger elsewhere can't lock an editor out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "orgunits.senders.address_or_none"
AXES_CLIENT_STR_CALLABLE = "orgunits.senders.in_the_log"
AXES_LOCKOUT_CALLABLE = "orgunits.views.errors.locked_out"
AXES_ENABLE_ADMIN = False  # its pages are ours: orgunits/admin/sign_ins.py
AXES_VERBOSE = False
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname  # what the app calls the log-in
PASSWORD_RESET_TIMEOUT = 4 * 3600  # seconds
NEW_PASSWORDS_AN_HOUR = 5
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where nothing was asked for, or the page of another site

# The interface's languages: one is listed when its catalogue is whole.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "orgunits" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["oasdir.formats"]
USE_TZ = True
TIME_ZONE = "America/New_York"  # the General Secretariat's days are Washington's

# Whose site this is: see orgunits/identity.py.
IDENTITY = one_of("IDENTITY", "official", "independent")
SITE_NAME, SITE_OWNER = text_in_languages("SITE_NAME"), text_in_languages("SITE_OWNER")
SITE_CONTACT = os.environ.get("SITE_CONTACT", "").strip()
SITE_EMBLEM = os.environ.get("SITE_EMBLEM", "").strip()
# load_demo keeps its log-ins in this file.
DEMO = switch("DEMO", default=(VAR_DIR / "demo-logins.txt").exists())

# The data's languages: all four official ones from the first day.
MODELTRANSLATION_LANGUAGES = ("en", "es", "fr", "pt")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = MODELTRANSLATION_LANGUAGES

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Where files have been collected they are served under hashed names; in a bare checkout straight from the apps.
STATIC_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED or HTTPS
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_COLLECTED or HTTPS)
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

SECURE_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# The admin's draggable tree indents its rows with style attributes.
SECURE_CSP_ADMIN = {**SECURE_CSP, "style-src-attr": "'unsafe-inline'"}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "orgunits.views.unsent.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

# Who was last seen in a post so many months before a day is still named as the head of a unit: see orgunits/heads.py.
HEAD_SEEN_WITHIN_MONTHS = 24

# Proposals of agreements: their documents, and how often within an hour one address may send one, or try to.
DOCUMENTS_DIR = Path(os.environ.get("DOCUMENTS_DIR") or VAR_DIR / "documents")
DOCUMENT_MAX_SIZE = number("DOCUMENT_MAX_MB", default=10) * 1024 * 1024
PROPOSALS_AN_HOUR = 5
TRIES_AN_HOUR = 40
MESSAGES_AN_HOUR = 20

DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["orgunits.documents.NoUploadHandler"]  # the one form that takes a file brings its own
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a unit's form with its functions in four languages

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "orgunits.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Without handlers of their own, which Django would give them: each line is written once, by ours.
        "django": {},
        "django.server": {"level": "INFO", "propagate": True},
        "orgunits.failed_searches": {"level": "INFO"},
        "weasyprint": {"level": "ERROR"},  # it warns of each property of SVG that CSS doesn't know
    },
}
