import json

import pytest

from curlew.errors import UsageError
from curlew.storage.settings import SettingsStore, table


def test_every_default_is_accepted_and_labelled():
    for setting in table():
        assert setting.accepts(setting.default)
        assert setting.label


def test_a_changed_value_is_announced_and_comes_back(tmp_path):
    store = SettingsStore(tmp_path / "settings.json")
    heard = []
    store.changed.listen(lambda setting_id, source: heard.append((setting_id, source)))
    store.set("look.theme", "dark", "me")
    store.set("look.theme", "dark")
    store.save()
    assert heard == [("look.theme", "me")]
    again = SettingsStore(tmp_path / "settings.json")
    assert again.word("look.theme") == "dark"
    again.reset("look.theme")
    again.save()
    assert json.loads((tmp_path / "settings.json").read_text()) == {}


@pytest.mark.parametrize(("setting_id", "value"), [("look.theme", "pink"), ("look.zoom", 20), ("look.zoom", True), ("editor.wrap", 1)])
def test_an_impossible_value_is_refused_and_in_a_file_passed_over(tmp_path, setting_id, value):
    path = tmp_path / "settings.json"
    store = SettingsStore(path)
    with pytest.raises(UsageError):
        store.set(setting_id, value)
    path.write_text(json.dumps({setting_id: value, "future.setting": [1]}))
    again = SettingsStore(path)
    assert again.get(setting_id) == store.get(setting_id)
    assert len(again.problems) == 1
    again.save()
    assert json.loads(path.read_text())["future.setting"] == [1]


def test_A09_any_corruption_of_the_file_still_starts(tmp_path):
    path = tmp_path / "settings.json"
    whole = json.dumps({"look.theme": "dark", "look.zoom": 120}).encode()
    for at in range(len(whole)):
        path.write_bytes(whole[:at])
        SettingsStore(path)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert SettingsStore(path).word("look.theme") in ("system", "light", "dark")
