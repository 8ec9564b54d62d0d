"""YAML text to a tree that remembers where each part stands. Built from libyaml's events: no recursion, no surprises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, DocumentStartEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from curlew.storage.opencollection.disguise import Disguise, escape_surrogates, join_surrogates, unescaped
from curlew.storage.opencollection.problems import broken, conflict_in, parser_problem
from curlew.storage.opencollection.scalars import Plain, reads_as_text
from curlew.text import _

_Parser: Any
try:
    from yaml import _yaml

    _Parser = _yaml.CParser
except ImportError:  # PyYAML without libyaml: the same events, slower
    _Parser = yaml.SafeLoader

MAX_DEPTH = 100
MAX_EXPANSION = 10
_TEXT_TAGS = frozenset(("!", "tag:yaml.org,2002:str"))
_CORE_TAGS = _TEXT_TAGS | {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "map", "seq")}
_BLOCKS = frozenset("|>")


class Node:
    """One value with its place: characters `start` to `end` of the text.

    data: the plain value (dict, list, str or Plain); style: of a scalar "" ' " | >, of a collection { or [, of an alias *.
    The end of a block collection is that of its last child.
    """

    __slots__ = ("data", "end", "start", "style")

    keys: Sequence[Node] = ()
    children: Sequence[Node] = ()
    flow = False
    weight = 1

    def __init__(self, data: Any, start: int, end: int, style: str) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.style = style


class Branch(Node):
    """A mapping, whose `keys` run beside its `children`, or a list; an alias too. flow: in brackets.

    weight, height: of an alias, and of what one points to: nodes and levels below (0: not counted yet).
    """

    __slots__ = ("anchor", "children", "flow", "height", "keys", "weight")

    children: list[Node]
    keys: list[Node]

    def __init__(self, data: Any, start: int, end: int, style: str) -> None:
        super().__init__(data, start, end, style)
        self.children = []
        self.keys = []
        self.flow = False
        self.anchor: str | None = None
        self.weight = 0
        self.height = 0


def read(text: str) -> Node:
    """Parse a file's text, which has to be one mapping. Raises BrokenFileError."""
    conflict = conflict_in(text)
    if conflict is not None:
        raise conflict
    shift = 1 if text.startswith("\ufeff") else 0
    disguise = Disguise(text[shift:])
    try:
        root = _Builder(disguise, shift).build()
    except yaml.YAMLError as error:
        root = _second_try(disguise, shift, error)
    if root is None:
        raise broken(_("The file is empty."))
    if root.style != "{":
        raise broken(_("It is no OpenCollection file: it holds no keys."), 1)
    return root


def _second_try(disguise: Disguise, shift: int, error: yaml.YAMLError) -> Node | None:
    """Read again in ways that libyaml refuses and YAML 1.2 (and Bruno) allows."""
    problem = str(getattr(error, "problem", ""))
    try:
        if "tab character" in problem:
            tab = disguise.hide_leading_tabs()
            return _Builder(disguise, shift, tab=tab).build()
        if "invalid Unicode character escape" in problem:
            original = disguise.text
            disguise.text = escape_surrogates(original)
            return _Builder(disguise, shift, original=original).build()
    except yaml.YAMLError:
        pass
    raise parser_problem(error, disguise.text) from None


class _TabIndentError(yaml.YAMLError):
    """A hidden tab turned out to be indentation."""


