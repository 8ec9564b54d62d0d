from curlew.storage.state import COPIES, StateStore


def run(folder, value):
    """One run of the program that ends well and leaves a state."""
    store = StateStore(folder)
    store.begin()
    store.settled()
    assert store.save({"tabs": value})
    return store


def test_the_state_of_the_last_run_comes_back(tmp_path):
    run(tmp_path, 1)
    store = StateStore(tmp_path)
    assert store.begin()
    assert store.load() == {"tabs": 1}


def test_A19_a_start_that_failed_overwrites_nothing(tmp_path):
    run(tmp_path, "good")
    failed = StateStore(tmp_path)
    failed.begin()
    assert not failed.save({})
    assert StateStore(tmp_path).load() == {"tabs": "good"}


def test_A19_the_last_good_copies_are_kept_and_used_when_the_newest_is_broken(tmp_path):
    for number in range(COPIES + 3):
        run(tmp_path, number)
    assert len(list(tmp_path.glob("window.*.json"))) == COPIES
    (tmp_path / "window.json").write_text("{")
    store = StateStore(tmp_path)
    assert store.load() == {"tabs": COPIES + 1}
    assert len(store.problems) == 1


def test_A18_after_two_starts_that_ended_badly_nothing_is_restored(tmp_path):
    assert [StateStore(tmp_path).begin() for _ in range(3)] == [True, True, False]
    run(tmp_path, 1)
    assert StateStore(tmp_path).begin()


def test_A23_copies_are_ordered_by_number_whatever_the_clock_says(tmp_path, monkeypatch):
    for number, clock in enumerate((2e9, 1e9, 1.5e9)):
        monkeypatch.setattr("time.time", lambda clock=clock: clock)
        run(tmp_path, number)
    (tmp_path / "window.json").unlink()
    assert StateStore(tmp_path).load() == {"tabs": 1}
