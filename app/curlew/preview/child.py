"""A child process of our own, for work that holds the interpreter or can take for ever: it can be ended at any moment."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection


class Child:
    """A process that runs `serve` with the other end of `connection`, which raises OSError or EOFError once it has ended."""

    def __init__(self, serve: Callable[[Connection], None], name: str) -> None:
        """serve: a function of a module, which the new process imports. Raises OSError where no process can be started."""
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True, name=name)
        try:
            self._process.start()
        except BaseException:
            self.connection.close()
            raise
        finally:
            theirs.close()
        self.id = self._process.pid or 0

    def kill(self) -> None:
        """End the process, from any thread; who waits for it at the connection hears of that."""
        try:
            self._process.kill()
        except ValueError:
            pass  # `end` was there before

    def end(self) -> None:
        """End the process and give back what it took; for the thread that talks to it."""
        self.kill()
        self._process.join()
        self._process.close()
        self.connection.close()
