"""A bundle says so when it opens, and is unpacked on one click."""

import asyncio

from curlew.model.tree import ROOT
from helpers.workspaces import a_session, outline, write_tree

BUNDLE = (
    "opencollection: 1.0.0\ninfo:\n  name: B\nitems:\n  - info: {name: List, type: http}\n    http: {method: GET, url: u}\nbundled: true\n"
)


async def test_a_bundle_is_told_and_unpacked_on_request(tmp_path):
    folder = write_tree(tmp_path / "b", {"opencollection.yml": BUNDLE})
    async with a_session(tmp_path / "home") as session:
        item_id = await session.open_path(folder)
        [message] = session.said
        assert "one file" in message.title
        assert (folder / "opencollection.yml").read_text() == BUNDLE
        read = asyncio.Event()
        session.changed.listen(lambda change, _source: read.set() if change.kind == "tree" else None)
        message.act()
        await asyncio.wait_for(read.wait(), 5)
        await session.settled()
        assert outline(session.tree, item_id) == [("request", "List", "GET", "list.yml", [])]
        assert session.tree.child_ids(ROOT) == (item_id,)
