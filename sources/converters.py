"""The form of public names in addresses. Anything else is a 404 without asking the database."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from sources.identifiers import REF_PATTERN, SLUG_PATTERN


class PublicSlugConverter(StringConverter):
    """A name that the world gives: `france-china-ai-2024`."""

    regex = SLUG_PATTERN


class RefConverter(StringConverter):
    """A reference that we gave: `k7m2qxd`."""

    regex = REF_PATTERN


class FormatConverter(StringConverter):
    """The suffix of an address: the format in which the thing is wanted."""

    regex = r"csl\.json|json|jsonld|csv|ndjson|bib|ris|xml|md"


register_converter(PublicSlugConverter, "public_slug")
register_converter(RefConverter, "ref")
register_converter(FormatConverter, "format")
