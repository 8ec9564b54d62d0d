"""Every text that a person sees goes through `_` (and `ngettext` where a number decides the form)."""

from __future__ import annotations

import os
from typing import Any

_translations: Any = None


def _load() -> Any:
    """Load the catalogue of the user's language on first use; gettext itself is only imported when there is one."""
    global _translations
    if _translations is None:
        from curlew import assets

        language = os.environ.get("LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
        names = [name.split(".")[0] for name in language.split(":") if name]
        names += [name.split("_")[0] for name in names]
        folder = assets.path("locale")
        if any((folder / name / "LC_MESSAGES" / "curlew.mo").exists() for name in names):
            import gettext

            _translations = gettext.translation("curlew", folder, languages=names, fallback=True)
        else:
            _translations = False
    return _translations


def _(message: str) -> str:
    """Return `message` in the user's language."""
    found = _load()
    return str(found.gettext(message)) if found else message


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form for `n` in the user's language."""
    found = _load()
    if found:
        return str(found.ngettext(singular, plural, n))
    return singular if n == 1 else plural
