import os
import time

import pytest

from curlew.model.tree import ItemKind
from curlew.storage.cache import RowCache
from curlew.storage.listing import Known, Row
from curlew.storage.parsing import parse_row
from helpers.workspaces import a_collection, request_text
from storage.test_listing import listed

OLD = Known(3, 1_000, Row(ItemKind.REQUEST, "A\udcff", "GET", "https://x", 1.5))


def test_rows_come_back_but_those_that_may_still_change(tmp_path):
    cache = RowCache(tmp_path)
    fresh = Known(3, time.time_ns(), Row(ItemKind.BROKEN, "B", problem="no", line=3))
    cache.write(tmp_path / "api", {"a.yml": OLD, "b.yml": fresh})
    assert cache.read(tmp_path / "api") == {"a.yml": OLD}
    assert cache.read(tmp_path / "other") == {}


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"format": 0, "rows": {}}', b'{"format": 1, "rows": {"a": [1]}}', b'{"format": 1, "rows": 3}']
)
def test_A09_a_broken_cache_is_none(tmp_path, data):
    cache = RowCache(tmp_path)
    cache.write(tmp_path, {"a.yml": OLD})
    (path,) = (tmp_path / "collections").iterdir()
    path.write_bytes(data)
    assert cache.read(tmp_path) == {}


def test_an_unchanged_file_is_not_read_again_and_a_changed_one_is(tmp_path):
    folder = a_collection(tmp_path, a=request_text("A"), b=request_text("B"))
    old = time.time() - 60
    for name in ("a.yml", "b.yml"):
        os.utime(folder / name, (old, old))
    known = {name: parse_row(str(folder / name)) for name in ("a.yml", "b.yml")}
    known["a.yml"] = known["a.yml"]._replace(row=known["a.yml"].row._replace(name="From the cache"))
    (folder / "b.yml").write_text(request_text("Changed"))
    listing, found = listed(folder, known=known)
    assert found == [("request", "Changed"), ("request", "From the cache")]
    assert [listing.items[item_id].name for item_id in listing.unread.values()] == ["Changed"]
