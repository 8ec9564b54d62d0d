"""XPath 1.0 over XML and HTML: no entity is resolved, nothing is fetched, broken XML is read as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from curlew.preview.buffer import Buffer
from curlew.preview.filtering.result import FilterError
from curlew.preview.places import Place
from curlew.text import _

DEFAULT_PREFIX = "d"
_LOOKED_AT = 20_000
_STEP = re.compile(r"(^|/|::|[\[(,|=<>]\s*|\s(?:and|or|div|mod)\s+)([^\W\d][\w.-]*)(?![\w.:(-])(?!\s*\()")
_XML = "http://www.w3.org/XML/1998/namespace"
_WORDS = ("and", "or", "div", "mod")


class XmlBody:
    """A document that was read. Raises FilterError where there is none."""

    def __init__(self, text: Buffer, kind: str) -> None:
        from lxml import etree

        self.notes: dict[str, None] = {}
        self.kind = kind
        self._etree = etree
        data = bytes(text)
        if kind == "html":
            parser: Any = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
            found = etree.fromstring(data, parser) if data.strip() else None
        else:
            found = self._read(data)
        if found is None:
            raise FilterError(_("There is no element in this body."))
        self._tree = found.getroottree()
        self.namespaces, self.default = _namespaces(found)
        self._mixed = _is_mixed(found)
        self._numbers: dict[Any, str] = {}
        self.lasting = tuple(self.notes)

    def _read(self, data: bytes) -> Any:
        etree = self._etree
        huge = data.find(b"<!ENTITY") < 0  # what declares entities keeps the parser's bounds against their expansion
        options: dict[str, Any] = {
            "encoding": "utf-8",
            "resolve_entities": False,
            "no_network": True,
            "load_dtd": False,
            "strip_cdata": False,
            "huge_tree": huge,
        }
        try:
            return etree.fromstring(data.lstrip(), etree.XMLParser(**options))
        except etree.XMLSyntaxError as error:
            where = _("line {line}, column {column}").format(line=error.lineno, column=error.offset or 1)
            try:
                found = etree.fromstring(data.lstrip(), etree.XMLParser(recover=True, **options))
            except etree.XMLSyntaxError:
                found = None
            if found is None:
                raise FilterError(_("The body is no XML: the fault is in {place}.").format(place=where)) from None
            self.notes[_("The XML is broken in {place}; it was searched as far as it could be read.").format(place=where)] = None
            return found

    # --- asking ---

    def evaluate(self, expression: str) -> Any:
        """Return nodes, a text, a number or a truth. Raises FilterError."""
        found = self._evaluated(expression)
        if found == [] and self.default:
            spelled = with_default_prefix(expression)
            if not self._mixed and spelled != expression and (other := self._evaluated(spelled)) != []:
                words = _("The names without a prefix were found in the document's default namespace, {uri}. Written out: {expression}")
                self.notes[words.format(uri=self.default, expression=spelled)] = None
                return other
            if (other := self._evaluated(with_names_as_written(expression))) != []:
                self.notes[_("The names without a prefix were found as they are written, in more than one namespace.")] = None
                return other
        return found

    def _evaluated(self, expression: str) -> Any:
        etree = self._etree
        try:
            return self._tree.xpath(expression.strip(), namespaces=self.namespaces)
        except etree.XPathError as error:
            raise self._problem(expression, str(error)) from None
        except (ValueError, TypeError) as error:
            raise FilterError(_("Not an XPath: {reason}.").format(reason=str(error).rstrip("."))) from None

    def _problem(self, expression: str, reason: str) -> FilterError:
        if not expression.strip():
            return FilterError(_("The expression is empty."), 0)
        if "namespace prefix" in reason.lower():
            known = ", ".join(f"{prefix}:" for prefix in self.namespaces) or _("none")
            return FilterError(_("The document does not know that prefix. It knows: {prefixes}").format(prefixes=known))
        if "recursion limit" in reason.lower():
            return FilterError(_("The expression is nested too deeply."))
        if "unregistered function" in reason.lower():
            return FilterError(_("XPath 1.0 has no such function."))
        if expression.strip().startswith("$"):
            return FilterError(_("An XPath begins with / or //, not with $."), 0)
        if reason.lower().startswith("invalid expression") and re.search(r"[/@\[(:=|]\s*$", expression):
            return FilterError(_("The expression is not complete."), len(expression.rstrip()))
        return FilterError(_("Not an XPath: {reason}.").format(reason=reason.lower().rstrip(".")))

    def items(self, found: Any) -> Iterator[tuple[Place | None, bytes]]:
        """Return what was found as text, each with its place."""
        for node in found:
            if isinstance(node, str):
                yield self._text_place(node), as_utf8(node)
            elif isinstance(node, tuple):  # a namespace: prefix and address
                yield None, as_utf8(f'xmlns:{node[0]}="{node[1]}"' if node[0] else f'xmlns="{node[1]}"')
            else:
                yield self._place(node), self._source(node)

    def _source(self, node: Any) -> bytes:
        method = "html" if self.kind == "html" else "xml"
        made: bytes = self._etree.tostring(node, encoding="utf-8", with_tail=False, method=method)
        return made

    def _text_place(self, node: Any) -> Place | None:
        parent = getattr(node, "getparent", lambda: None)()
        if parent is None:
            return None
        if node.is_attribute:
            return (*self._place(parent), "@" + self._written_name(parent, node.attrname))
        return self._place(parent)

    def _place(self, node: Any) -> Place:
        parts: list[str] = []
        while node is not None and isinstance(node.tag, str):
            parts.append(self._step_of(node))
            node = node.getparent()
        return tuple(reversed(parts))

    def _step_of(self, node: Any) -> str:
        known = self._numbers.get(node)
        if known is not None:
            return known
        parent = node.getparent()
        if parent is None:
            return self._written_name(node, node.tag)
        alike: dict[str, list[Any]] = {}
        for child in parent.iterchildren("*"):
            alike.setdefault(self._written_name(child, child.tag), []).append(child)
        if len(self._numbers) > 500_000:
            self._numbers.clear()
        for name, nodes in alike.items():
            for number, child in enumerate(nodes, 1):
                self._numbers[child] = name if len(nodes) == 1 else f"{name}[{number}]"
        return self._numbers[node]

    def _written_name(self, node: Any, name: str) -> str:
        if not name.startswith("{"):
            return name
        uri, _brace, local = name[1:].partition("}")
        if uri == _XML:
            return f"xml:{local}"
        prefix = next((prefix for prefix, known in node.nsmap.items() if known == uri and (prefix or name == node.tag)), None)
        if name == node.tag:
            prefix = node.prefix
        return f"{prefix}:{local}" if prefix else local

    def names(self, found: Any) -> Iterator[tuple[str, str]]:
        """Return the names of nodes, as an expression has to spell them, with what they are."""
        spelled = {uri: prefix for prefix, uri in self.namespaces.items()}
        for node in found if isinstance(found, list) else ():
            if isinstance(node, str) and getattr(node, "is_attribute", False):
                yield _spelled(str(getattr(node, "attrname", "")), spelled), _("attribute")
            elif not isinstance(node, (str, tuple)) and isinstance(node.tag, str):
                yield _spelled(node.tag, spelled), _("element")


def _spelled(name: str, prefixes: dict[str, str]) -> str:
    if not name.startswith("{"):
        return name
    uri, _brace, local = name[1:].partition("}")
    return f"{prefixes[uri]}:{local}" if uri in prefixes else local


def _namespaces(root: Any) -> tuple[dict[str, str], str]:
    """Return the prefixes of a document with their addresses, and its default namespace, which gets a prefix of ours."""
    found: dict[str, str] = {}
    default = ""
    for number, node in enumerate(root.iter("*")):
        if number >= _LOOKED_AT:
            break
        for prefix, uri in node.nsmap.items():
            if prefix is None:
                default = default or uri
            elif prefix != "xml":
                found.setdefault(prefix, uri)
    if default:
        name = DEFAULT_PREFIX
        while name in found and found[name] != default:
            name += DEFAULT_PREFIX
        found[name] = default
    return found, default


def _is_mixed(root: Any) -> bool:
    """Tell whether names without a prefix are of more than one namespace."""
    nodes = (node for _number, node in zip(range(_LOOKED_AT), root.iter("*"), strict=False))
    return len({node.tag.rpartition("}")[0] for node in nodes if node.prefix is None}) > 1


def with_default_prefix(expression: str) -> str:
    """Return an expression whose names without a prefix have that of the default namespace."""
    return _renamed(expression, lambda name: f"{DEFAULT_PREFIX}:{name}")


def with_names_as_written(expression: str) -> str:
    """Return an expression whose names without a prefix stand for elements that are written so, in whatever namespace."""
    return _renamed(expression, lambda name: f"*[name()='{name}']")


def _renamed(expression: str, spell: Callable[[str], str]) -> str:
    quoted = re.split(r"('[^']*'|\"[^\"]*\")", expression)

    def named(found: re.Match[str]) -> str:
        return found[0] if found[2] in _WORDS else found[1] + spell(found[2])

    return "".join(part if index % 2 else _STEP.sub(named, part) for index, part in enumerate(quoted))


def as_utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def number_text(value: float) -> str:
    """Return a number as XPath's string() writes it."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
