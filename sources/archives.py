"""Copies of pages in public web archives: what their addresses tell."""

import re
from datetime import date

# The Wayback Machine and those that follow it write the time of a copy before its address.
_TIME = re.compile(r"/(\d{4})(\d\d)(\d\d)(?:\d{6})?(?:[a-z]{2}_)?/https?:")


def archived_on(address: str) -> date | None:
    """Return on which day an archived copy was made, if its address tells."""
    found = _TIME.search(address)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
