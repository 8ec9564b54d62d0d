"""JSONPath (RFC 9535): a library reads the expression and works out its conditions; the way through the body is ours, over its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from curlew.preview.filtering.advice import jsonpath_advice, refuse_dialect
from curlew.preview.filtering.json_body import KEPT_FROM, JsonBody, Kids, Members, Raw, pairs_of
from curlew.preview.filtering.result import MOST_LEVELS, FilterError
from curlew.preview.places import Place
from curlew.text import _

Node: TypeAlias = tuple[Place, Raw]
Pick: TypeAlias = Callable[[Kids, JsonBody], Iterable[tuple[str | int, Raw]]]


class Query:
    """A JSONPath that was read. Raises FilterError for one that is none."""

    def __init__(self, expression: str) -> None:
        from jsonpath.exceptions import JSONPathError

        from curlew.preview.filtering.rfc9535 import environment

        try:
            self._path: Any = environment().compile(expression.strip())
            refuse_dialect(expression)
        except JSONPathError as error:
            if isinstance(error, RecursionError) or "recursion" in str(error.args):
                raise FilterError(_("The expression is nested too deeply.")) from None
            raise jsonpath_advice(expression, _index(expression, error), str(error.args[0]) if error.args else "") from None
        except RecursionError:
            raise FilterError(_("The expression is nested too deeply.")) from None
        except (ValueError, OverflowError) as error:
            raise jsonpath_advice(expression, None, str(error)) from None

    @property
    def is_definite(self) -> bool:
        """Whether it finds one value at most."""
        return bool(self._path.singular_query())

    def find(self, body: JsonBody) -> Iterator[Node]:
        """Find the matches in the order of the body, one by one. Raises FilterError."""
        from jsonpath.exceptions import JSONPathError
        from jsonpath.segments import JSONPathRecursiveDescentSegment

        body.begin()
        nodes: Iterator[Node] = iter((((), body.root),))
        for segment in self._path.segments:
            deep = isinstance(segment, JSONPathRecursiveDescentSegment)
            nodes = _step(
                _below(nodes, body, _needles(segment)) if deep else nodes, [_pick(selector) for selector in segment.selectors], body
            )
        try:
            yield from nodes
        except JSONPathError as error:
            raise FilterError(_("A condition cannot be worked out: {why}.").format(why=error.args[0] if error.args else "")) from None
        except RecursionError:
            raise FilterError(_("The values are nested too deeply for this expression.")) from None


def _index(expression: str, error: Any) -> int | None:
    token = getattr(error, "token", None)
    if token is None:
        return None
    shift, length = len(expression) - len(expression.lstrip()), len(expression.strip())
    return shift + (int(token.index) if 0 <= token.index < length else length)


def _step(nodes: Iterator[Node], picks: list[Pick], body: JsonBody) -> Iterator[Node]:
    for place, raw in nodes:
        kids = body.kids(raw)
        if kids is None:
            continue
        for pick in picks:
            for key, child in pick(kids, body):
                yield (*place, key), child


def _below(nodes: Iterator[Node], body: JsonBody, needles: list[bytes]) -> Iterator[Node]:
    """Return each node, and all containers below it, in the order of the text; needles: keys one of which must stand in it, if any."""
    for start in nodes:
        waiting = [start]
        while waiting:
            place, raw = node = waiting.pop()
            kids = body.kids(raw)
            if kids is None:
                continue
            yield node
            if len(place) - len(start[0]) >= MOST_LEVELS:
                body.notes[_("Only {n} levels are searched below a place.").format(n=MOST_LEVELS)] = None
                continue
            if body.is_worn_out:
                words = _("The body is broken or has keys twice at very many levels: not all below level {n} was searched.")
                body.notes[words.format(n=len(place))] = None
                return
            inner = [((*place, key), child) for key, child in pairs_of(kids) if _may_hold(child, needles)]
            waiting.extend(reversed(inner))


def _needles(segment: Any) -> list[bytes]:
    """Return the keys that a segment asks for as they mostly stand in the text; empty where it asks for something else, too."""
    from jsonpath.selectors import NameSelector

    names = [selector.name for selector in segment.selectors if isinstance(selector, NameSelector)]
    plain = all(name.isascii() and name.isprintable() and not set('"\\/') & set(name) for name in names)
    return [f'"{name}"'.encode() for name in names] if plain and len(names) == len(segment.selectors) else []


def _may_hold(raw: Raw, needles: list[bytes]) -> bool:
    """Tell whether a value is a container in which there is something to find."""
    view = memoryview(raw)
    if len(view) < 3 or view[0] not in b"{[":
        return False
    if not needles or len(view) > KEPT_FROM:
        return True
    text = bytes(raw)
    return any(needle in text for needle in needles) or b"\\u" in text  # a key can be written with escapes


# --- what a selector picks among children ---


def _pick(selector: Any) -> Pick:
    from jsonpath import selectors

    if isinstance(selector, selectors.NameSelector):
        return _by_name(selector.name)
    if isinstance(selector, selectors.IndexSelector):
        return _by_index(selector.index)
    if isinstance(selector, selectors.SliceSelector):
        return _by_slice(selector.slice)
    if isinstance(selector, selectors.WildcardSelector):
        return lambda kids, _body: pairs_of(kids)
    if isinstance(selector, selectors.Filter):
        return _Condition(selector)
    raise FilterError(_("This is not part of JSONPath (RFC 9535)."))


def _by_name(name: str) -> Pick:
    def pick(kids: Kids, _body: JsonBody) -> Iterable[tuple[str | int, Raw]]:
        if isinstance(kids, dict):
            return ((name, kids[name]),) if name in kids else ()
        return [pair for pair in kids.pairs if pair[0] == name] if isinstance(kids, Members) else ()

    return pick


def _by_index(index: int) -> Pick:
    def pick(kids: Kids, _body: JsonBody) -> Iterable[tuple[str | int, Raw]]:
        if not isinstance(kids, list):
            return ()
        at = index + len(kids) if index < 0 else index
        return ((at, kids[at]),) if 0 <= at < len(kids) else ()

    return pick


def _by_slice(part: slice) -> Pick:
    def pick(kids: Kids, _body: JsonBody) -> Iterable[tuple[str | int, Raw]]:
        if not isinstance(kids, list) or part.step == 0:
            return ()
        return ((at, kids[at]) for at in range(*part.indices(len(kids))))

    return pick


class _Condition:
    """`?…`: the children for which the library finds the condition true."""

    def __init__(self, selector: Any) -> None:
        self._environment = selector.env
        self._expression = selector.expression.cache_tree() if selector.cacheable_nodes else selector.expression

    def __call__(self, kids: Kids, body: JsonBody) -> Iterator[tuple[str | int, Raw]]:
        from curlew.preview.filtering.rfc9535 import WholeBody

        evaluate, whole = self._expression.evaluate, WholeBody(body)
        for key, raw in pairs_of(kids):
            if evaluate(_Context(self._environment, body.value(raw), key, whole)):
                yield key, raw


class _Context:
    """What the library asks a condition's surroundings for; the whole body is read as values only where a condition asks for it."""

    __slots__ = ("current", "current_key", "env", "extra_context", "root")

    def __init__(self, env: Any, value: Any, key: str | int, whole: Any) -> None:
        self.env = env
        self.current = self.root = value
        self.current_key = key
        self.extra_context = whole
