"""An invented web: pages at addresses, which tests change behind the archive's back."""

from html import escape

from sources.fetching import Deadline, Failure, Fetched, FetchFailed

HEAD = "The councils sign a charter on the water"
OPENING = (
    "The councils of Upper Lake and Lower Lake signed a charter on Tuesday that obliges both of "
    "them to measure the water every morning and to publish what they find."
)
QUOTED = (
    "“We promise one common level – and we’ll keep it,” said Ida Brandt, who speaks for the upper "
    "shore and who had argued against the charter for the better part of thirty years."
)
MIDDLE = (
    "Under the charter each council pays for its own gauges, while a joint office of four people "
    "compares the readings and answers the questions of whoever cares to ask."
)
CLOSING = (
    "Fishermen on the lower shore were less pleased: several said that nobody had asked them, and "
    "that the gauges would stand exactly where they have always dried their nets."
)
PARAGRAPHS = (OPENING, QUOTED, MIDDLE, CLOSING)
CITED = "one common level – and we’ll keep it"


def page(
    *paragraphs: str,
    title: str = HEAD,
    menu: str = "Home World Fish Boats",
    foot: str = "© 2031 The Lake Courier. All rights reserved.",
    head: str = "",
    raw: str = "",
) -> bytes:
    """Return a news page in UTF-8; `raw` is mark-up after the article."""
    entries = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in menu.split())
    body = "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs or PARAGRAPHS)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body><nav><ul>{entries}</ul></nav><main><article><h1>{title}</h1>{body}</article>"
        f"{raw}</main><footer><p>{foot}</p></footer></body></html>"
    ).encode()


class Web:
    """What `Client` and `Robots` are to the archive, without any network.

    `answers` holds bytes, a `FetchFailed` to raise, or a whole answer.
    """

    def __init__(self) -> None:
        self.answers: dict[str, bytes | FetchFailed | Fetched] = {}
        self.forbidden: set[str] = set()
        self.asked: list[str] = []

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def fetch(self, url: str, *, deadline: Deadline) -> Fetched:  # noqa: ARG002
        self.asked.append(url)
        answer = self.answers.get(url)
        if answer is None:
            raise FetchFailed(Failure.NOT_FOUND, "The server answered 404.", url, 404)
        if isinstance(answer, FetchFailed):
            raise answer
        return answer if isinstance(answer, Fetched) else answered(url, answer)

    def allowed(self, url: str, *, deadline: Deadline) -> bool:  # noqa: ARG002
        return url not in self.forbidden


def answered(
    url: str, body: bytes, *, media_type: str = "text/html", charset: str = "utf-8"
) -> Fetched:
    return Fetched(url, 200, media_type, charset, f"{media_type}; charset={charset}", body)


def failed(failure: Failure, status: int | None = None) -> FetchFailed:
    return FetchFailed(failure, f"It failed: {failure}.", "", status)
