"""When trees say the same."""

from curlew.storage.opencollection.sameness import fingerprint, same
from curlew.storage.opencollection.scalars import Plain


def test_text_and_numbers_differ_and_python_types_do_not() -> None:
    assert same({"a": Plain("true"), "b": Plain("3")}, {"a": True, "b": 3.0})
    assert not same("3", Plain("3"))
    assert not same("true", True)
    assert not same(Plain(""), "")


def test_order_of_keys_counts() -> None:
    assert not same({"a": "1", "b": "2"}, {"b": "2", "a": "1"})
    assert not same(["1"], ["1", "2"])
    assert not same({}, [])


def test_fingerprints_agree_with_sameness() -> None:
    trees = [{"a": Plain("1")}, {"a": 1}, {"a": "1"}, ["1"], "1", {"a": ["1"]}]
    for one in trees:
        for other in trees:
            assert (fingerprint(one) == fingerprint(other)) == same(one, other)
