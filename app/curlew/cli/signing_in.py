"""Signing in from the command line: the address is shown, and the answer of the browser waited for."""

from __future__ import annotations

from curlew.cli.output import say
from curlew.text import _


async def show_page(url: str) -> None:
    """Print the address of a sign-in page on standard error; Ctrl+C ends the waiting."""
    say(_("Open this address in a browser on this machine to sign in:"))
    say(f"  {url}")
    say(_("Waiting for the browser to come back …"))
