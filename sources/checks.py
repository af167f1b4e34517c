"""What `manage.py check` says of the settings by which pages are fetched."""

from typing import Any

from django.conf import settings
from django.core import checks

from sources.addresses import Laboratory
from sources.fetching import USER_AGENT


def check_capture(**_options: Any) -> list[checks.CheckMessage]:
    """Report a laboratory or a user agent that cannot be read."""
    found: list[checks.CheckMessage] = []
    try:
        Laboratory.parse(settings.CAPTURE_LABORATORY)
    except ValueError as error:
        found.append(checks.Error(f"CAPTURE_LABORATORY: {error}", id="sources.E001"))
    if not USER_AGENT.fullmatch(settings.CAPTURE_USER_AGENT):
        hint = "Such as: archive/1.0 (+https://archive.example/about)"
        message = "CAPTURE_USER_AGENT is no product with a comment, in ASCII."
        found.append(checks.Error(message, hint=hint, id="sources.E002"))
    return found


def check_no_laboratory(**_options: Any) -> list[checks.CheckMessage]:
    """Warn when an installation for others lets servers of a test be fetched."""
    if not settings.CAPTURE_LABORATORY:
        return []
    message = "CAPTURE_LABORATORY lets hosts be fetched that are not public; it is for tests."
    return [checks.Warning(message, id="sources.W001")]
