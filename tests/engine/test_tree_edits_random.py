"""Random rows of tree changes: the disk shows the same, and taking them back leaves the same bytes."""

import asyncio
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curlew.model.request import Folder, Request
from curlew.model.tree import ItemKind
from helpers.workspaces import a_session, ids, on_disk, opened, outline

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["request", "folder", "rename", "move", "duplicate", "remove", "undo", "redo"]),
        st.integers(0, 1000),
        st.integers(0, 1000),
        st.integers(0, 6),
        st.sampled_from(["Pets", "pets", "A/b", "a-b", "é", "CON", "x" * 300, "Ω"]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_any_edits_show_what_the_disk_holds_and_taken_back_leave_the_same_bytes(tmp_path_factory, steps):
    asyncio.run(edit_and_take_back(tmp_path_factory.mktemp("edits"), steps))


async def edit_and_take_back(tmp_path: Path, steps) -> None:
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        bytes_, known, shown = on_disk(folder), ids(session.tree), outline(session.tree)
        for step in steps:
            await one_edit(session, *step)
        async with a_session(tmp_path / "home2", session.folder) as again:
            await again.settled()
            assert outline(again.tree) == outline(session.tree)
        while await session.undo():
            pass
        assert on_disk(folder) == bytes_
        assert ids(session.tree) == known
        assert outline(session.tree) == shown
        done = 0
        while await session.redo():
            done += 1
        while await session.undo():
            done -= 1
        assert done == 0
        assert on_disk(folder) == bytes_


async def one_edit(session, kind, one, two, index, name) -> None:
    tree = session.tree
    items = [item.id for item in tree.walk() if item.kind in (ItemKind.FOLDER, ItemKind.REQUEST)]
    holders = [item.id for item in tree.walk() if item.kind in (ItemKind.FOLDER, ItemKind.COLLECTION)]
    item, holder = items[one % len(items)] if items else None, holders[two % len(holders)]
    if kind == "request":
        await session.add_request(holder, Request(name=name), index if index < 5 else None)
    elif kind == "folder":
        await session.add_folder(holder, Folder(name=name), index if index < 5 else None)
    elif kind in ("undo", "redo"):
        await (session.undo() if kind == "undo" else session.redo())
    elif item is not None and kind == "move":
        if holder != item and all(above.id != item for above in tree.ancestors(holder)):
            await session.move([item], holder, min(index, len(tree.child_ids(holder))))
    elif item is not None:
        await {
            "rename": lambda: session.rename(item, name),
            "duplicate": lambda: session.duplicate([item]),
            "remove": lambda: session.remove([item]),
        }[kind]()
