"""A private virtual screen with a window manager, and Curlew on it, driven by real keys and seen through its accessible tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

TOOLS = ("Xvfb", "openbox", "xdotool")


def missing_tools() -> str:
    return ", ".join(tool for tool in TOOLS if shutil.which(tool) is None)


def wait_until(true: Callable[[], object], within: float = 20) -> None:
    """Wait for something outside the window, such as a file."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it did not come true"
        subprocess.run(["true"], check=True)


def told(one: dict[str, Any]) -> str:
    """Return what is said of an object."""
    return "\n".join(one[part] for part in ("name", "value", "text", "description"))


class Program:
    """One run of Curlew. `press` and `type` send real key events; `wait_for` looks until something is seen."""

    def __init__(self, display: str, home: Path, *arguments: str) -> None:
        self._socket = str(home.parent / f"eyes-{time.monotonic_ns():x}")
        self._env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "CURLEW_HOME": str(home)}
        self._env["PYTHONPATH"] = str(Path(__file__).parents[1])
        self._log = (home.parent / "log").open("ab")
        command = [sys.executable, "-m", "helpers.eyes", self._socket, *arguments]
        self.process = subprocess.Popen(command, env=self._env, stdout=self._log, stderr=self._log)
        self.wait_for("Curlew", role="Window")
        self._xdotool("search", "--sync", "--onlyvisible", "--name", "Curlew$", "windowactivate", "--sync")

    def press(self, *keys: str) -> None:
        """Press keys in xdotool's words (`ctrl+n`, `Return`), one after the other."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        self._xdotool("type", "--clearmodifiers", "--delay", "6", text)

    def see(self) -> list[dict[str, Any]]:
        with Client(self._socket, "AF_UNIX") as eyes:
            seen: list[dict[str, Any]] = json.loads(eyes.recv_bytes())
        return seen

    def wait_for(
        self, wanted: str, role: str = "", where: Callable[[dict[str, Any]], bool] = lambda _seen: True, within: float = 20
    ) -> dict:
        """Return the first object whose name, value or text holds `wanted`; fail after `within` seconds, telling what is there."""
        end = time.monotonic() + within
        seen: list[dict[str, Any]] = []
        while time.monotonic() < end:
            try:
                seen = self.see()
            except OSError:
                assert self.process.poll() is None, "the program has ended"
            for one in seen:
                if wanted in told(one) and role in ("", one["role"]) and where(one):
                    return one
            self._pause()
        texts = [f"{one['role']} {one['name']!r} {one['value']!r} {one['text'][:60]!r}" for one in seen if one["name"] or one["text"]]
        raise AssertionError(f"{wanted!r} was not seen. There is:\n" + "\n".join(texts))

    def wait_gone(self, unwanted: str, within: float = 20) -> None:
        end = time.monotonic() + within
        while any(unwanted in told(one) for one in self.see()):
            assert time.monotonic() < end, f"{unwanted!r} is still there"
            self._pause()

    def quit(self) -> None:
        """Close in good order and wait for the end."""
        self.press("ctrl+q")
        assert self.process.wait(15) == 0

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=20, stdout=subprocess.DEVNULL)

    @staticmethod
    def _pause() -> None:
        """Give the program the processor between two looks."""
        subprocess.run(["true"], check=True)
        os.sched_yield()


class Desktop:
    """Starts programs on one screen."""

    def __init__(self, display: str) -> None:
        self._display = display
        self._programs: list[Program] = []

    def start(self, home: Path, *arguments: str) -> Program:
        program = Program(self._display, home, *arguments)
        self._programs.append(program)
        return program

    def end(self) -> None:
        for program in self._programs:
            program.end()


@contextmanager
def desktop(size: str = "1400x900") -> Iterator[Desktop]:
    """Yield a screen of its own; everything on it ends with it."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
    screen = Desktop(display)
    try:
        yield screen
    finally:
        screen.end()
        for process in (manager, server):
            process.terminate()
            process.wait()
