"""Write every row of a list as NDJSON: python3 pager.py ADDRESS [PLACE] >> rows.ndjson

The address of the next page is kept in the file PLACE (pager.place) until the last page is
written: after an interruption, the same command goes on where it stopped.
"""

import json
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


def read(address):
    """Return one page, as late as the server asks for."""
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in {429, 503}:
                raise SystemExit(f"{error.code}: {error.read().decode()}") from None
            time.sleep(int(error.headers["Retry-After"]))


def walk(address, place):
    """Write every page; a page is written before its successor is remembered."""
    while address:
        page = read(address)
        for row in page["results"]:
            print(json.dumps(row, ensure_ascii=False))
        sys.stdout.flush()
        address = page["next"]
        place.write_text(address or "")
    place.unlink(missing_ok=True)


place = Path(sys.argv[2] if len(sys.argv) > 2 else "pager.place")
walk(place.read_text() if place.exists() else sys.argv[1], place)
