import pytest

from curlew.ui.environments.colours import CHOICES, dot_colour, dot_icon


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_is_offered_is_shown_in_the_themes_own_shade(theme, mode):
    theme.set_mode(mode)
    for choice in CHOICES:
        assert dot_colour(theme, choice.written) == theme.color(choice.token)
    assert dot_colour(theme, "green") == theme.color("env_green")


@pytest.mark.parametrize(("written", "name"), [("#FF00ff", "#ff00ff"), ("teal", "#008080")])
def test_colours_of_other_tools_are_taken_as_they_are(theme, written, name):
    assert dot_colour(theme, written).name() == name


@pytest.mark.parametrize("written", ["", "none of it", "#12", "url(x)", "\x00"])
def test_no_colour_is_grey(theme, written):
    assert dot_colour(theme, written) == theme.color("env_grey")
    assert not dot_icon(theme, written).isNull()
