"""What to write instead of an expression that is not standard JSONPath: most people know one of its many older dialects."""

from __future__ import annotations

import re
from collections.abc import Callable

from curlew.preview.filtering.result import FilterError
from curlew.text import _

_HYPHEN = re.compile(r"\.([A-Za-z_]\w*(?:-\w+)+)")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_Rewrite = str | Callable[["re.Match[str]"], str]


def _rules() -> tuple[tuple[re.Pattern[str], str, _Rewrite], ...]:
    """Return (what is not standard, why in words, what to put in its place; empty where nobody can tell)."""
    minus = r"\[\s*\(\s*@\.length\s*-\s*(\d+)\s*\)\s*\]"
    return (
        (re.compile(minus), _("Computed indices are not part of RFC 9535; [-1] is the last item."), lambda found: f"[-{found[1]}]"),
        (re.compile(r"\[\s*\((?!\s*\?)[^\]]*\)\s*\]"), _("Scripts in brackets are not part of RFC 9535."), ""),
        (re.compile(r"\.length\(\)|(?<=[\w\]\*])\.size\(\)"), _("length(…) is a function for conditions: [?length(@.name) > 3]."), ""),
        (re.compile(r"=~\s*/((?:[^/\\]|\\.)*)/i?"), _("=~ is not part of RFC 9535; use search(@.name, 'pattern')."), ""),
        (re.compile(r"={3}"), _("=== is not part of RFC 9535; use ==."), "=="),
        (re.compile(r"(?<=[^=!<>])=(?=[^=~])"), _("A condition compares with ==."), "=="),
        (re.compile(r"\s(?:and|AND)\s"), _("Conditions are joined by &&."), " && "),
        (re.compile(r"\s(?:or|OR)\s"), _("Conditions are joined by ||."), " || "),
        (re.compile(r"\s(?:in|nin|contains|anyof|subsetof)\s"), _("in and contains are not part of RFC 9535; join comparisons by ||."), ""),
        (re.compile(r"\^|\[\s*~|~$"), _("Parents (^) and keys (~) are not part of RFC 9535."), ""),
        (_HYPHEN, _("A name with a hyphen stands in brackets and quotes."), lambda found: f"['{found[1]}']"),
        (re.compile(r"\.(\d+)(?=[.\[]|$)"), _("An index stands in brackets."), lambda found: f"[{found[1]}]"),
        (re.compile(r"\.(\w*[ /:+]\w+)"), _("A name with such a character stands in brackets and quotes: ['two words']."), ""),
        (re.compile(r"\[\s*([A-Za-z_]\w*)\s*\]"), _("A name in brackets stands in quotes."), lambda found: f"['{found[1]}']"),
        (re.compile(r"(?<!\.)\.(?=\[)"), _("There is no dot before a bracket."), ""),
    )


def jsonpath_advice(expression: str, fault: int | None, reason: str) -> FilterError:
    """Return the problem with an expression: what is wrong where, and what to write instead where that can be told."""
    text = expression.strip()
    if not text:
        return FilterError(_("The expression is empty."), 0)
    if text[0] != "$":
        begun = "$" + (text if text[0] in ".[" else "." + text.removeprefix("@").lstrip("."))
        return FilterError(_("A JSONPath begins with $."), 0, begun)
    bare = _without_texts(expression)
    for pattern, words, rewrite in _rules():
        found = pattern.search(bare)
        if found is not None:
            instead = "" if rewrite == "" and "dot before" not in words else _rewritten(expression, found, rewrite)
            return FilterError(words, found.start(), instead)
    return FilterError(_plain(expression, fault, reason), fault)


def refuse_dialect(expression: str) -> None:
    """Raise FilterError for what the library lets pass, and other tools would not."""
    bare = _without_texts(expression)
    found = _HYPHEN.search(bare)
    if found is not None:
        raise jsonpath_advice(expression, found.start(), "")


def _without_texts(expression: str) -> str:
    """Return an expression of the same length whose texts in quotes are blotted out."""
    return _QUOTED.sub(lambda found: found[0][0] + "\x00" * (len(found[0]) - 2) + found[0][0], expression)


def _rewritten(expression: str, found: re.Match[str], rewrite: _Rewrite) -> str:
    put = rewrite if isinstance(rewrite, str) else rewrite(found)
    return expression[: found.start()] + put + expression[found.end() :]


def _plain(expression: str, fault: int | None, reason: str) -> str:
    if fault is not None and fault >= len(expression.rstrip()):
        return _("The expression is not complete.")
    words = reason.strip().rstrip(".")
    return _("Not a JSONPath: {reason}.").format(reason=words) if words else _("Not a JSONPath.")
