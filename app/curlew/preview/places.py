"""Where something stands in a structured body, and how that is written."""

from __future__ import annotations

import re
from typing import TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""From the root down: keys as text (decoded), indices from 0. In XML: `name[n]`, n from 1 (left out for an only child), `@name`."""

_SHORT = re.compile(r"[^\W\d]\w*")
"""What stands behind a dot: letters of any script. Marks and blanks, many of which cannot be seen, stand in quotes."""
_DECLARATION = re.compile(r"@xmlns(?::(.+))?")
_ESCAPES = {"'": "\\'", "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def as_jsonpath(place: Place) -> str:
    """Return a place as JSONPath (RFC 9535): `$.items[0]['two words']`."""
    return "$" + "".join(_segment(part) for part in place)


def as_xpath(place: Place) -> str:
    """Return a place in XML as XPath: `/feed/entry[3]/@id`."""
    return "/" + "/".join(_DECLARATION.sub(_as_namespace, str(part)) for part in place)


def _as_namespace(found: re.Match[str]) -> str:
    """Return the step to what declares a namespace, which is no attribute to XPath."""
    return "namespace::" + (found[1] or "*[name()='']")


def _segment(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if _SHORT.fullmatch(part) else f"['{''.join(map(_escaped, part))}']"


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04x}" if character < " " or "\ud800" <= character <= "\udfff" else character
