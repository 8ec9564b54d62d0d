"""The command line: `curlew` opens the window, `curlew COMMAND` does the rest without loading it."""

from __future__ import annotations

from collections.abc import Callable

from curlew.errors import CurlewError, UsageError

TYPE_CHECKING = False  # that of `typing` would have it loaded, which takes longer than printing the version
if TYPE_CHECKING:
    from curlew.model.viewing import Viewing

OpenWindow = Callable[[list[str]], int]
OpenViewer = Callable[["Viewing"], int]


def _no_viewer(_viewing: Viewing) -> int:
    return 1


def run(arguments: list[str], open_window: OpenWindow, open_viewer: OpenViewer = _no_viewer) -> int:
    """Do what the arguments ask for and return the exit code: 0 done, 1 failed, 2 asked for wrongly, 130 interrupted.

    open_window gets `[]`, `["--sample"]` or one absolute path; open_viewer what `curlew view` was asked for.
    """
    try:
        return _run(arguments, open_window, open_viewer)
    except CurlewError as error:
        from curlew.cli.output import say

        say(f"curlew: {error}")
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        from curlew.cli.output import give_up_stdout

        give_up_stdout()
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit as ended:  # argparse after --help
        return int(ended.code or 0)
    except Exception as error:
        return _report_fault(error)


def _run(arguments: list[str], open_window: OpenWindow, open_viewer: OpenViewer) -> int:
    if arguments in (["--version"], ["-V"]):  # needs no parser nor anything else, so nothing else is imported for it
        return _print_version()
    from curlew.cli.commands import COMMAND_IDS

    if arguments and arguments[0] in COMMAND_IDS:
        return _run_command(arguments[0], arguments[1:], open_viewer)
    from curlew.cli.window import window_arguments

    return open_window(window_arguments(arguments))


def _report_fault(error: Exception) -> int:
    """Tell of a fault of our own in words; CURLEW_TRACEBACK=1 shows where it happened."""
    import os

    from curlew.cli.output import say
    from curlew.text import _

    if os.environ.get("CURLEW_TRACEBACK"):
        raise error
    text = _("Something went wrong inside Curlew: {kind}: {text}").format(kind=type(error).__name__, text=error)
    say(f"curlew: {text}\n" + _("This is a fault of Curlew; please report it. CURLEW_TRACEBACK=1 shows where it happened."))
    return 1


def _print_version() -> int:
    from curlew import __version__

    print(f"curlew {__version__}")
    return 0


def _run_command(name: str, arguments: list[str], open_viewer: OpenViewer) -> int:
    from curlew.cli.commands import commands
    from curlew.cli.parser import make_parser

    command = next(entry for entry in commands() if entry.id == name)
    module = command.load()
    parser = make_parser(f"curlew {name}", command.summary)
    module.add_arguments(parser)
    parser.set_defaults(open_viewer=open_viewer)
    return module.run(parser.parse(arguments))
