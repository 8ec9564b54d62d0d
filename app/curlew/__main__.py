"""`curlew`: without a sub-command the window, otherwise the command line."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # that of `typing` would have it loaded, which takes longer than printing the version
if TYPE_CHECKING:
    from curlew.model.viewing import Viewing


def main() -> int:
    """Run the command line; it opens the window where no sub-command is given."""
    from curlew.cli.main import run

    return run(sys.argv[1:], open_window, open_viewer)


def open_window(arguments: list[str]) -> int:
    """Open the window on the workspace or collection named in `arguments`, if any."""
    from curlew.ui.app import run_window

    return run_window(arguments)


def open_viewer(viewing: Viewing) -> int:
    """Open files in the viewer."""
    from curlew.ui.viewing.running import run_viewer

    return run_viewer(viewing)


def gui() -> int:
    """Open the window (`curlew-gui`, without a console on Windows)."""
    return open_window(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
