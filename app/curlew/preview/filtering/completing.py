"""What is being typed in an expression: whose keys can come next, and how a chosen one is put in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curlew.preview.places import as_jsonpath


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name at the caret. bases: expressions whose matches have the keys. typed: the beginning of the name.

    start, end: what a chosen name replaces. form: how a name is written there ("dot", "deep", "bracket", "jmespath", "plain").
    """

    bases: tuple[str, ...]
    typed: str
    start: int
    end: int
    form: str = "plain"

    def spelled(self, name: str) -> str:
        """Return a name as it stands in the expression."""
        if self.form in ("dot", "deep", "bracket"):
            made = as_jsonpath((name,))[1:]
            if self.form == "deep":
                return ".." + made.removeprefix(".")
            return f"['{name}']" if self.form == "bracket" and made.startswith(".") else made
        if self.form == "jmespath":
            return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return name


def wanted(language: str, text: str, caret: int) -> Wanted | None:
    """Return what can be completed before the caret, None where no name stands."""
    typed = text[:caret]
    if language == "jsonpath":
        return _in_jsonpath(typed)
    if language == "jmespath":
        return _in_jmespath(typed)
    return _in_xpath(typed)


_NAME = r"[\w\x80-\U0010ffff]*"


@dataclass(frozen=True, slots=True)
class _Open:
    """A bracket that is not closed yet: which, and where."""

    mark: str
    at: int


def _open_brackets(text: str, quotes: str = "'\"") -> tuple[list[_Open], str]:
    """Return the brackets that are open at the end, and the quotation mark that is, if one is."""
    found: list[_Open] = []
    quote, skip = "", False
    for at, character in enumerate(text):
        if skip:
            skip = False
        elif quote:
            skip = character == "\\"
            quote = "" if character == quote else quote
        elif character in quotes:
            quote = character
        elif character in "[({":
            found.append(_Open(character, at))
        elif character in "])}" and found:
            found.pop()
    return found, quote


# --- JSONPath ---


def _in_jsonpath(typed: str) -> Wanted | None:
    if not typed.strip() or typed.strip() == "$":
        return Wanted(("$",), "", len(typed) - len(typed.lstrip()), len(typed), "dot") if typed.strip() else None
    _opened, quote = _open_brackets(typed)
    found = re.search(r"\[\s*(['\"])([^'\"\\\]]*)$", typed) if quote else re.search(rf"(\.\.?)({_NAME})$", typed)
    if found is None:
        return None
    before = typed[: found.start()]
    base = _jsonpath_base(before)
    if base is None:
        return None
    if quote:
        return Wanted((base,), found[2], found.start(), len(typed), "bracket")
    bases = (base, base + "..*") if found[1] == ".." else (base,)
    return Wanted(bases, found[2], found.start(), len(typed), "deep" if found[1] == ".." else "dot")


def _jsonpath_base(before: str) -> str | None:
    """Return an expression from the root on for what stands before a name, also for one within conditions."""
    opened, quote = _open_brackets(before)
    if quote:
        return None
    conditions = [one.at for one in opened if one.mark == "[" and before[one.at + 1 :].lstrip().startswith("?")]
    if not conditions:
        return before.strip() if before.strip().startswith("$") and not opened else None
    within = before[conditions[-1] + 1 :]
    query = re.search(r"[@$][^@$]*$", within)
    if query is None:
        return None
    path = query[0].rstrip()
    if _open_brackets(path)[0]:
        return None
    if path[0] == "$":
        return path
    outer = _jsonpath_base(before[: conditions[-1]])
    return None if outer is None else f"{outer}[*]{path[1:]}"


# --- JMESPath ---


