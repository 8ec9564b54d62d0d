"""Where a byte of an XML text stands, and where a place is."""

import pytest

from curlew.preview.working import worked_off
from curlew.preview.xml.places import finding_place, finding_value

FEED = b"""<?xml version="1.0"?>
<feed lang="en">
  <entry id="1"><title>A</title></entry>
  <entry id="2"><title>B <b>x</b></title></entry>
</feed>
"""


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        (b'lang="en"', ("feed", "@lang")),
        (b"A</title", ("feed", "entry[1]", "title")),
        (b'id="2"', ("feed", "entry[2]", "@id")),
        (b"x</b>", ("feed", "entry[2]", "title", "b")),
        (b"<entry", ("feed", "entry[1]")),
        (b"<?xml", ()),
    ],
)
def test_a_byte_has_a_place_that_leads_back_to_it(mark, place):
    offset = FEED.index(mark)
    found = worked_off(finding_place(FEED, offset))
    assert found is not None
    assert found[0] == place
    value = worked_off(finding_value(FEED, place))
    assert value is not None
    assert value.start <= offset + len(mark) <= value.end or value.kind == "attribute"


def test_a_place_that_is_not_there_is_none():
    assert worked_off(finding_value(FEED, ("feed", "entry[3]"))) is None
    assert worked_off(finding_value(FEED, ("feed", "@id"))) is None
