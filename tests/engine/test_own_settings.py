"""What a file keeps for Curlew alone, and loses where another program saves it."""

import pytest

from curlew.engine.own_settings import lost_settings, with_settings_of
from curlew.model.request import Collection, Defaults, Folder, Opaque, Request, Settings

OWN = Settings(verify_tls=False, timeout=5)


@pytest.mark.parametrize(
    ("former", "now"),
    [
        (Request("a", settings=OWN), Request("b", settings=Settings(timeout=7))),
        (Folder("a", Defaults(settings=OWN)), Folder("b", Defaults(settings=Settings(timeout=7)))),
        (Collection("a", defaults=Defaults(settings=OWN)), Collection("b", defaults=Defaults(settings=Settings(timeout=7)))),
    ],
)
def test_what_was_lost_is_named_as_in_the_file_and_put_back_alone(former, now) -> None:
    assert lost_settings(former, now) == ("verifyTls",)
    back = with_settings_of(now, former)
    settings = back.settings if isinstance(back, Request) else back.defaults.settings
    assert (back.name, settings) == ("b", Settings(verify_tls=False, timeout=7))
    assert lost_settings(former, back) == ()


def test_nothing_is_lost_where_nothing_was_or_something_is_left() -> None:
    assert lost_settings(Request(), Request()) == ()
    assert lost_settings(Request(extensions={"x": "1"}), Request(extensions={"y": "1"})) == ()
    assert lost_settings(Opaque(), Request()) == ()
    assert with_settings_of(Opaque("a"), Request()) == Opaque("a")
