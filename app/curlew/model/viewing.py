"""What `curlew view` is asked for."""

from __future__ import annotations

from dataclasses import dataclass

MODES = ("pretty", "tree", "table", "raw", "preview", "hex", "base64")
"""The ways to look at a file, by the ids of the views of a body."""

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Viewing:
    """Files and how to look at them.

    files: paths that can be read, or `-` for standard input. mode: one of MODES, "" for what suits the file. content_type: what the
    file is, "" to find out. line: where to begin, from 1; 0 for nowhere. timings: whether to print how long it took, on standard error.
    """

    files: tuple[str, ...]
    mode: str = ""
    content_type: str = ""
    line: int = 0
    timings: bool = False
