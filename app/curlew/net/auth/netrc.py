"""Basic authentication with what the user's own netrc file says for the host; read only where this kind is chosen."""

from __future__ import annotations

import os
from pathlib import Path

from curlew.model.auth import Auth
from curlew.model.prepared import Prepared
from curlew.net.access import AuthContext
from curlew.net.auth.basic import credentials
from curlew.net.auth.failing import AuthError
from curlew.net.auth.kind import AuthKind, signed, with_secret
from curlew.net.auth.netrcfile import NetrcEntry, NetrcError, entry_for, parse_netrc
from curlew.net.blocking import in_daemon_thread
from curlew.net.reasons import os_reason
from curlew.text import _

LARGEST = 1024 * 1024
OPTIONAL = "optional"
"""The field of an auth that came with `curl --netrc`, which goes on where there is no file. Who chooses the kind means the file."""


def netrc_path() -> Path:
    """Return where the user's netrc file is: `NETRC`, else `.netrc` (or `_netrc`) at home."""
    named = os.environ.get("NETRC", "")
    if named:
        return Path(named)
    home = Path(os.path.expanduser("~"))
    other = home / "_netrc"
    return other if os.name == "nt" and other.exists() else home / ".netrc"


def read_entries(path: Path) -> list[NetrcEntry]:
    """Read the file. Raise SendingError, naming the line where one is wrong."""
    title = _("The netrc file cannot be used")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise AuthError(title, _("{path} is larger than 1 MB.").format(path=path))
        return parse_netrc(data.decode("utf-8-sig"))
    except NetrcError as error:
        reason = _("{path}, line {line}: {why}").format(path=path, line=error.line, why=error)
        raise AuthError(title, reason, _("Correct that line.")) from error
    except UnicodeDecodeError as error:
        raise AuthError(title, _("{path} is no UTF-8 text.").format(path=path)) from error
    except FileNotFoundError as error:
        reason = _("There is no {path}.").format(path=path)
        hint = _("Make one, name another by the environment variable NETRC, or choose another kind in the Auth tab.")
        raise AuthError(title, reason, hint) from error
    except (OSError, RuntimeError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        raise AuthError(title, f"{path}: {reason}") from error


async def sign(auth: Auth, prepared: Prepared, context: AuthContext) -> Prepared:
    path = netrc_path()
    entries: list[NetrcEntry] | None = context.state.get("netrc")
    if entries is None:
        try:
            entries = await in_daemon_thread(lambda: read_entries(path))
        except AuthError as error:
            if not (auth.flag(OPTIONAL, False) and isinstance(error.__cause__, FileNotFoundError)):
                raise
            context.say(_("There is no {path}, so no authorization was sent.").format(path=path))
            return prepared
        context.state["netrc"] = entries
    entry = entry_for(entries, prepared.host)
    if entry is None:
        context.say(_("{path} has no entry for {host}, so no authorization was sent.").format(path=path, host=prepared.host))
        return prepared
    if entry.machine is None:
        context.say(_("The default entry of {path} was used for {host}.").format(path=path, host=prepared.host))
    encoded = credentials(entry.login, entry.password)
    return with_secret(signed(prepared, context, "Authorization", f"Basic {encoded}"), entry.password, encoded)


NETRC = AuthKind(
    "netrc",
    _("netrc file"),
    (),
    sign=sign,
    group="more",
    about=_("User name and password come from your own netrc file (NETRC, else .netrc in your home folder), by the host of the request."),
)
