"""When traces of a file are enough to know it again."""

import os
import stat
from types import SimpleNamespace
from typing import cast

import pytest

from deadlines.files import SETTLED
from deadlines.index.trust import is_settled
from deadlines.records.tree import traces

AT = 1_770_000_000_123_456_789
FILE, FOLDER, LINK, PIPE = stat.S_IFREG | 0o644, stat.S_IFDIR | 0o755, stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o600
LONG_AGO = AT - 10 * SETTLED
TICK = 4_000_000
"""Nanoseconds in which all that is written may have one date."""


@pytest.mark.parametrize(
    ("mode", "inode", "changed", "touched", "settled"),
    [
        pytest.param(FILE, 7, LONG_AGO, LONG_AGO, True, id="long ago"),
        pytest.param(FOLDER, 7, LONG_AGO, LONG_AGO, True, id="a folder"),
        pytest.param(FILE, 7, AT - SETTLED, AT - SETTLED, True, id="as long ago as it takes"),
        pytest.param(FILE, 7, AT - SETTLED + 1, AT - SETTLED + 1, False, id="a moment later"),
        pytest.param(FILE, 7, AT - TICK, AT - TICK, False, id="in the same tick of the clock"),
        pytest.param(FILE, 7, LONG_AGO, AT - TICK, False, id="the date set back by hand"),
        pytest.param(FILE, 7, AT + 1, LONG_AGO, False, id="dated ahead by hand"),
        pytest.param(FILE, 7, AT + SETTLED, AT + SETTLED, False, id="from the future: the clock was set back"),
        pytest.param(FILE, 0, LONG_AGO, LONG_AGO, False, id="no inode"),
        pytest.param(FILE, 7, LONG_AGO, 0, False, id="no date of the inode"),
        pytest.param(FILE, 7, LONG_AGO, 1_760_000_000_000_000_000, False, id="dates of whole seconds"),
        pytest.param(LINK, 7, LONG_AGO, LONG_AGO, False, id="a link"),
        pytest.param(PIPE, 7, LONG_AGO, LONG_AGO, False, id="a pipe"),
    ],
)  # fmt: skip
def test_traces_are_trusted_where_a_further_change_leaves_others(
    mode: int, inode: int, changed: int, touched: int, settled: bool
) -> None:
    assert is_settled((mode, inode, 100, changed, touched), AT) is settled


@pytest.mark.parametrize("key", ["st_mode", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns"])
def test_each_of_them_tells_two_states_apart(key: str) -> None:
    one = {"st_mode": FILE, "st_ino": 1, "st_size": 2, "st_mtime_ns": 3, "st_ctime_ns": 4}
    first, second = (cast(os.stat_result, SimpleNamespace(**its)) for its in (one, one | {key: 5}))
    assert traces(first) != traces(second)
