"""What may be shown of an OAuth 2 token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TokenState:
    """status: whether there is one, and whether it is still good. Times: seconds since the epoch, None where unknown.

    preview: the token with its middle left out, or dots. account: for whom it is, as the token itself says; kept: `keyring` or `memory`.
    """

    status: Literal["none", "valid", "expired"]
    kind: str = ""
    obtained: float | None = None
    expires: float | None = None
    scopes: tuple[str, ...] = ()
    refreshable: bool = False
    preview: str = ""
    account: str = ""
    kept: str = "memory"
