"""Settings for the tests: the real ones, without what only costs time here."""

from govkb.settings import *  # noqa: F403
from govkb.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The manifest of hashed names exists only after collectstatic.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True

# Tests of the limit set one of their own.
RATE_LIMIT = None
