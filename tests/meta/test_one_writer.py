"""Only `storage/atomic.py` writes files of a workspace; who writes anything else stands here with the reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import curlew

APP = Path(curlew.__file__).parent

WRITERS = {
    "storage/atomic.py": "the one writer of workspaces",
    "storage/changes.py": "copies a folder whole, under a hidden name first",
    "storage/trash.py": "copies to and from the profile's trash on another disk, under a hidden name first",
    "storage/jsonfile.py": "the profile's own files",
    "storage/history_log.py": "appends to the history's files in the profile",
    "storage/lock.py": "the profile's lock",
    "engine/starting.py": "copies the sample into the user's data folder, under a hidden name first",
    "net/spool.py": "bodies of responses in the profile's spool folder",
    "net/client_certificates.py": "a client certificate for OpenSSL, its key encrypted, in a private folder that is deleted at once",
    "ui/reports.py": "the profile's log",
    "ui/theme.py": "icons for the style sheet in the cache folder",
    "engine/body_file.py": "a response, where the user said, under a hidden name first",
    "preview/buffer.py": "a text made for looking at, in a nameless file that goes with it",
    "ui/response/views/table/sharing.py": "rows of a table, where the user said, under another name first",
    "ui/viewing/own_copy.py": "a copy of the file that `curlew view` shows, which goes with the window",
    "cli/echo.py": "the certificate of the echo server's authority, where --ca-file said",
    "mock/certificate.py": "the echo server's certificates, in a temporary folder",
    "cli/output.py": "a response, where -o said",
    "cli/printing.py": "a response, where -o said",
}
"""Files of `app/curlew` that may write, and what: a workspace's file only the first, and whole copies the next two."""

_MODES = set("wax+")
_WRITING_FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"}
_METHODS = {"write_text", "write_bytes"}
_CALLS = {
    ("os", "replace"),
    ("os", "link"),
    ("shutil", "copy"),
    ("shutil", "copy2"),
    ("shutil", "copyfile"),
    ("shutil", "copytree"),
    ("shutil", "move"),
    ("tempfile", "NamedTemporaryFile"),
    ("tempfile", "TemporaryFile"),
    ("tempfile", "SpooledTemporaryFile"),
    ("tempfile", "mkstemp"),
}


def writing_calls(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of calls that open a file for writing, or put one somewhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _WRITING_FLAGS:
            yield node.lineno
        if not isinstance(node, ast.Call):
            continue
        owner, name = _called(node.func)
        if (
            (name in _METHODS and isinstance(node.func, ast.Attribute) and owner not in ("jsonfile", "output"))
            or (owner, name) in _CALLS
            or (name in ("open", "fdopen") and any(_is_mode(argument) for argument in _arguments(node)))
        ):
            yield node.lineno


def _called(function: ast.expr) -> tuple[str, str]:
    """Return ("os", "replace") for `os.replace`, ("", "open") for `open`."""
    if isinstance(function, ast.Attribute):
        return function.value.id if isinstance(function.value, ast.Name) else "", function.attr
    return "", function.id if isinstance(function, ast.Name) else ""


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _is_mode(argument: ast.expr) -> bool:
    value = argument.value if isinstance(argument, ast.Constant) else None
    return isinstance(value, str) and 0 < len(value) <= 4 and set(value) <= set("rwaxbt+") and bool(_MODES & set(value))


def test_only_known_places_write_files() -> None:
    found: dict[str, list[int]] = {}
    for path in sorted(APP.rglob("*.py")):
        lines = sorted(set(writing_calls(ast.parse(path.read_text(encoding="utf-8")))))
        if lines:
            found[path.relative_to(APP).as_posix()] = lines
    unknown = {name: lines for name, lines in found.items() if name not in WRITERS}
    assert not unknown, f"these write files; workspaces are written by storage/atomic.py alone: {unknown}"


def test_the_check_sees_every_way_of_writing() -> None:
    ways = (
        "open(p, 'w')",
        "open(p, mode='ab')",
        "path.open('r+')",
        "io.open(p, 'x')",
        "os.open(p, os.O_WRONLY)",
        "path.write_text(t)",
        "path.write_bytes(b)",
        "shutil.copytree(a, b)",
        "os.replace(a, b)",
        "os.fdopen(f, 'wb')",
    )
    for way in ways:
        assert list(writing_calls(ast.parse(way))), way
    for way in ("open(p)", "open(p, 'rb')", "path.open('r')", "os.open(p, os.O_RDONLY)", "widget.open()", "text.replace('a', 'w')"):
        assert not list(writing_calls(ast.parse(way))), way
