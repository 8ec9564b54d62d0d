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

    def __init__(self, display: str, home: Path, arguments: tuple[str, ...], size: str = "") -> None:
        """Start and wait for the window; with a `size` it fills a screen that has no window manager."""
        self.slowest = 0.0  # seconds that the window's thread took at most to tell what is seen
        self._socket = str(home.parent / f"eyes-{time.monotonic_ns():x}")
        self._env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "CURLEW_HOME": str(home)}
        self._env["PYTHONPATH"] = str(Path(__file__).parents[1])
        self._log = (home.parent / "log").open("ab")
        command = [sys.executable, "-m", "helpers.eyes", self._socket, *arguments]
        self.process = subprocess.Popen(command, env=self._env, stdout=self._log, stderr=self._log)
        self.wait_for("Curlew", role="Window")
        found = ("search", "--sync", "--onlyvisible", "--name", "Curlew$")
        if size:
            self._xdotool(*found, "windowmove", "0", "0", "windowsize", *size.split("x"), "windowfocus")
        else:
            self._xdotool(*found, "windowactivate", "--sync")

    def press(self, *keys: str) -> None:
        """Press keys in xdotool's words (`ctrl+n`, `Return`), one after the other."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        self._xdotool("type", "--clearmodifiers", "--delay", "6", text)

    def see(self) -> list[dict[str, Any]]:
        began = time.monotonic()
        found = self._ask("see")
        self.slowest = max(self.slowest, time.monotonic() - began)
        return found

    def grab(self, path: Path) -> None:
        """Save a picture of the whole screen."""
        self._ask(f"grab {path}")

    def _ask(self, question: str) -> list[dict[str, Any]]:
        with Client(self._socket, "AF_UNIX") as eyes:
            eyes.send_bytes(question.encode())
            answer: list[dict[str, Any]] = json.loads(eyes.recv_bytes())
        return answer

    def click(self, one: dict[str, Any], button: int = 1, times: int = 1) -> None:
        """Click into the middle of what was seen."""
        x, y, width, height = one["place"]
        self._xdotool("mousemove", str(x + width // 2), str(y + height // 2), "click", "--repeat", str(times), str(button))

    def point(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y))

    def wait_for(
        self, wanted: str, role: str = "", where: Callable[[dict[str, Any]], bool] = lambda _seen: True, within: float = 20
    ) -> dict[str, Any]:
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

    def __init__(self, display: str, size: str) -> None:
        self._display = display
        self._size = size
        self._programs: list[Program] = []

    def start(self, home: Path, *arguments: str) -> Program:
        program = Program(self._display, home, arguments, self._size)
        self._programs.append(program)
        return program

    def end(self) -> None:
        for program in self._programs:
            program.end()


@contextmanager
def desktop(size: str = "1400x900", managed: bool = True) -> Iterator[Desktop]:
    """Yield a screen of its own, with or without a window manager; everything on it ends with it."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    processes = [server]
    if managed:
        processes.insert(0, subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL))
    screen = Desktop(display, "" if managed else size)
    try:
        yield screen
    finally:
        screen.end()
        for process in processes:
            process.terminate()
            process.wait()
