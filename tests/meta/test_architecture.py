"""Rules of the house that no linter holds: what may be imported, sizes, sleeps, a test for every module."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "app" / "curlew"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def imported_after(statement: str) -> set[str]:
    """Return the top-level names of the modules that a new process has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_loads_no_qt() -> None:
    loaded = imported_after("import curlew.cli.main, curlew.cli.send, curlew.engine.send, curlew.mock.server")
    assert not loaded & {"PySide6", "shiboken6", "qasync"}


def test_files_and_functions_stay_small() -> None:
    long_files = [f"{path.name}: {lines}" for path in MODULES if (lines := path.read_text(encoding="utf-8").count("\n")) > 400]
    long_functions = [
        f"{path.name}:{node.name}: {node.end_lineno - node.lineno + 1}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 60
    ]
    assert (long_files, long_functions) == ([], [])


def test_no_test_sleeps() -> None:
    sleeping = []
    for path in TESTS:
        if {"campaigns", "benchmarks"} & set(path.parts) or path.name.startswith("killing") or path.name == "test_loop.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = ast.unparse(node.func)
                waits = called in ("time.sleep", "qtbot.wait") or (
                    called == "asyncio.sleep" and node.args and ast.unparse(node.args[0]) not in ("0", "3600")
                )
                if waits:
                    sleeping.append(f"{path.name}:{node.lineno}")
    assert sleeping == []


@pytest.mark.parametrize("name", ["utils", "misc", "common", "helpers", "util"])
def test_there_is_no_junk_drawer(name: str) -> None:
    assert [path for path in PACKAGE.rglob(f"{name}*") if path.suffix in ("", ".py")] == []


def test_nothing_runs_a_nested_event_loop() -> None:
    """A dialog's or menu's exec() inside a coroutine kills other tasks: open() with a future instead."""
    found = []
    for path in (PACKAGE / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("exec", "exec_"):
                if ast.unparse(node.func) == "drag.exec":
                    continue  # how Qt itself drags; begun by a mouse move, never inside a coroutine
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


def test_no_text_is_evaluated() -> None:
    """Files of strangers are data: eval, exec and compile stand nowhere (H02)."""
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec", "compile"):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []
