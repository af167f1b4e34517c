"""The styles of a Word file: which paragraphs are headings, bold or numbered by their style."""

import re
from collections.abc import Iterator

from lxml import etree

from sources.formats.xml import local_name

_HEADING_NAME = re.compile(
    r"(?:heading|title|subtitle|titre|überschrift|título|标题|제목|見出し)(?:\s?\d|\b)",
    re.IGNORECASE,
)
_CAPTION_NAME = re.compile(r"(?:caption|légende|beschriftung)\b", re.IGNORECASE)
_MAX_CHAIN = 20  # styles based on styles: a longer chain goes in a circle


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child with this local name."""
    if element is None:
        return None
    return next((each for each in element if local_name(each) == name.lower()), None)


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute by its local name, or nothing."""
    if element is None:
        return ""
    return next(
        (
            str(value)
            for key, value in element.attrib.items()
            if str(key).rpartition("}")[2] == name
        ),
        "",
    )


def value(element: etree._Element | None, name: str) -> str:
    """Return `w:val` of the child with this local name, or nothing."""
    return attribute(child(element, name), "val")


def is_on(switch: etree._Element | None) -> bool:
    """Tell whether a switch such as `w:b` is set; standing there without a value sets it."""
    return switch is not None and attribute(switch, "val").lower() not in {
        "0",
        "false",
        "off",
        "none",
    }


class Styles:
    """The paragraph styles by their ids, each with what it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self.by_id: dict[str, etree._Element] = {}
        self.default = ""
        self.language = ""
        for style in root if root is not None else ():
            if local_name(style) == "style":
                self.by_id[attribute(style, "styleId")] = style
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in {
                    "1",
                    "true",
                }:
                    self.default = attribute(style, "styleId")
            elif local_name(style) == "docdefaults":
                properties = child(child(style, "rPrDefault"), "rPr")
                self.language = value(properties, "lang")

    def of(self, properties: etree._Element | None) -> str:
        """Return the id of a paragraph's style."""
        return value(properties, "pStyle") or self.default

    def chain(self, style_id: str) -> Iterator[etree._Element]:
        """Yield a style and those that it is based on, the nearest first."""
        for _ in range(_MAX_CHAIN):
            style = self.by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(style, "basedOn")

    def is_heading(self, style_id: str, properties: etree._Element | None) -> bool:
        """Tell whether a paragraph is a heading: by its outline level or by the style's name."""
        if value(properties, "outlineLvl"):
            return value(properties, "outlineLvl") != "9"
        for style in self.chain(style_id):
            level = value(child(style, "pPr"), "outlineLvl")
            if level:
                return level != "9"
            if _HEADING_NAME.match(value(style, "name")):
                return True
        return False

    def is_caption(self, style_id: str) -> bool:
        """Tell whether a style is made for captions."""
        return any(_CAPTION_NAME.match(value(style, "name")) for style in self.chain(style_id))

    def is_bold(self, style_id: str) -> bool:
        """Tell whether a style prints bold."""
        for style in self.chain(style_id):
            switch = child(child(style, "rPr"), "b")
            if switch is not None:
                return is_on(switch)
        return False

    def run_is_bold(self, run: etree._Element, *, default: bool) -> bool:
        """Tell whether a run is bold: by itself, by its character style, else by its paragraph."""
        properties = child(run, "rPr")
        switch = child(properties, "b")
        if switch is not None:
            return is_on(switch)
        character = value(properties, "rStyle")
        return self.is_bold(character) if character else default