def _in_jmespath(typed: str) -> Wanted | None:
    _opened, quote = _open_brackets(typed, "'\"`")
    if quote in ("'", "`"):
        return None
    found = re.search(r'"([^"\\]*)$' if quote else r"([A-Za-z_]\w*)?$", typed)
    if found is None:
        return None
    before = typed[: found.start()]
    base = _jmespath_base(before)
    return None if base is None else Wanted((base or "@",), found[1] or "", found.start(), len(typed), "jmespath")


_JMES_OPERATORS = re.compile(r"(?:\|\||&&|[|,:&!=<>])(?=[^|,:&!=<>]*$)")


def _jmespath_base(before: str) -> str | None:
    """Return an expression for the value whose keys come next; empty for the whole body."""
    opened, _quote = _open_brackets(before, "'\"`")
    if not opened:
        path = before.rstrip()
        if path.endswith("|"):
            return path.rstrip("|").rstrip()
        return path[:-1] if path.endswith(".") else path if not path else None
    last = opened[-1]
    outside, within = before[: last.at], before[last.at + 1 :]
    operator = _JMES_OPERATORS.search(within)
    path = (within[operator.end() :] if operator else within.lstrip("?")).strip().lstrip("?").strip()
    if path and not path.endswith("."):
        return None
    if last.mark == "(":
        around = _jmespath_around(re.sub(r"[A-Za-z_]\w*$", "", outside))
    elif last.mark == "[" and within.lstrip().startswith("?"):
        inner = _jmespath_around(outside + ".") if outside else ""
        around = None if inner is None else f"{inner}[*]" if inner else "[*]"
    else:
        around = _jmespath_around(outside if outside.endswith(".") else outside + ".") if outside else ""
    if around is None:
        return None
    return f"{around}.{path[:-1]}" if around and path else path[:-1] if path else around


def _jmespath_around(text: str) -> str | None:
    """Return the base at the end of a text that may hold open brackets."""
    if text.strip() in ("", "."):
        return ""
    return _jmespath_base(text)


# --- XPath ---


def _in_xpath(typed: str) -> Wanted | None:
    _opened, quote = _open_brackets(typed)
    if quote:
        return None
    found = re.search(r"(//|/|@|\[|\(|,|[=<>|+*-]|\s|^)([\w.:-]*)$", typed)
    if found is None:
        return None
    mark, name = found[1], found[2]
    start = len(typed) - len(name)
    before = typed[: found.start()]
    if mark in ("/", "//"):
        base = _xpath_base(before)
        return None if base is None else Wanted((f"{base}{mark}*",), name, start, len(typed))
    if mark == "@":
        around = before[:-1] if before.endswith("/") else before
        base = _xpath_base(around)
        deep = "//@*" if around.endswith("/") or (not base and before.endswith("/")) else "/@*"
        return None if base is None else Wanted((f"{base.rstrip('/')}{deep}",), name, start, len(typed))
    context = _xpath_context(typed[:start])
    return None if context is None else Wanted((f"{context}/*",), name, start, len(typed))


def _xpath_context(before: str) -> str | None:
    """Return the element in whose condition this stands; empty for the document."""
    opened, _quote = _open_brackets(before)
    brackets = [one.at for one in opened if one.mark == "["]
    if not brackets:
        return ""
    return _xpath_base(before[: brackets[-1]])


def _xpath_base(before: str) -> str | None:
    """Return the path at the end of a text, from the root on."""
    opened, _quote = _open_brackets(before)
    path = _last_path(before, opened)
    if path.startswith("/") or not before:
        return path
    context = _xpath_context(before)
    if context is None:
        return None
    return f"{context}/{path}" if path else context


def _last_path(before: str, opened: list[_Open]) -> str:
    """Return the path that a text ends with: back to a blank, an operator or an open bracket."""
    limit = opened[-1].at + 1 if opened else 0
    depth, at = 0, len(before)
    while at > limit:
        character = before[at - 1]
        if character in "])":
            depth += 1
        elif character in "[(":
            depth -= 1
        elif not depth and character in " \t=<>|,+":
            break
        at -= 1
    return before[at:].strip()
