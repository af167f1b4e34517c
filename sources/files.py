"""The bytes of a file that somebody names, or one sentence why there are none."""

from pathlib import Path

from sources.formats.reading import MAX_UPLOAD, UnreadableDocument


def read_file(path: Path) -> bytes:
    """Return the bytes; raise UnreadableDocument for what is no file, too large or out of reach."""
    if path.is_dir():
        raise UnreadableDocument(f"{path} is a directory.")
    if not path.is_file():
        raise UnreadableDocument(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_UPLOAD + 1)
    except OSError as error:
        raise UnreadableDocument(f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > MAX_UPLOAD:
        raise UnreadableDocument(f"{path} is larger than {MAX_UPLOAD >> 20} MB.")
    return data
