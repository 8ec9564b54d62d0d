"""argparse in the manners of this program: errors as ours, help that keeps its lines."""

from __future__ import annotations

import argparse
from typing import NoReturn

from curlew.errors import UsageError
from curlew.text import _


class Parser(argparse.ArgumentParser):
    """Raises UsageError where argparse would end the program; `--help` still raises SystemExit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=_("Run “{program} --help” for what there is.").format(program=self.prog))

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """Parse; a number such as -1 is a value, although -4 and -6 are options, for which argparse would take all of them then."""
        self._has_negative_number_optionals.clear()
        return self.parse_args(arguments)


def make_parser(program: str, description: str, epilog: str = "") -> Parser:
    """Return a parser without abbreviations, so that a new option never breaks a script."""
    return Parser(
        prog=program, description=description, epilog=epilog, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
    )
