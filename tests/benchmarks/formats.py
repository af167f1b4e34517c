"""How fast PDFs are read, beside plain text extraction by the same library in the same run.

    python -m tests.benchmarks.formats [FILE.pdf …]

Without a file, an invented law of 144 pages is read. Prints pages per second of both, best of five
turns, and their ratio; exit code 1 below 0.5.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from sources.formats import pdf
from tests.sources.formats.test_pdf import PROSE, Word, lines, make_pdf

TURNS = 5
WANTED = 0.5
PAGES = 144
ARTICLES = 9  # on a page


def made_up_law() -> bytes:
    """Return a PDF of numbered articles with running heads and page numbers."""
    return make_pdf([_page(number) for number in range(1, PAGES + 1)])


def _page(number: int) -> list[Word]:
    words: list[Word] = [(72, 800, "Law on the lakes"), (290, 30, str(number))]
    for place in range(ARTICLES):
        article = (number - 1) * ARTICLES + place + 1
        top = 760 - 78 * place
        words += lines(f"Article {article}", top=top)
        words += lines(f"({place + 1}) {PROSE[0]}", *PROSE[1:], top=top - 14)
    return words


def extract(data: bytes) -> int:
    """Extract the text of every page, and nothing more; return how many there are."""
    document = pdfium.PdfDocument(data)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    count = len(document)
    document.close()
    return count


def fastest(read: Callable[[bytes], object], files: list[bytes]) -> float:
    """Return the processor seconds of the fastest of some turns through all files."""
    turns = []
    for _ in range(TURNS):
        started = time.process_time()
        for data in files:
            read(data)
        turns.append(time.process_time() - started)
    return min(turns)


def main(names: list[str]) -> int:
    files = [Path(name).read_bytes() for name in names] or [made_up_law()]
    pages = sum(map(extract, files))
    plain, ours = fastest(extract, files), fastest(pdf.read, files)
    ratio = plain / ours
    speeds = f"text alone {pages / plain:.0f}/s, blocks {pages / ours:.0f}/s"
    sys.stdout.write(f"{pages} pages: {speeds}, ratio {ratio:.2f}, wanted {WANTED}\n")
    return int(ratio < WANTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
