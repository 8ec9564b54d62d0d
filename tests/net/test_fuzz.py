"""T7, a short slice: responses mutated at random end as a response or an error of our own, never as anything else."""

from __future__ import annotations

from helpers.mutated import survive_mutations


async def test_T7_mutated_responses_are_survived() -> None:
    await survive_mutations(count=150, seed=20)
