"""The bytes of a file that somebody names, or one sentence why there are none."""

from pathlib import Path

from sources.formats.reading import MAX_UPLOAD, UnreadableDocument


def read_file(path: Path) -> bytes:
    """Return the bytes; raise UnreadableDocument for what is no file, too large or out of reach.

    The sentence does not name the file: who asks knows how to call it.
    """
    if path.is_dir():
        raise UnreadableDocument("It is a directory.")
    if not path.exists():
        raise UnreadableDocument("There is no such file.")
    if not path.is_file():
        raise UnreadableDocument("It is not a file.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_UPLOAD + 1)
    except OSError as error:
        raise UnreadableDocument(f"The file cannot be read: {error.strerror}.") from error
    if len(data) > MAX_UPLOAD:
        raise UnreadableDocument(f"The file is larger than {MAX_UPLOAD >> 20} MB.")
    return data
