"""What every test needs: the documents beside the project, where there are any."""

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
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


@pytest.fixture(autouse=True, scope="session")
def _var(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what tests make out of the installation of whoever runs them."""
    django_settings.VAR_DIR = tmp_path_factory.mktemp("var")


@pytest.fixture
def var(settings, tmp_path: Path) -> Path:
    """Give a test a folder for data of its own."""
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR
