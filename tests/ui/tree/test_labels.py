import pytest

from curlew.ui.tree.labels import LONGEST, label_token, short_label


@pytest.mark.parametrize(
    ("label", "short"),
    [("GET", "GET"), ("delete", "DEL"), ("OPTIONS", "OPT"), ("GQL", "GQL"), ("gRPC", "gRPC"), ("PROPFIND", "PROP…"), ("", "")],
)
def test_short_forms_fit_the_column(label, short):
    assert short_label(label) == short
    assert len(short) <= LONGEST


def test_every_label_has_a_colour_in_both_themes(theme):
    for mode in ("light", "dark"):
        theme.set_mode(mode)
        for label in ("GET", "POST", "DELETE", "GQL", "WS", "gRPC", "APP", "PURGE", "x-y"):
            assert theme.color(label_token(label)).isValid()
