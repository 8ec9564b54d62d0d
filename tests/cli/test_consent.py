"""Questions of a send where nobody is there to answer."""

from __future__ import annotations

import pytest

from curlew.cli.consent import Consent
from curlew.model.control import Question


@pytest.mark.parametrize(("kind", "option"), [("downgrade", "--follow-to-http"), ("body", "--resend-body")])
async def test_E05_E06_no_is_the_answer_unless_an_option_says_yes(kind: str, option: str) -> None:
    asked: list[Question] = []
    safe = Consent()
    assert not await safe.ask(Question(kind, "?"), asked.append)
    assert safe.notes == (f"{option} follows it.",)
    bold = Consent(follow_to_http=kind == "downgrade", resend_body=kind == "body")
    assert await bold.ask(Question(kind, "?"), asked.append)
    assert not await bold.ask(Question("body" if kind == "downgrade" else "downgrade", "?"), asked.append), (
        "one option answers one question"
    )
    assert asked == [], "nobody was asked"


async def test_what_no_option_answers_is_not_told() -> None:
    control = Consent()
    assert not await control.ask(Question("limit", "?"), lambda _question: None)
    assert control.notes == ()
