"""What every test needs: the documents beside the project, where there are any."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples everywhere, and no clock: a busy machine is no reason to fail.
settings.register_profile("govkb", deadline=None, derandomize=True)
settings.load_profile("govkb")

SHARED = Path(os.environ.get("GOVKB_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared documents; skip where it is absent, unless it is demanded."""
    if not SHARED.is_dir():
        if os.environ.get("GOVKB_REQUIRE_SHARED"):
            pytest.fail(f"The shared documents are demanded but not at {SHARED}.")
        pytest.skip("The shared documents are not here: set GOVKB_SHARED to their folder.")
    return SHARED
