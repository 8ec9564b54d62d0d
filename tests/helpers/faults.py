"""Making one call to the system fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

CALLS = ("open", "read", "fstat", "stat", "access", "fchmod", "write", "fsync", "close", "link", "replace", "unlink")


@contextmanager
def failing_call(name: str, number: int, error: OSError) -> Iterator[list[int]]:
    """Let the call of `os.<name>` with that number (from 0) raise; yields a list that holds how often it was called."""
    real: Callable[..., Any] = getattr(os, name)
    count = [0]

    def call(*arguments: Any, **options: Any) -> Any:
        count[0] += 1
        if count[0] == number + 1:
            if name == "close":
                real(*arguments, **options)
            raise error
        return real(*arguments, **options)

    with mock.patch.object(os, name, call):
        yield count
