"""The form of a clause's label in addresses."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from commitments.models.clauses import validate_label


class LabelConverter(StringConverter):
    """A label as the document prints it: `6`, `1(a)`, `preamble-2`."""

    regex = validate_label.regex.pattern.removeprefix("^").removesuffix(r"\Z")


class LabelOfFileConverter(LabelConverter):
    """A label before the suffix of an address: in `1.csl.json` it is `1`, not `1.csl`."""

    regex = LabelConverter.regex + r"(?<!\.csl)"


register_converter(LabelConverter, "label")
register_converter(LabelOfFileConverter, "label_of_file")
