"""JMESPath, which computes values: numbers that pass through it keep their spelling."""

from __future__ import annotations

import json
from typing import Any

from curlew.preview.filtering.json_body import JsonBody, Partial, Raw, pairs_of
from curlew.preview.filtering.result import FilterError
from curlew.text import _

_SHORT = 18
"""Digits of an integer that every part of this program writes as it reads it."""
_LONG = 1000


def _spelled(base: type, name: str) -> type:
    """Return a number that remembers how it was written. JMESPath tells types apart by their names, so it bears that of its base."""
    return type(name, (base,), {"__slots__": ("spelling",) if base is float else (), "__module__": __name__})


_Float: Any = _spelled(float, "float")
_Int: Any = type("int", (int,), {"__module__": __name__})


def _integer(digits: str) -> Any:
    if len(digits) <= _SHORT and digits != "-0":
        return int(digits)
    made = _Int(digits) if len(digits) <= _LONG else _Float(digits)
    made.spelling = digits
    return made


def _fraction(digits: str) -> Any:
    value = float(digits)
    if repr(value) == digits:
        return value
    made = _Float(value)
    made.spelling = digits
    return made


class Values:
    """A JSON body as values. notes: what was lost on the way."""

    def __init__(self, body: JsonBody) -> None:
        self._body = body
        self._twice = False
        self.root = self._made(body.root, 0)
        if self._twice:
            body.notes[_("A key stands more than once in its object: JMESPath sees the last of its values.")] = None

    def _made(self, raw: Raw, depth: int) -> Any:
        from curlew.preview.filtering.json_body import text_of

        try:
            if not isinstance(raw, Partial) and not self._body.holds_several(raw):
                text = text_of(self._body, raw).decode("utf-8", "replace")
                return json.loads(text, parse_int=_integer, parse_float=_fraction, object_pairs_hook=self._object, strict=False)
        except ValueError:
            pass
        except RecursionError:
            raise FilterError(_("The body is nested too deeply for JMESPath. Take JSONPath.")) from None
        kids = self._body.kids(raw)
        if kids is None or depth > 200:
            return None
        inner = [(key, self._made(child, depth + 1)) for key, child in pairs_of(kids) if self._is_whole(child)]
        return [value for _key, value in inner] if isinstance(kids, list) else dict(inner)

    def _is_whole(self, raw: Raw) -> bool:
        return not isinstance(raw, Partial) or self._body.kids(raw) is not None

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self._twice = self._twice or len(made) != len(pairs)
        return made


def evaluate(expression: str, root: Any) -> Any:
    """Return what an expression finds or computes. Raises FilterError."""
    import jmespath
    from jmespath.exceptions import JMESPathError, JMESPathTypeError, ParseError

    if not expression.strip():
        raise FilterError(_("The expression is empty."), 0)
    try:
        return jmespath.compile(expression.strip()).search(root)
    except ParseError as error:
        raise _parse_problem(expression, error) from None
    except JMESPathTypeError as error:
        raise _type_problem(error) from None
    except JMESPathError as error:
        raise FilterError(_("Not a JMESPath: {reason}.").format(reason=str(error).split("\n")[0].rstrip("."))) from None
    except RecursionError:
        raise FilterError(_("The expression or what it finds is nested too deeply.")) from None
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, ZeroDivisionError):
        raise FilterError(_("The expression cannot be worked out on this body: a value has a type that it does not expect.")) from None


def _type_problem(error: Any) -> FilterError:
    """Return which function got what, without the value: that can be the whole body."""
    names = {"str": "string", "int": "number", "float": "number", "bool": "boolean", "NoneType": "null", "list": "array", "dict": "object"}
    words = _("{function}() does not take this: it is of type {type}, and has to be of {wanted}.")
    wanted = _(" or ").join(str(one) for one in error.expected_types)
    return FilterError(words.format(function=error.function_name, type=names.get(error.actual_type, error.actual_type), wanted=wanted))


def _parse_problem(expression: str, error: Any) -> FilterError:
    shift = len(expression) - len(expression.lstrip())
    at = min(max(int(getattr(error, "lex_position", 0) or 0), 0) + shift, len(expression))
    if expression.strip().startswith("$"):
        return FilterError(_("A JMESPath begins without $."), 0, expression.strip().lstrip("$").lstrip("."))
    if at >= len(expression.rstrip()) or getattr(error, "token_type", "") == "eof" or "Incomplete" in type(error).__name__:
        return FilterError(_("The expression is not complete."), len(expression.rstrip()))
    token = str(getattr(error, "token_value", "") or "")[:40]
    return FilterError(_("Not a JMESPath: “{token}” does not belong here.").format(token=token), at)


def written(value: Any) -> bytes:
    """Return a value as JSON; numbers that came from the body are spelled as there."""
    import msgspec

    def spelled(number: Any) -> Any:
        return msgspec.Raw(number.spelling.encode())

    try:
        return msgspec.json.encode(value, enc_hook=spelled)
    except (TypeError, ValueError, OverflowError, UnicodeEncodeError, AttributeError, RecursionError, msgspec.EncodeError):
        return _written_slowly(value).encode("utf-8", "surrogatepass")


def _written_slowly(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(str(key))}:{_written_slowly(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written_slowly, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    spelling = getattr(value, "spelling", None)
    return spelling if isinstance(spelling, str) else json.dumps(value, default=lambda _value: None)


def _text(text: str) -> str:
    made = json.dumps(text, ensure_ascii=False)
    return "".join(f"\\u{ord(character):04x}" if "\ud800" <= character <= "\udfff" else character for character in made)