class _Builder:
    """Turns the events of one text into nodes. One use."""

    def __init__(self, disguise: Disguise, shift: int, tab: str = "", original: str = "") -> None:
        self._disguise = disguise
        self._shift = shift
        self._tab = tab
        self._original = original  # the text before `escape_surrogates`
        self._restores = disguise.is_needed or bool(original)
        self._anchors: dict[str, Node] = {}
        self._events = 0
        self._expanded = 0

    def build(self) -> Node | None:
        """Return the root of the only document; None for an empty text."""
        next_event = _Parser(self._disguise.text).get_event
        root: Node | None = None
        key: Node | None = None
        stack: list[tuple[Branch | None, Node | None]] = []
        parent: Branch | None = None
        documents = 0
        event: Any
        while (event := next_event()) is not None:
            self._events += 1
            kind = type(event)
            if kind is ScalarEvent:
                node = self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                node = self._collection(event, kind is MappingStartEvent, len(stack))
            elif isinstance(event, CollectionEndEvent):
                assert parent is not None
                self._close(parent, event)
                parent, key = stack.pop()
                continue
            elif kind is AliasEvent:
                node = self._alias(event, len(stack))
            else:
                documents += kind is DocumentStartEvent
                if documents > 1:
                    raise broken(_("It holds more than one YAML document (a second “---”)."), event.start_mark.line + 1)
                continue
            if parent is None:
                root = node
            else:
                key = self._place(parent, node, key)
            if type(node) is Branch and node.style != "*":
                stack.append((parent, key))
                parent, key = node, None
        return root

    def _place(self, parent: Branch, node: Node, key: Node | None) -> Node | None:
        """Put a node into its parent; return the key that now waits for its value."""
        if parent.style == "[":
            parent.children.append(node)
            parent.data.append(node.data)
            return None
        if key is not None:
            parent.children.append(node)
            parent.data[str(key.data)] = node.data
            return None
        if not isinstance(node.data, str):
            raise broken(_("A key is a list or a mapping; keys have to be text."), self._line(node))
        if node.data in parent.data:
            raise broken(_("The key “{key}” stands twice in the same place.").format(key=node.data), self._line(node))
        parent.keys.append(node)
        parent.data[str(node.data)] = None
        return node

    def _scalar(self, event: Any) -> Node:
        value, style, tag = event.value, event.style or "", event.tag
        if tag is not None and tag not in _CORE_TAGS:
            raise self._unknown_tag(event)
        if self._restores:
            value = self._restored(event, value, style)
        if not style and tag not in _TEXT_TAGS and not reads_as_text(value):
            value = Plain(value)
        node = Node(value, event.start_mark.index + self._shift, event.end_mark.index + self._shift, style)
        if style in _BLOCKS:
            node.end = self._block_end(event.start_mark.index, event.end_mark.index) + self._shift
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _block_end(self, start: int, end: int) -> int:
        """Return the end of a block's last line; blank lines behind it belong to it only where it keeps them."""
        block = self._disguise.text[start:end]
        header = block.partition("\n")[0].partition("#")[0]
        if "+" in header:
            return start + len(block.removesuffix("\n").removesuffix("\r"))
        while (cut := block.rfind("\n")) >= 0 and not block[cut:].strip(" \t\r\n"):
            block = block[:cut]
        return start + len(block.rstrip("\r"))

    def _restored(self, event: Any, value: str, style: str) -> str:
        if self._tab and style not in ("|", ">") and value.startswith(self._tab):
            raise _TabIndentError
        if self._original:
            source = self._original[event.start_mark.index : event.end_mark.index]
            value = join_surrogates(value) if style == '"' else unescaped(value, source)
        return self._disguise.restore(value)

    def _collection(self, event: Any, mapping: bool, depth: int) -> Branch:
        if depth >= MAX_DEPTH:
            raise broken(_("It is nested more than {depth} levels deep.").format(depth=MAX_DEPTH), event.start_mark.line + 1)
        if event.tag is not None and event.tag not in _CORE_TAGS:
            raise self._unknown_tag(event)
        node = Branch({} if mapping else [], event.start_mark.index + self._shift, 0, "{" if mapping else "[")
        node.flow = bool(event.flow_style)
        if event.anchor:
            node.anchor = event.anchor
            self._anchors.pop(event.anchor, None)  # known once complete: it cannot hold itself
        return node

    def _close(self, node: Branch, event: Any) -> None:
        node.end = event.end_mark.index + self._shift if node.flow or not node.children else node.children[-1].end
        if node.anchor:
            self._anchors[node.anchor] = node

    def _alias(self, event: Any, depth: int) -> Node:
        target = self._anchors.get(event.anchor)
        line = event.start_mark.line + 1
        if target is None:
            raise broken(_("The alias “*{name}” points to nothing, or to a part that holds it.").format(name=event.anchor), line)
        weight, height = _weigh(target)
        self._expanded += weight
        if self._expanded > MAX_EXPANSION * self._events + 1000 or depth + height > MAX_DEPTH:
            raise broken(_("Its aliases blow it up to more than ten times its size."), line)
        node = Branch(target.data, event.start_mark.index + self._shift, event.end_mark.index + self._shift, "*")
        node.weight, node.height = weight, height
        return node

    def _unknown_tag(self, event: Any) -> Exception:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        return broken(_("It uses the YAML tag “{tag}”, which Curlew does not read.").format(tag=tag), event.start_mark.line + 1)

    def _line(self, node: Node) -> int:
        return self._disguise.text.count("\n", 0, node.start - self._shift) + 1


def _weigh(target: Node) -> tuple[int, int]:
    """Count the nodes below, aliases with what they stand for, and the levels."""
    if not isinstance(target, Branch):
        return 1, 1
    if not target.weight:
        todo: list[tuple[Node, int]] = [(child, 2) for child in target.children]
        weight = height = 1
        while todo:
            node, level = todo.pop()
            weight += node.weight or 1
            height = max(height, level + (node.height if isinstance(node, Branch) else 0))
            if not node.weight:
                todo += ((child, level + 1) for child in node.children)
        target.weight, target.height = weight, height
    return target.weight, target.height
