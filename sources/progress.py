"""How far long work is, on a terminal: one line that is drawn over itself and leaves no trace."""

import os
import time
from types import TracebackType
from typing import Self

from django.core.management.base import OutputWrapper

from sources.formats.lines import width

PAUSE = 0.1  # seconds between two drawings
_CLEAR = "\r\x1b[K"


class Bar:
    """A line that says how much is done; call it with how many are done, of how many.

    Of work whose size is not known it says how long it takes: call it with 0 of 0. Nothing is ever
    written to what is not a terminal, nor where `CI` is set.
    """

    def __init__(self, stream: OutputWrapper, label: str) -> None:
        self.stream = stream
        self.label = "".join(char if char.isprintable() else "?" for char in label)
        self.shown = bool(
            stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")
        )
        self.started = self.drawn = time.monotonic()

    def __enter__(self) -> Self:
        self._draw(0, 0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def __call__(self, done: int, total: int) -> None:
        """Draw the line, unless it was drawn just now."""
        if time.monotonic() - self.drawn >= PAUSE:
            self._draw(done, total)

    def clear(self) -> None:
        """Take the line away, so that others can write."""
        self._write(_CLEAR)

    def _draw(self, done: int, total: int) -> None:
        self.drawn = time.monotonic()
        counts = f"{100 * done // total} % ({done}/{total}), " if total else ""
        said = f"{counts}{self.drawn - self.started:.0f} s"
        self._write(_CLEAR + _fitted(self.label, said, self._columns() - 1))

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _write(self, text: str) -> None:
        if self.shown:
            self.stream.write(text, style_func=str, ending="")
            self.stream.flush()


def _fitted(label: str, said: str, columns: int) -> str:
    """Return both in so many columns: the label gives way first, then the end of what is said."""
    room = columns - len(said) - 2
    while label and width(label) > room:
        label = label[:-1]
    return (f"{label}: {said}" if label else said)[: max(columns, 0)]
