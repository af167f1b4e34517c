"""Which parts of an answer are wanted: dotted paths, and what they leave of it.

A path names a field, or a field of what stands in a field: `quote.exact`. It reaches through lists:
`texts.language` is that of every text. Pure functions over what a serializer makes.
"""

from collections.abc import Iterable
from typing import Any

# For each name what is wanted below it; nothing below it means all of it.
Tree = dict[str, "Tree"]


def grow(paths: Iterable[str]) -> Tree:
    """Return the tree of the paths. A path that goes less deep includes those below it."""
    tree: Tree = {}
    for path in sorted(paths, key=lambda path: path.count(".")):
        branch, fresh = tree, True
        for depth, name in enumerate(path.split(".")):
            if depth and not fresh and not branch:
                break  # all of it is wanted already
            fresh = name not in branch
            branch = branch.setdefault(name, {})
    return tree


def pick(data: Any, tree: Tree) -> Any:
    """Return only what the tree names, in the order of the data."""
    if not tree or data is None:
        return data
    if isinstance(data, list):
        return [pick(one, tree) for one in data]
    return {name: pick(value, tree[name]) for name, value in data.items() if name in tree}


def drop(data: Any, tree: Tree) -> Any:
    """Return everything but what the tree names."""
    if not tree or data is None:
        return data
    if isinstance(data, list):
        return [drop(one, tree) for one in data]
    return {
        name: drop(value, tree[name]) if name in tree else value
        for name, value in data.items()
        if name not in tree or tree[name]
    }
