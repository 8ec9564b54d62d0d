"""What tests of the whole window ask it for."""

from __future__ import annotations

from curlew.model.request import Request
from curlew.ui.documents.request_page import RequestPage
from curlew.ui.shell.workbench import Workbench
from helpers.looping import run


def collection_with(bench: Workbench, *names: str) -> list[int]:
    """Make a collection with requests and return their ids."""
    above = run(bench.session.add_collection("Birds"))
    return [run(bench.session.add_request(above, Request(name=name, url=f"http://127.0.0.1/{name}"))) for name in names]


def titles(bench: Workbench) -> list[str]:
    bar = bench.documents.bar
    return [bar.look(n).title for n in range(bar.count())]


def page(bench: Workbench) -> RequestPage:
    current = bench.documents.current
    assert isinstance(current, RequestPage)
    return current


def loaded(bench: Workbench, qtbot) -> RequestPage:
    qtbot.waitUntil(lambda: page(bench)._base is not None)
    return page(bench)
