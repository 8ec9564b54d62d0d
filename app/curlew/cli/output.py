"""Printing to a terminal, a file or a pipe that may be gone."""

from __future__ import annotations

import os
import re
import sys

from curlew.errors import CurlewError
from curlew.text import _

_ESCAPES = re.compile(
    r"""\x1b\[[0-?]*[ -/]*[@-~]            # CSI: colours, cursor, modes
    | (?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)  # OSC, DCS and other strings, up to their end
    | \x9b[0-?]*[ -/]*[@-~]               # CSI again, as one character
    | \x1b[ -/]*[0-~]?                     # any other escape
    | [\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]""",
    re.VERBOSE,
)


def without_escapes(text: str) -> str:
    """Take out what would steer a terminal: escape sequences and control characters, except tab and line ends."""
    return re.sub(r"\r(?!\n)", "", _ESCAPES.sub("", text))


def is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def say(text: str) -> None:
    """Tell a person something, on standard error, without what would steer a terminal."""
    print(without_escapes(text), file=sys.stderr, flush=True)


def print_line(text: str) -> None:
    """Print at once, in UTF-8 where standard output cannot encode it otherwise."""
    write_bytes((text + "\n").encode("utf-8", "replace"))


def write_bytes(data: bytes) -> None:
    """Write to standard output, if there is one. A reader that has gone away (`| head`) is no error; a full disk is a CurlewError."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        give_up_stdout()
    except OSError as error:
        give_up_stdout()
        raise CurlewError(_("Standard output cannot be written"), error.strerror or str(error)) from error


def give_up_stdout() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
