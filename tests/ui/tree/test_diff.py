import random

from curlew.ui.tree.diff import runs_downwards, staying


def test_one_moved_item_is_the_only_one_that_moves():
    old = list(range(50))
    new = [*old[1:30], 0, *old[30:]]
    assert set(old) - staying(old, new) == {0}


def test_a_block_moved_down_is_what_moves():
    assert staying([1, 2, 3, 4, 5, 6], [4, 5, 6, 1, 2]) == {4, 5, 6}


def test_what_stays_has_the_same_order_in_both_lists():
    chance = random.Random(7)
    for _ in range(200):
        old = chance.sample(range(40), chance.randrange(30))
        new = chance.sample(range(40), chance.randrange(30))
        stays = staying(old, new)
        assert [n for n in old if n in stays] == [n for n in new if n in stays]


def test_runs_come_from_the_lowest_upwards():
    assert runs_downwards([0, 1, 4, 6, 7, 8]) == [(6, 8), (4, 4), (0, 1)]
