"""Where the rows of a text begin: lines, the long ones cut at character boundaries.

Only every `BLOCK` bytes a place is kept (40 bytes for 32 kB, however short the lines are); the rows in between are found when they are
asked for. So the index of a gigabyte takes a megabyte, and making it is little more than counting line ends.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Generator
from copy import copy

from curlew.preview.buffer import Buffer
from curlew.preview.text.row_blocks import Block, Walk

BLOCKS_A_STEP = 8
LONGEST_ROW = 1024
"""Longer lines are cut into rows of about this many bytes."""

BLOCKS_KEPT = 48
"""Blocks whose rows are remembered: more than a screen and the places around it need."""


class Rows:
    """The rows of `data` (UTF-8). While `steps` has not ended, the rows known so far can be shown, also from another thread.

    A row is a line without its end, or a piece of a long line. Lines are numbered from 1, rows from 0, offsets are in bytes.
    """

    def __init__(self, data: Buffer, longest: int = LONGEST_ROW) -> None:
        self.data = data
        self.complete = not data
        self.longest = max(longest, 16)
        self._blocks = 0
        """Blocks that are known; the arrays below hold one place more, the end. What is beyond is not published yet."""
        self._starts = array("q", [0])
        self._rows = array("q", [0])
        self._lines = array("q", [0])
        """How many lines have ended before."""
        self._inner = bytearray(1)
        """For each block: 0 if it begins with a line, 1 within a line, 2 within a line and a JSON string."""
        self._found: OrderedDict[int, Block] = OrderedDict()
        self._size = len(data)
        if data:
            self._add_block()

    def __len__(self) -> int:
        return max(1, self._rows[self._blocks])

    @property
    def lines(self) -> int:
        return max(1, self._lines[self._blocks])

    @property
    def known(self) -> int:
        """How many bytes of the text lie in rows that are known."""
        return self._starts[self._blocks]

    def steps(self) -> Generator[None, None, None]:
        """Find the rows, pausing after every slice: in any one thread."""
        while self._starts[self._blocks] < self._size:
            for _block in range(BLOCKS_A_STEP):
                self._add_block()
                if self._starts[self._blocks] >= self._size:
                    break
            else:
                yield
        self.complete = True

    def _add_block(self) -> None:
        """Find where the next block ends and how many rows it has."""
        start, inner = self._starts[-1], self._inner[-1]
        walk = Walk(self.data, self.longest, start, inner)
        for _stretch in walk.stretches():
            pass
        ends = walk.data.count(b"\n", 0, walk.at - start)
        rest = walk.at == self._size and walk.data[walk.at - start - 1] != 0x0A
        self._inner.append(walk.inner)
        self._lines.append(self._lines[-1] + ends + rest)
        self._rows.append(self._rows[-1] + ends + rest + walk.cuts)
        self._starts.append(walk.at)
        self._blocks += 1

    # --- asking ---

    def bounds(self, row: int) -> tuple[int, int]:
        """Return the offsets of a row's beginning and end, without the end of its line."""
        if not self._size:
            return 0, 0
        number, block = self._block_of_row(row)
        low = self._starts[number]
        start, end = block.bounds(row - self._rows[number])
        return low + start, low + end

    def row_of(self, offset: int) -> int:
        """Return the row that holds an offset, the last one for an offset behind what is known."""
        if not self._size:
            return 0
        number = min(bisect_right(self._starts, max(0, offset), 0, self._blocks) - 1, self._blocks - 1)
        place = bisect_right(self._block(number).starts, offset - self._starts[number]) - 1
        return self._rows[number] + max(0, place)

    def line_of(self, row: int) -> int:
        """Return the number of a row's line, from 1."""
        if not self._size:
            return 1
        number, block = self._block_of_row(row)
        return self._lines[number] + block.line_of(row - self._rows[number])

    def row_of_line(self, line: int) -> int:
        """Return the first row of a line, the last row for a line past the end."""
        if not self._size:
            return 0
        if line > self.lines:
            return len(self) - 1
        blocks = self._blocks
        number = bisect_left(self._lines, line - 1, 0, blocks)  # the first block before which all lines up to the wanted one have ended
        if number == blocks or self._lines[number] > line - 1 or self._inner[number]:
            number = max(0, number - 1)  # the line began in the block before
        block = self._block(number)
        wanted = max(1, line - self._lines[number])
        low, high = 0, len(block.starts) - 1
        while low < high:
            middle = (low + high) // 2
            if block.line_of(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return self._rows[number] + low

    def rows_of(self, offsets: array[int], lines: array[int], plus: int = 0) -> array[int]:
        """Return the rows where many lines begin, given where that is and their numbers; of a text whose rows are all known.

        From any thread; imports numpy. An offset at the end of the text gives the row behind the last. plus: is added to each.
        """
        import numpy as np

        def column(values: array[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
            return np.frombuffer(values.tobytes(), dtype=np.int64)

        starts, rows, ended, wanted = column(self._starts), column(self._rows), column(self._lines), column(offsets)
        inner = np.frombuffer(bytes(self._inner), dtype=np.uint8)
        number = np.minimum(np.searchsorted(starts, wanted, side="right") - 1, self._blocks - 1)
        found = rows[number] + column(lines) - 1 - ended[number]
        cut = (np.diff(rows) != np.diff(ended)) | (inner[:-1] != 0)
        last, block = -1, None
        for place in np.flatnonzero(cut[number]):
            at = int(number[place])
            if at != last or block is None:
                last, block = at, Block(self.data, self.longest, self._starts[at], self._inner[at])
            found[place] = self._rows[at] + bisect_left(block.starts, int(wanted[place]) - self._starts[at])
        return array("q", (found + plus).tobytes())

    def apart(self) -> Rows:
        """Return the same rows for another thread to ask while this one goes on; all must be known."""
        made = copy(self)
        made._found = OrderedDict()
        return made

    def is_piece(self, row: int) -> bool:
        """Tell whether a row goes on with the line of the row before."""
        if not self._size:
            return False
        number, block = self._block_of_row(row)
        return block.is_piece(row - self._rows[number])

    def begins_in_string(self, row: int) -> bool:
        """Tell whether a row of JSON begins within a string."""
        if not self._size:
            return False
        number, block = self._block_of_row(row)
        return block.begins_in_string(row - self._rows[number])

    def about(self, row: int) -> int:
        """Return about where a row begins, without looking at the text: right to a block, for marks beside a scroll bar."""
        row = min(max(0, row), len(self))
        number = min(max(0, bisect_right(self._rows, row, 0, self._blocks) - 1), max(0, self._blocks - 1))
        if not self._size:
            return 0
        rows = max(1, self._rows[number + 1] - self._rows[number])
        start, end = self._starts[number], self._starts[number + 1]
        return start + (end - start) * (row - self._rows[number]) // rows

    # --- inner workings ---

    def _block_of_row(self, row: int) -> tuple[int, Block]:
        if not 0 <= row < self._rows[self._blocks]:
            raise IndexError(row)
        number = bisect_right(self._rows, row, 0, self._blocks) - 1
        return number, self._block(number)

    def _block(self, number: int) -> Block:
        found = self._found.get(number)
        if found is None:
            found = self._found[number] = Block(self.data, self.longest, self._starts[number], self._inner[number])
            if len(self._found) > BLOCKS_KEPT:
                self._found.popitem(last=False)
        else:
            self._found.move_to_end(number)
        return found
