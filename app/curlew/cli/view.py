"""`curlew view`: files of any size in the viewer of responses, each in a window."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Callable

from curlew.errors import UsageError
from curlew.model.viewing import MODES, STDIN, Viewing, is_endless
from curlew.text import _

MOST = 20
"""Windows at a time: more would be a slip, such as a pattern that met a whole folder."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", metavar="FILE", help=_("a file to look at; - for standard input"))
    parser.add_argument("--mode", choices=MODES, default="", help=_("how to look at it (default: what suits the file)"))
    parser.add_argument("--type", default="", metavar="TYPE", help=_("what the file is, as a Content-Type (default: what it looks like)"))
    parser.add_argument("--line", type=_line, default=0, metavar="N", help=_("begin at this line"))
    parser.add_argument("--timings", action="store_true", help=_("print on standard error when the first screen and the whole were there"))


def run(options: argparse.Namespace) -> int:
    files = tuple(dict.fromkeys(options.file))
    if len(files) > MOST:
        raise UsageError(_("That are {n} files; at most {most} are opened at once").format(n=len(files), most=MOST))
    for file in files:
        if file != STDIN:
            _check(file)
        else:
            _check_standard_input()
    open_viewer: Callable[[Viewing], int] = options.open_viewer
    return open_viewer(Viewing(files, options.mode, options.type, options.line, options.timings))


def _line(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**53:
        raise argparse.ArgumentTypeError(_("“{text}” is no line number; lines are counted from 1").format(text=text[:40]))
    return int(text)


def _check_standard_input() -> None:
    try:
        is_odd = is_endless(0)
    except OSError:
        return  # it is closed: that is told where it is read
    if is_odd:
        raise UsageError(_("Standard input is no file that ends"), hint=_ends_hint())


def _check(file: str) -> None:
    """Raise UsageError unless a file can be read. Pipes and the like are read to their end, as standard input is."""
    try:
        mode = os.stat(file).st_mode
        if stat.S_ISDIR(mode):
            title = _("“{file}” is a folder, and only files can be viewed").format(file=file)
            raise UsageError(title, hint=_("“curlew {file}” opens a workspace or a collection.").format(file=file))
        if stat.S_ISREG(mode):
            with open(file, "rb"):
                pass
        elif not stat.S_ISFIFO(mode) and not stat.S_ISCHR(mode):
            raise UsageError(_("“{file}” is no file that can be viewed").format(file=file))
        elif is_endless(file):
            raise UsageError(_("“{file}” is no file that ends").format(file=file), hint=_ends_hint())
    except FileNotFoundError as error:
        raise UsageError(_("There is no file “{file}”").format(file=file)) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(_("“{file}” cannot be read").format(file=file), reason or "") from error


def _ends_hint() -> str:
    return _("View a part of it: head -c 1000000 … | curlew view -")
