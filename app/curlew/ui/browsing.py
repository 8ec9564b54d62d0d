"""Showing a page in the system's browser."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from curlew.text import _
from curlew.ui.context import Notify


class PageOpener:
    """Opens sign-in pages and says so. Only http and https: another scheme would start another program."""

    def __init__(self, notify: Notify) -> None:
        self._notify = notify

    async def __call__(self, url: str) -> None:
        """Open a page. Raises SendingError in words if that is not possible."""
        page = QUrl(url)
        if page.scheme() not in ("http", "https") or not QDesktopServices.openUrl(page):
            from curlew.net.auth.failing import AuthError  # the start need not wait for what sends

            reason = _("This system opened no page for {host}.").format(host=page.host())
            raise AuthError(_("No browser could be opened"), reason, _("Choose a default browser in the system’s settings."))
        reason = _("The page of {host} was opened. Curlew waits until you are back.").format(host=page.host())
        clipboard = QGuiApplication.clipboard()
        self._notify("info", _("Sign in in your browser"), reason, "", _("Copy the address"), lambda: clipboard.setText(url))
