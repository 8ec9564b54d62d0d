"""`--cookie-jar FILE`: cookies read from a file of curl's format before a send, and written there after it."""

from __future__ import annotations

import os
from pathlib import Path

from curlew.engine.cookies import JarAccess
from curlew.errors import UsageError
from curlew.formats.netscape import read_netscape, write_netscape
from curlew.model.cookies_jar import Jar
from curlew.model.cookies_rules import readable
from curlew.storage import jsonfile
from curlew.storage.public_suffix import suffix_rules
from curlew.text import _


class CookieJar:
    """The cookies of one run; without a file they only live as long as it does. `notes`: what was wrong with the file."""

    def __init__(self, name: str | None) -> None:
        """Read the file; one that is missing is an empty jar. Raises UsageError for one that cannot be read or could not be written."""
        self._path = Path(os.path.realpath(name)) if name is not None else None
        data = b"" if self._path is None else _read(self._path)
        found = read_netscape(data or b"")
        self._jar = Jar((), suffix_rules)
        self.access = JarAccess(self._jar)
        refused = [f"{readable(cookie.name)}: {reason}" for cookie, reason in self._jar.admit(found.cookies, self.access.now())]
        self._data = data
        self._keys = frozenset(cookie.key for cookie in found.cookies)
        self._as_read = self._jar.revision
        text = _("A cookie of {file} was left out: {problem}")
        self.notes = tuple(text.format(file=name, problem=problem) for problem in (*found.problems, *refused))

    def save(self) -> tuple[str, ...]:
        """Write the file, readable by this user only, if it is new or the cookies changed; return notes. Raises StorageError."""
        if self._path is None or (self._data is not None and self._jar.revision == self._as_read):
            return ()
        self._take_in_others(self._path)
        data, left = write_netscape(self._jar, self.access.now())
        jsonfile.write_bytes(self._path, data)
        text = _("The cookie {name} was not written: the format has no form for it.")
        return tuple(text.format(name=readable(name)) for name in left)

    def _take_in_others(self, path: Path) -> None:
        """Keep what another run wrote in the meantime: cookies that this one knows nothing of."""
        try:
            data = path.read_bytes()
        except OSError:  # there is none; or writing will say what is wrong
            return
        if data != self._data:
            known = self._keys | {cookie.key for cookie in self._jar}
            self._jar.admit([one for one in read_netscape(data).cookies if one.key not in known], self.access.now())


def _read(path: Path) -> bytes | None:
    """Return a file's bytes, None if there is none yet."""
    if not path.parent.is_dir():
        raise _unusable(path, _("There is no folder {path}.").format(path=path.parent))
    if path.exists() and not path.is_file():
        raise _unusable(path, _("It is no regular file."))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error


def _unusable(path: Path, reason: str) -> UsageError:
    return UsageError(_("The cookie jar {path} cannot be used").format(path=path), reason)
