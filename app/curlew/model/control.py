"""How a front end steers a send that is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked; accept, refuse: the words of the two buttons.

    kind: `limit` (the body is large), `downgrade` (a redirect leaves https), `body` (a redirect takes the body to another origin),
    `open` (a page is to be opened in the browser).
    """

    kind: str
    title: str
    reason: str = ""
    accept: str = ""
    refuse: str = ""
    url: str = ""


class Control:
    """Handed to one send. Without a front end that answers (`interactive` false), every question gets the safe answer: no.

    To be used on the loop's thread only.
    """

    def __init__(self, interactive: bool = False, answers: dict[str, bool] | None = None) -> None:
        """answers: what is answered at once, by the kind of question."""
        self.interactive = interactive
        self.stopping = False
        self._answers = answers or {}
        self._waiting: asyncio.Future[bool] | None = None
        self._question: Question | None = None
        self._stop_listeners: list[Callable[[], None]] = []

    def stop(self) -> None:
        """End the response where it is and keep what came: no error. Does nothing before a response has begun."""
        self.stopping = True
        self.answer(False)
        for listener in tuple(self._stop_listeners):
            listener()

    def on_stop(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when a person stops the response; return what takes that back."""
        self._stop_listeners.append(listener)
        return lambda: self._stop_listeners.remove(listener) if listener in self._stop_listeners else None

    def answer(self, accepted: bool) -> None:
        """Answer the question that waits, if one does."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(accepted)

    @property
    def question(self) -> Question | None:
        """What waits for an answer now."""
        return self._question if self._waiting is not None and not self._waiting.done() else None

    async def ask(self, question: Question, announce: Callable[[Question], None]) -> bool:
        """Return the answer to a question, announcing it where a person has to give it."""
        if question.kind in self._answers:
            return self._answers[question.kind]
        if not self.interactive or self.stopping:
            return False
        self._waiting = asyncio.get_running_loop().create_future()
        self._question = question
        announce(question)
        try:
            return await self._waiting
        finally:
            self._waiting = None
