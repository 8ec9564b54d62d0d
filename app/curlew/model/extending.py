"""Environments that build on another one (`extends`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curlew.model.variables import Environment


def extended(environment: Environment, others: Iterable[Environment]) -> Environment:
    """Return an environment with the variables of those it extends, its own first in rank (the last of a name wins in a layer).

    A name that none of `others` has, or a circle, ends the climb.
    """
    by_name = {other.name: other for other in others}
    chain, seen = [environment], {environment.name}
    while (above := by_name.get(chain[-1].extends)) is not None and above.name not in seen:
        chain.append(above)
        seen.add(above.name)
    if len(chain) == 1:
        return environment
    return replace(environment, variables=tuple(variable for link in reversed(chain) for variable in link.variables))
