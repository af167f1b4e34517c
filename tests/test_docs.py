"""The documentation names what there is, and nothing else."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()


def modules(app):
    """Return the modules of an app; a package is named with a slash."""
    folder = ROOT / app
    files = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    hidden = {"management", "migrations", "static", "templatetags"}
    packages = {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    return files | {name for name in packages if name.rstrip("/") not in hidden}


@pytest.mark.parametrize("app", ["sources", "commitments", "govkb"])
def test_the_architecture_names_every_module_of_an_app(app):
    section = re.search(rf"^## {app}\n(.*?)(?=^## |\Z)", ARCHITECTURE, re.M | re.S)[1]
    named = set(re.findall(r"`([\w/]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", section, re.M))))

    assert named == modules(app)


def test_every_command_of_ours_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    commands = ROOT.glob("*/management/commands/[a-z]*.py")

    assert {path.stem for path in commands if f"manage.py {path.stem}" not in readme} == set()


def test_what_the_records_are_numbered_by_runs_on():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))
