"""An expression worked out on a body: its matches one after another, in whichever language. Runs in the child process."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from curlew.preview.buffer import Buffer
from curlew.preview.filtering.json_body import JsonBody, Members, Partial, pairs_of, text_of, type_of
from curlew.preview.filtering.result import KeyOffer, KeysFound
from curlew.preview.places import Place

SAMPLE = 1000
"""Matches that are looked at for the keys they have."""


@dataclass(frozen=True, slots=True)
class Answer:
    """kind: of the text. items: each match with its place. before, between, after: what joins them. count: where it is not one an item."""

    kind: str
    items: Iterable[tuple[Place | None, bytes]]
    before: bytes = b""
    between: bytes = b"\n"
    after: bytes = b""
    count: int | None = None


class Asked:
    """A body that expressions are worked out on; it is read when the first one comes, and stays read for the next."""

    def __init__(self, text: Buffer, kind: str) -> None:
        self._text, self._kind = text, kind
        self._json: JsonBody | None = None
        self._values: Any = None
        self._xml: Any = None

    def prepare(self, language: str) -> None:
        """Read the body for a language. Raises FilterError."""
        if language == "xpath":
            self._as_xml()
        elif language == "jmespath":
            self._as_values()
        else:
            self._as_json()

    def answer(self, language: str, expression: str) -> Answer:
        """Begin to work out an expression. Raises FilterError, also while the items are taken."""
        return _ANSWERS[language](self, expression)

    def keys(self, language: str, expressions: Iterable[str]) -> KeysFound:
        """Return the keys (names of elements) of what these expressions find. Raises FilterError."""
        return _KEYS[language](self, tuple(expressions))

    def notes(self, language: str) -> tuple[str, ...]:
        """Return what is doubtful about the body or was met on the way."""
        if language == "xpath":
            return tuple(self._xml.notes) if self._xml is not None else ()
        return tuple(self._json.notes) if self._json is not None else ()

    def forget_notes(self) -> None:
        """Begin anew with what an expression meets on its way; what holds for the body was found when it was read."""
        if self._xml is not None:
            self._xml.notes = dict.fromkeys(self._xml.lasting)

    # --- the body, read in a way ---

    def _as_json(self) -> JsonBody:
        if self._json is None:
            self._json = JsonBody(self._text)
        return self._json

    def _as_values(self) -> Any:
        from curlew.preview.filtering.jmes import Values

        if self._values is None:
            gc.disable()  # it would look through all that is made again and again
            try:
                self._values = Values(self._as_json())
            finally:
                gc.freeze()
                gc.enable()
        return self._values.root

    def _as_xml(self) -> Any:
        from curlew.preview.filtering.xml_body import XmlBody

        if self._xml is None:
            self._xml = XmlBody(self._text, self._kind)
        return self._xml

    # --- JSONPath ---

    def by_jsonpath(self, expression: str) -> Answer:
        from curlew.preview.filtering.json_path import Query

        query, body = Query(expression), self._as_json()
        found = ((place, text_of(body, raw)) for place, raw in query.find(body) if not isinstance(raw, Partial))
        if not query.is_definite:
            return Answer("json", found, b"[", b",\n", b"]")
        values = list(found)
        return Answer("json", values) if len(values) == 1 else Answer("json", values, b"[", b",\n", b"]")

    def keys_by_jsonpath(self, expressions: tuple[str, ...]) -> KeysFound:
        from curlew.preview.filtering.json_path import Query

        body = self._as_json()
        matches = [raw for one in expressions for _place, raw in islice(Query(one).find(body), SAMPLE + 1)]
        seen: dict[str, Counter[str]] = {}
        for raw in matches[:SAMPLE]:
            kids = body.kids(raw)
            if isinstance(kids, (dict, Members)):
                for key, child in pairs_of(kids):
                    seen.setdefault(str(key), Counter())[type_of(child)] += 1
        return _found(seen, len(matches))

    # --- JMESPath ---

    def by_jmespath(self, expression: str) -> Answer:
        from curlew.preview.filtering.jmes import evaluate, written

        value = evaluate(expression, self._as_values())
        count = len(value) if isinstance(value, list) else int(value is not None)
        return Answer("json", ((None, written(value)) for _once in range(1)), count=count)

    def keys_by_jmespath(self, expressions: tuple[str, ...]) -> KeysFound:
        from curlew.preview.filtering.jmes import evaluate

        seen: dict[str, Counter[str]] = {}
        matches: list[Any] = []
        for one in expressions:
            value = evaluate(one, self._as_values())
            matches += value if isinstance(value, list) else [value]
        for value in matches[:SAMPLE]:
            for key, child in value.items() if isinstance(value, dict) else ():
                seen.setdefault(key, Counter())[_type_of_value(child)] += 1
        return _found(seen, len(matches))

    # --- XPath ---

    def by_xpath(self, expression: str) -> Answer:
        from curlew.preview.filtering.xml_body import as_utf8, number_text

        body = self._as_xml()
        found = body.evaluate(expression)
        if isinstance(found, list):
            nodes = any(not isinstance(node, (str, tuple)) for node in found)
            return Answer(self._kind if nodes else "text", body.items(found), count=len(found))
        if isinstance(found, bool):
            return Answer("text", ((None, b"true" if found else b"false"),))
        if isinstance(found, float):
            return Answer("text", ((None, number_text(found).encode()),))
        return Answer("text", ((None, as_utf8(str(found))),))

    def keys_by_xpath(self, expressions: tuple[str, ...]) -> KeysFound:
        body = self._as_xml()
        seen: dict[str, Counter[str]] = {}
        looked = 0
        for one in expressions:
            for name, type_ in body.names(body.evaluate(one)):
                seen.setdefault(name, Counter())[type_] += 1
                looked += 1
        return _found(seen, looked)


_ANSWERS: dict[str, Callable[[Asked, str], Answer]] = {
    "jsonpath": Asked.by_jsonpath,
    "jmespath": Asked.by_jmespath,
    "xpath": Asked.by_xpath,
}
_KEYS: dict[str, Callable[[Asked, tuple[str, ...]], KeysFound]] = {
    "jsonpath": Asked.keys_by_jsonpath,
    "jmespath": Asked.keys_by_jmespath,
    "xpath": Asked.keys_by_xpath,
}


def _found(seen: dict[str, Counter[str]], matches: int) -> KeysFound:
    offers = (KeyOffer(name, next(iter(types)) if len(types) == 1 else "", types.total()) for name, types in islice(seen.items(), SAMPLE))
    return KeysFound(tuple(offers), min(matches, SAMPLE), matches > SAMPLE)


def _type_of_value(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    names = ((str, "string"), ((int, float), "number"), (list, "array"), (dict, "object"))
    return next((name for types, name in names if isinstance(value, types)), "")
