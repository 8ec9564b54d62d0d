"""T7, a short slice: responses mutated at random end as a response or an error of our own, never as anything else, and in time."""

from __future__ import annotations

from helpers.mutated import LIMIT_S, survive_mutations


async def test_T7_mutated_responses_are_survived() -> None:
    tally = await survive_mutations(count=400, seed=20)
    assert tally.outcomes.total() == 400
    assert len(tally.outcomes) > 3  # the mutations reach more than one way to fail
    assert tally.slowest < LIMIT_S + 2
