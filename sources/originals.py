"""The bytes of captures as they came, kept compressed under their hash, so that anybody can look.

A file is complete, and on the disk, before the database says that it is there: it is written beside
its place, flushed and renamed. Until the database has said so, an empty file in `pending` marks it;
whatever is still marked when the next run begins is a try that was cut off, and is cleared away.
No other file is ever removed.
"""

import contextlib
import gzip
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from sources.models import Snapshot

_NAME = re.compile(r"[0-9a-f]{64}")
_PART = ".part"


class OriginalIsDamagedError(Exception):
    """The file cannot be decompressed, or is not what its name says."""


def folder() -> Path:
    """Return where the originals of this installation lie."""
    return Path(settings.VAR_DIR) / "originals"


def path_of(byte_sha256: str) -> Path:
    """Return where the bytes of this hash are, or would be."""
    return folder() / byte_sha256[:2] / f"{byte_sha256}.gz"


@contextlib.contextmanager
def kept(data: bytes) -> Iterator[str]:
    """Keep bytes for a transaction that is made within; yield their SHA-256.

    When the block fails, they are removed again, unless they were there before. Raises OSError
    when they cannot be written.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if path.exists():
        yield digest
        return
    mark = _pending() / digest
    mark.touch()
    try:
        _write(path, data)
        yield digest
    except BaseException:
        path.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
        raise
    mark.unlink()


def read_original(snapshot: Snapshot) -> bytes | None:
    """Return the bytes that a snapshot was made of; None when they are not kept.

    Raises OriginalIsDamagedError when they are not the bytes that were kept.
    """
    try:
        data = gzip.decompress(path_of(snapshot.byte_sha256).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError) as error:
        raise OriginalIsDamagedError(str(error)) from error
    if hashlib.sha256(data).hexdigest() != snapshot.byte_sha256:
        raise OriginalIsDamagedError("The bytes do not have the hash that the file is named by.")
    return data


def clear_pending() -> int:
    """Remove what tries that were cut off have left; return how many files.

    Only whoever holds the lock of captures may call it: a try that goes on looks the same.
    """
    cleared = 0
    for file in list(_pending().iterdir()):
        digest = file.name.removesuffix(_PART)
        known = Snapshot.objects.filter(byte_sha256=digest).exists()
        if file.name == digest and not known and path_of(digest).exists():
            path_of(digest).unlink()
            cleared += 1
        file.unlink()
        cleared += 1
    return cleared


def names() -> Iterator[str]:
    """Yield the hashes of all that is kept."""
    for file in folder().glob("??/*.gz"):
        if _NAME.fullmatch(file.name.removesuffix(".gz")):
            yield file.name.removesuffix(".gz")


def _pending() -> Path:
    path = folder() / "pending"
    path.mkdir(parents=True, exist_ok=True)
    return path


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _pending() / (path.name.removesuffix(".gz") + _PART)
    with part.open("wb") as file:
        # Without a time and a name in it, the same bytes always make the same file.
        file.write(gzip.compress(data, mtime=0))
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    for directory in (path.parent, part.parent):
        _sync(directory)


def _sync(directory: Path) -> None:
    """Bring the names in a directory to the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
