"""`curlew [PATH]`: what the window is opened with."""

from __future__ import annotations

from pathlib import Path

from curlew.cli.commands import commands
from curlew.cli.parser import make_parser
from curlew.errors import UsageError
from curlew.text import _


def window_arguments(arguments: list[str]) -> list[str]:
    """Return what the window is opened with: nothing, `--sample`, or one absolute path that exists."""
    parser = make_parser(
        "curlew",
        _("Curlew, a desktop API client. Without a command it opens its window."),
        _("Commands:") + "\n" + "\n".join(f"  {command.id:<8}{command.summary}" for command in commands()) + "\n\n"
        + _("“curlew COMMAND --help” tells more about one of them."),
    )  # fmt: skip
    parser.add_argument("path", nargs="?", metavar="PATH", help=_("a workspace or collection folder to open in the window"))
    parser.add_argument("--sample", action="store_true", help=_("open the sample workspace"))
    parser.add_argument("-V", "--version", action="store_true", help=_("print the version and end"))
    parser.usage = "curlew [PATH | --sample]\n       curlew COMMAND ..."
    options = parser.parse_args(arguments)
    if options.version:
        raise UsageError(_("--version stands alone"))
    if options.sample:
        if options.path is not None:
            raise UsageError(_("Give either a path or --sample, not both"))
        return ["--sample"]
    return [] if options.path is None else [str(_existing(options.path))]


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise UsageError(
            _("There is no file or folder “{path}”").format(path=text),
            _("It is no command either; there are: {commands}.").format(commands=", ".join(command.id for command in commands())),
            _("Give the folder of a workspace or a collection."),
        )
    return path.absolute()
