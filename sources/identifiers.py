"""Public names: what a slug, a reference, a language tag and a hash look like.

Slugs name what the world names (a declaration, a newspaper); references name what we make
(a claim, a piece of evidence) and mean nothing, so that they never have to change.
"""

import re
import secrets

from django.core.validators import RegexValidator

# No vowels, so that no word appears by chance; none of the look-alikes 0, 1 and l.
REF_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
REF_LENGTH = 7
REF_PATTERN = f"[{REF_ALPHABET}]{{{REF_LENGTH}}}"

SLUG_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"

# The shape of RFC 5646 tags that texts use: language, script, region, variants.
# Extensions, private use and grandfathered tags are refused: no text needs them.
LANGUAGE_PATTERN = (
    r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)

validate_slug = RegexValidator(
    rf"^{SLUG_PATTERN}\Z",
    "Use lower-case ASCII letters, digits and single hyphens, such as “france-china-ai-2024”.",
    code="invalid_slug",
)
validate_language = RegexValidator(
    rf"^{LANGUAGE_PATTERN}\Z",
    "Use a BCP 47 language tag such as “fr”, “en” or “zh-Hans”.",
    code="invalid_language",
)
validate_sha256 = RegexValidator(
    r"^[0-9a-f]{64}\Z", "A SHA-256 is 64 lower-case hexadecimal digits.", code="invalid_sha256"
)


def mint_ref() -> str:
    """Return a new random reference: 7 characters, about ten thousand million possibilities."""
    return "".join(secrets.choice(REF_ALPHABET) for _ in range(REF_LENGTH))


def is_ref(value: str) -> bool:
    """Tell whether the value has the form of a reference."""
    return re.fullmatch(REF_PATTERN, value) is not None
