"""The sub-commands in one table. Each stands in a file of its own, imported only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from curlew.text import _

if TYPE_CHECKING:
    import argparse


class CommandModule(Protocol):
    """What the file of a sub-command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare options; the parser's own help shows them."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it and return the exit code. Raises CurlewError, UsageError for exit code 2."""


class Command(NamedTuple):
    """`module` is imported when the command runs; `summary` is its line in `curlew --help`."""

    id: str
    module: str
    summary: str

    def load(self) -> CommandModule:
        return cast("CommandModule", import_module(self.module))


COMMAND_IDS = ("send", "view", "echo")
"""Known without building the table, whose texts are translated."""


def commands() -> tuple[Command, ...]:
    """Return the table, in the order of the help."""
    return (
        Command("send", "curlew.cli.send", _("Send one request and print what came back")),
        Command("view", "curlew.cli.view", _("Look at a file of any size in the viewer")),
        Command("echo", "curlew.cli.echo", _("Run the echo server, which tells back what it gets")),
    )
