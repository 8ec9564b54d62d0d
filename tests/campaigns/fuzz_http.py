"""`make fuzz-http`: 100,000 mutated responses (FUZZ_COUNT), which end as a response or an error of our own, within the deadline."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections import Counter

from helpers.mutated import LIMIT_S, Tally, survive_mutations

ROUND = 5000
TOO_LONG_S = LIMIT_S + 2.0


async def main(count: int, seed: int) -> int:
    """Run in rounds, each with a sender of its own; return 1 at the first fault, having printed how to see it again."""
    began, outcomes, slowest = time.perf_counter(), Counter[str](), 0.0
    for start in range(0, count, ROUND):
        size = min(ROUND, count - start)
        try:
            tally = await survive_mutations(size, seed + start // ROUND)
        except (AssertionError, TimeoutError) as fault:
            print(f"FAULT in the round of seed {seed + start // ROUND}: {fault!r}")
            return 1
        left = len(asyncio.all_tasks()) - 1
        outcomes += tally.outcomes
        slowest = max(slowest, tally.slowest)
        print(f"{start + size:>7} of {count}, {time.perf_counter() - began:.0f} s; {left} tasks left", flush=True)
        if left or slowest > TOO_LONG_S:
            print(f"FAULT in the round of seed {seed + start // ROUND}: {left} tasks left, slowest {slowest:.1f} s")
            return 1
    print(Tally(outcomes, slowest))
    print(f"No other exception, nothing beyond the deadline of {LIMIT_S:g} s. Seed {seed}, {time.perf_counter() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    wanted = int(os.environ.get("FUZZ_COUNT", "100000"))
    sys.exit(asyncio.run(main(wanted, int(os.environ.get("FUZZ_SEED", random.randrange(10_000))))))
