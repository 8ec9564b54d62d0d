"""The proxy that this machine's surroundings ask for: environment variables, else what Windows or macOS is set to."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from curlew.model.prepared import Proxy
from curlew.net.bypass import bypassed
from curlew.text import _


def system_proxy(scheme: str, host: str, port: int, environ: Mapping[str, str] | None = None) -> Proxy | None:
    """Return the proxy for a server, with where it is said in words; None for none. Touches neither network nor disk."""
    surroundings = os.environ if environ is None else environ
    found = _of_environment(scheme, surroundings)
    if found is None and environ is None:
        found = _of_platform(scheme)
    if found is None or not found.url or bypassed(host, port, found.bypass):
        return None
    return found


def _of_environment(scheme: str, environ: Mapping[str, str]) -> Proxy | None:
    """Return what the variables say: lower case before upper case, as curl does; one that is set but empty means: no proxy."""
    for base in (f"{scheme}_proxy", "all_proxy"):
        for name in (base, base.upper()):
            if name == "HTTP_PROXY" and "REQUEST_METHOD" in environ:
                continue  # on a web server a client's header “Proxy” would become this variable
            if name in environ:
                source = _("from the environment variable {name}").format(name=name)
                return Proxy(environ[name].strip(), _listed(environ.get("no_proxy", environ.get("NO_PROXY", ""))), source)
    return None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").replace(";", " ").split())


if sys.platform == "win32":

    def _of_platform(scheme: str) -> Proxy | None:
        """Return what Windows' Internet settings say."""
        import urllib.request
        import winreg

        url = urllib.request.getproxies_registry().get(scheme, "")
        if not url:
            return None
        bypass = ""
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows\CurrentVersion\Internet Settings") as key:
                bypass = str(winreg.QueryValueEx(key, "ProxyOverride")[0])
        except OSError:
            pass  # there is no such list
        return Proxy(url, _listed(bypass), _("from the settings of Windows"))

elif sys.platform == "darwin":

    def _of_platform(scheme: str) -> Proxy | None:
        """Return what macOS's network settings say."""
        import _scproxy
        import urllib.request

        url = urllib.request.getproxies_macosx_sysconf().get(scheme, "")
        if not url:
            return None
        settings = _scproxy._get_proxy_settings()
        simple = ("<local>",) if settings.get("exclude_simple") else ()
        return Proxy(url, (*simple, *(str(entry) for entry in settings.get("exceptions", ()) if entry)), _("from the settings of macOS"))

else:

    def _of_platform(_scheme: str) -> Proxy | None:
        return None
