"""The undo stack of one request: whole values, one step for a burst of typing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TypeVar

from curlew.model.body import GraphQLBody, RawBody
from curlew.model.request import Example, Request
from curlew.model.undo import UndoStack

T = TypeVar("T")

BURST_S = 1.0
"""Changes of one kind that follow each other faster are one step."""

MOST_STEPS = 500
MOST_CHARACTERS = 32_000_000
"""All steps together hold about so much text: a large body leaves fewer of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one value to the next, by a change of the kind `key`; `ended` is the time of its last change."""

    before: Request
    after: Request
    key: str
    ended: float


class EditHistory:
    """Values are frozen and share what did not change, so that a step costs what was edited alone."""

    def __init__(self) -> None:
        self._stack: UndoStack[Step] = UndoStack(limit=MOST_STEPS)
        self._closed = True

    def push(self, before: Request, after: Request, key: str) -> None:
        """Add a change; it joins the step before it if both have the same key (not the empty one) and came in one burst."""
        now = time.monotonic()
        top = self._stack.top
        self._stack.limit = max(20, min(MOST_STEPS, MOST_CHARACTERS // (1 + body_size(after))))
        if top is not None and key and not self._closed and top.key == key and now - top.ended < BURST_S:
            self._stack.replace_top(Step(top.before, after, key, now))
        else:
            self._stack.push(Step(before, after, key, now))
        self._closed = False

    def close_burst(self) -> None:
        """Let the next change begin a step of its own."""
        self._closed = True

    def undo(self) -> Request | None:
        self._closed = True
        step = self._stack.undo()
        return step.before if step is not None else None

    def redo(self) -> Request | None:
        self._closed = True
        step = self._stack.redo()
        return step.after if step is not None else None

    @property
    def can_undo(self) -> bool:
        return self._stack.can_undo

    @property
    def can_redo(self) -> bool:
        return self._stack.can_redo


def body_size(request: Request) -> int:
    """Return how many characters of text a request's body holds, and the responses of its examples."""
    examples = sum(_example_size(example) for example in request.examples)
    match request.body:
        case RawBody(text=text):
            return len(text) + examples
        case GraphQLBody(query=query, variables=variables):
            return len(query) + len(variables) + examples
    return examples


def _example_size(example: Example) -> int:
    response = example.fields.get("response")
    body = response.get("body") if isinstance(response, dict) else None
    data = body.get("data") if isinstance(body, dict) else None
    return len(data) if isinstance(data, str) else 0
