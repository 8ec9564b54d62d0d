"""Questions of a send on the command line, where nobody is there to answer: the safe answer, unless an option gave the other."""

from __future__ import annotations

from collections.abc import Callable

from curlew.model.control import Control, Question
from curlew.text import _

FLAGS = {"downgrade": "--follow-to-http", "body": "--resend-body"}
"""The option that answers a kind of question with yes."""


class Consent(Control):
    """Remembers what was answered with no, so that the person learns which option says yes."""

    def __init__(self, follow_to_http: bool = False, resend_body: bool = False) -> None:
        super().__init__(answers={"downgrade": follow_to_http, "body": resend_body})
        self._refused: list[str] = []

    async def ask(self, question: Question, announce: Callable[[Question], None]) -> bool:
        accepted = await super().ask(question, announce)
        if not accepted:
            self._refused.append(question.kind)
        return accepted

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(_("{option} follows it.").format(option=FLAGS[kind]) for kind in self._refused if kind in FLAGS)
