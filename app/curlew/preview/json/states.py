"""What may come next in a JSON text, and how it is told that something else came."""

from __future__ import annotations

from curlew.preview.json.tokens import name_of
from curlew.text import _

VALUE, FIRST_VALUE, KEY, FIRST_KEY, COLON, COMMA, TOP = range(7)
_WANTED = {
    VALUE: _("a value was expected"),
    FIRST_VALUE: _("a value or “]” was expected"),
    KEY: _("a key in quotes was expected"),
    FIRST_KEY: _("a key in quotes or “}” was expected"),
    COLON: _("“:” was expected"),
    COMMA: _("“,” or the end was expected"),
    TOP: _("a value was expected"),
}


def unexpected(expect: int, token: bytes) -> str:
    """Return why a token cannot stand where `expect` was due."""
    if expect == TOP and token[:1] in b"}],:":
        return _("{token} stands alone").format(token=name_of(token))
    if expect == TOP:
        return _("{token} is no JSON value").format(token=name_of(token))
    return _("{wanted}, not {token}").format(wanted=_WANTED[expect], token=name_of(token))
