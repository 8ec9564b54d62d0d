"""Every OpenCollection folder of the shared corpora opens in a session: all its files are there, and none is changed."""

import os
from pathlib import Path

import pytest

from curlew.model.tree import ItemKind
from helpers.workspaces import a_session, on_disk

CORPORA = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora")
COLLECTIONS = sorted(path.parent for path in CORPORA.glob("bruno/**/opencollection.yml"))


@pytest.mark.corpora
@pytest.mark.skipif(not COLLECTIONS, reason="the shared corpora are not here (CURLEW_CORPORA)")
async def test_every_collection_opens_whole_and_unchanged(tmp_path):
    before = {folder: on_disk(folder) for folder in COLLECTIONS}
    async with a_session(tmp_path) as session:
        for folder in COLLECTIONS:
            collection = await session.open_path(folder)
            await session.settled()
            shown = {item.path for item in session.tree.walk(collection) if item.kind not in (ItemKind.COLLECTION, ItemKind.FOLDER)}
            assert shown == {path for path in folder.rglob("*.yml") if is_an_item(path.relative_to(folder))}
            for item in tuple(session.tree.walk(collection)):
                if item.kind is ItemKind.BROKEN:
                    assert item.problem
                else:
                    loaded = await session.load(item.id)
                    await session.save(item.id, loaded.value, loaded.hash)
            assert all(not file.problem for file in session.environments(collection))
    assert {folder: on_disk(folder) for folder in COLLECTIONS} == before


def is_an_item(path: Path) -> bool:
    hidden = any(part.startswith(".") or part == "node_modules" for part in path.parts)
    return not hidden and path.parts[0] != "environments" and path.name not in ("folder.yml", "opencollection.yml")
