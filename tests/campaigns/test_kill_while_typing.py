"""T3: typed text older than a second survives SIGKILL, 100 of 100."""

from helpers.killing import count_lost_drafts


def test_A06_a_hundred_texts_survive_kills_at_random_moments(tmp_path):
    assert count_lost_drafts(tmp_path, runs=10, texts=10) == []
