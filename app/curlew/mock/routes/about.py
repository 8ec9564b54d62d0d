"""What this server is: its list of endpoints for people, its name for programs."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable

from curlew import __version__
from curlew.mock.answers import json_reply, text_reply
from curlew.mock.identity import IDENTITY_PATH, describe_self
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Curlew echo server</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em }} td {{ padding: .1em 1em .1em 0 }}</style>
<h1>Curlew echo server {version}</h1>
<p>It runs on this machine only and tells back what it gets.</p>
<table>
{rows}
</table>
</html>
"""


def index(routes: Iterable[Route]) -> Reply:
    """Answer the page that lists all endpoints."""
    rows = "\n".join(
        f"<tr><td><code>{html.escape(' '.join(route.methods) or 'any')}</code></td>"
        f"<td><code>{html.escape(route.pattern)}</code></td><td>{html.escape(route.summary)}</td></tr>"
        for route in routes
    )
    return text_reply(_PAGE.format(version=__version__, rows=rows), "text/html; charset=utf-8")


def identity(_request: EchoRequest) -> Reply:
    return json_reply(describe_self(os.getpid()))


ROUTES = (Route(IDENTITY_PATH, identity, "Name, version and process id of this server"),)
