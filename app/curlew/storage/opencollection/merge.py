"""A changed value back into the text it came from: only what changed is written anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from curlew.storage.opencollection.emitter import emit
from curlew.storage.opencollection.fields import Tree
from curlew.storage.opencollection.reader import read


@dataclass(frozen=True, slots=True)
class Encoder:
    """How one kind of file becomes a value, and a value a tree."""

    decode: Callable[[Mapping[str, Any]], Any]
    encode: Callable[[Any], Tree]


def rendered(value: Any, previous: str | None, coder: Callable[[Mapping[str, Any]], Encoder]) -> str:
    """Return the text for `value`; `previous` itself where it holds the same value."""
    if previous is None:
        return emit(coder({}).encode(value))
    root = read(previous)
    encoder = coder(root.data)
    if encoder.decode(root.data) == value:
        return previous
    return emit(encoder.encode(value))
