"""Settings. Every variable of the environment that govkb reads is read here."""

import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Database, secret key and captured bytes of this installation live here, outside git.
VAR_DIR = Path(env.str("GOVKB_VAR", str(BASE_DIR / "var")))


def secret_key() -> str:
    """Return the key of the environment, or this installation's own, made on first use."""
    if key := env.str("SECRET_KEY", ""):
        return key
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = secret_key()
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Behind a TLS proxy, set HTTPS=1: cookies become secure and plain requests are redirected.
HTTPS = env.bool("HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# How the archive names itself to the sites it fetches pages from: a product, a version, and where
# to find out who asks. The word before the slash is what robots.txt may address.
CAPTURE_USER_AGENT = env.str("CAPTURE_USER_AGENT", "govkb/0.1 (archive of cited pages)")
# Only for tests: servers that may be fetched though they are not public, as `127.0.0.1:8001` or
# `name=127.0.0.1:8001`, separated by commas.
CAPTURE_LABORATORY = env.str("CAPTURE_LABORATORY", "")
# Seconds between the end of one request to a site and the next to the same.
CAPTURE_DELAY = env.float("CAPTURE_DELAY", 1.0)

INSTALLED_APPS = [
    "govkb.apps.GovkbAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "sources",
    "commitments",
    "govkb.apps.GovkbConfig",
]

MIDDLEWARE = [
    "govkb.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "govkb.middleware.CorsMiddleware",
    "govkb.middleware.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "govkb.middleware.PublicNamesMiddleware",
    "govkb.middleware.ConditionalMiddleware",
    "govkb.middleware.RateLimitMiddleware",
]

ROOT_URLCONF = "govkb.urls"
WSGI_APPLICATION = "govkb.wsgi.application"

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
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one writes; IMMEDIATE makes writers wait for each other
    # instead of failing half-way with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Who cannot have a connection within two seconds is told to come again (503). What is asked
    # often is prepared: planning it takes PostgreSQL as long as answering it.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 2,
        "pool": {"timeout": 2},
        "server_side_binding": True,
        "prepare_threshold": 2,
    }

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A text of 5 MB may be pasted, with the fields around it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 2**20

# How often one client may ask the API and search: requests and seconds, "off" for no limit.
# Counted for all server processes together in a small file.
RATE_LIMIT = (
    None
    if (stated := env.str("RATE_LIMIT", "600/60")) == "off"
    else tuple(int(number) for number in stated.split("/"))
)
RATE_LIMIT_FILE = VAR_DIR / "requests.counts"
# How many proxies of ours stand before the server. Only what they wrote into X-Forwarded-For is
# believed; with 0, nothing is, and behind a proxy all clients would be counted as one.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# How many exports one server process sends at a time. Each holds a connection to the database and a
# thread until its last row; who comes when there are as many is told to come again (503).
EXPORTS_AT_ONCE = env.int("EXPORTS_AT_ONCE", 2)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Dependencies

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

REST_FRAMEWORK = {
    # The first is what who accepts anything gets; a view says which of them it offers.
    "DEFAULT_RENDERER_CLASSES": [
        "govkb.renderers.JsonRenderer",
        "govkb.renderers.JsonLdRenderer",
        "govkb.renderers.CsvRenderer",
        "govkb.renderers.NdjsonRenderer",
        "govkb.renderers.AkomaNtosoRenderer",
        "govkb.renderers.MarkdownRenderer",
        "govkb.renderers.BibtexRenderer",
        "govkb.renderers.RisRenderer",
        "govkb.renderers.CslJsonRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "govkb.renderers.Negotiation",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["govkb.api.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "govkb.api.StableCursorPagination",
    "DEFAULT_SCHEMA_CLASS": "govkb.openapi.Operation",
    "EXCEPTION_HANDLER": "govkb.api.problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "govkb API",
    "DESCRIPTION": "Declarations, their clauses, the claims made about them, and the evidence.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    # One name for each list of values, wherever it is used
    "ENUM_NAME_OVERRIDES": {
        "DeclarationKind": "commitments.models.Declaration.Kind",
        "ClauseKind": "commitments.models.Clause.Kind",
        "ClaimKind": "commitments.models.Claim.Kind",
        "PartyKind": "commitments.models.Party.Kind",
        "SourceKind": "sources.models.Source.Kind",
        "TextStatus": "commitments.models.LanguageVersion.VersionStatus",
        "CoverageStatus": "commitments.fidelity.Coverage",
        "Confidence": "commitments.models.Confidence",
        "DatePrecision": "sources.models.DatePrecision",
        "Stance": "commitments.models.Stance",
        "State": "sources.models.Passage.State",
        "Rights": "sources.models.Source.Rights",
        "OffsetUnit": ["code_points"],
        "Origin": "sources.models.Snapshot.Origin",
        "Outcome": "sources.models.CaptureAttempt.Outcome",
        "ParagraphChange": "sources.differences.Kind",
        "WordsChange": "sources.differences.Op",
        "Modality": "commitments.models.Modality",
        "Checkability": "commitments.models.Commitment.Checkability",
        "Completion": "commitments.models.FollowUp.Completion",
        "LegalStatus": "commitments.models.Declaration.LegalStatus",
        "Match": "commitments.models.TopicMapping.Match",
        "ParticipationRole": "commitments.models.Participation.Role",
        "Predicate": "commitments.models.Predicate",
        "StatedBy": "commitments.models.Relation.StatedBy",
        "FactProperty": "commitments.models.Fact.Property",
        "ChangeType": "sources.models.Change.Kind",
        "WhatHappened": "sources.models.Change.What",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "govkb.openapi.describe_answers",
        "govkb.renderers.describe_formats",
    ],
}
