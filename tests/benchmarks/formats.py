"""How fast PDFs are read, beside plain text extraction by the same library in the same run.

    python -m tests.benchmarks.formats FILE.pdf …

Prints pages per second of both, best of five turns, and their ratio; exit code 1 below 0.5.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from sources.formats import pdf

TURNS = 5
WANTED = 0.5


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
    files = [Path(name).read_bytes() for name in names]
    pages = sum(map(extract, files))
    plain, ours = fastest(extract, files), fastest(pdf.read, files)
    ratio = plain / ours
    speeds = f"text alone {pages / plain:.0f}/s, blocks {pages / ours:.0f}/s"
    sys.stdout.write(f"{pages} pages: {speeds}, ratio {ratio:.2f}, wanted {WANTED}\n")
    return int(ratio < WANTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
