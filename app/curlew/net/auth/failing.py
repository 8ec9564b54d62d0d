"""What goes wrong with an authorization before its request is sent."""

from __future__ import annotations

from curlew.net.errors import SendingError


class AuthError(SendingError):
    """The settings of the Auth tab, or those who stand behind them, keep a request from being sent."""

    def __init__(self, title: str, reason: str = "", hint: str = "") -> None:
        super().__init__("auth", title, reason, hint, "prepare", field="auth")
