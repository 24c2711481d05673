"""What looks strange in a learner's table, but may be right: it is told, and nothing is changed."""

import re

import numpy as np

from classroom.datasets.words import counted, first_of, plain, quoted, some

MOST_SAID = 5  # columns of which the same is told one by one
TOTALS = {"total", "totals", "sum", "grand total", "gesamt", "summe", "mean", "average"}
MOST_CODES = 2  # in one column
# Of what a code may be, and a number of something hardly: nines, in one number.
NINES = [10.0**k - 1 for k in range(1, 10)]
# Three numbers, or a year and a month; two others are sooner a decimal number or a fraction.
DATE = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,4})([-./])(\d{1,2})\4(\d{1,4})(?:[T ]+(.*))?")
OF_TIME = re.compile(r"(^|[\W_])(year|date|datum|jahr|time|timestamp)($|[\W_])", re.IGNORECASE)


def cautions(table, label, features, kept, train, test, by_time, separator, decimal):
    """Return sentences on what may be wrong with the rows, and with single columns."""
    X = np.array([table.values[name][kept] for name in features])
    y = table.values[label][kept]
    return [
        *_of_few_rows(len(features), len(train)),
        *_of_rows_in_both_parts(X, y, train, test),
        *_of_totals(table, features, kept),
        *(_of_order(table, kept) if by_time else []),
        *_of_equal_columns(table, features, X),
        *_of_row_numbers(table, features),
        *_of_codes(table, features, X, table.lines[kept]),
        *_of_columns_that_tell(table, features, X, y),
        *_of_thousands(table, features, kept, separator, decimal),
    ]


def _said(table, items, say, verb, verbs=None):
    """Return the sentence of each of the first columns, and one for all others."""
    sentences = [f"Take care: {say(*item)}" for item in items[:MOST_SAID]]
    if more := [item[0] for item in items[MOST_SAID:]]:
        does = verb if len(more) == 1 else verbs or verb
        sentences.append(
            f"Take care: {counted(len(more), 'more column')} {does}: {some(more, 10)}; "
            f"{table.without_all([item[0] for item in items])}."
        )
    return sentences


def _of_few_rows(width, m_train):
    if width <= m_train:
        return []
    return [
        f"Take care: there are {width} columns, but only {m_train} training rows. The network can "
        "learn so few by heart."
    ]


def _of_rows_in_both_parts(X, y, train, test):
    rows = np.vstack([X, y]).T + 0.0  # + 0.0 makes 0 of -0
    seen = {rows[k].tobytes() for k in train}
    again = sum(rows[k].tobytes() in seen for k in test)
    if not again:
        return []
    stand = "is" if again == 1 else "are"
    found = (
        f"{again} of {counted(len(test), 'test row')} {stand} also among the training rows, number "
        "for number"
    )
    if 10 * again < len(test):
        return [
            f"{found}. If they are the same examples twice, keep each of them only once in the "
            "file."
        ]
    return [
        f"Take care: {found}. The network may have learnt them by heart. If they are the same "
        'examples twice, keep each of them only once in the file (in a spreadsheet, "Remove '
        'duplicates").'
    ]


def rows_of_totals(table, features):
    """Return which of the last rows seem to hold sums or means: by their words or numbers."""
    rows, found = len(table.lines), set()
    for cells in table.cells.values():
        for k in range(max(0, rows - 3), rows):
            word = cells[k].casefold().rstrip(":")
            # A kind may have such a name, too, but then it stands in other rows as well.
            if word in TOTALS and cells.count(cells[k]) == 1:
                found.add(k)
    if rows > 2 and _sums_up(table, features):
        found.add(rows - 1)
    return sorted(found)


def _sums_up(table, features):
    """Return whether the last row is the sum of the others, in two columns and in most."""
    numbers = [x for name in features if np.isfinite(x := table.values[name]).all()]
    numbers = [x for x in numbers if x[-1] != 0 and np.count_nonzero(x[:-1]) > 1]
    sums = sum(bool(np.isclose(x[-1], x[:-1].sum(), rtol=1e-6)) for x in numbers)
    return sums >= 2 and 2 * sums > len(numbers)


def _of_totals(table, features, kept):
    lines = [str(table.lines[k]) for k in rows_of_totals(table, features) if kept[k]]
    if not lines:
        return []
    s, verb = ("s", "seem") if len(lines) > 1 else ("", "seems")
    which = "these lines" if s else "that line"
    return [
        f"Take care: line{s} {first_of(lines, 5)} {verb} to hold totals or means of other rows, "
        f"which are no examples. If so, delete {which} in the file."
    ]


def _of_order(table, kept):
    """Return which columns of time do not run from the oldest row to the newest."""
    notes = []
    for name, cells in table.cells.items():
        filled = kept & ~table.gaps[name]
        readings = _dates([cells[k] for k in np.flatnonzero(filled)])
        dated = bool(readings)
        if not dated and OF_TIME.search(name) and not table.text(name)[kept].any():
            readings = [table.values[name][filled].tolist()]
        steps = [list(zip(times[:-1], times[1:], strict=True)) for times in readings]
        if any(all(a <= b for a, b in pairs) for pairs in steps):
            continue
        if any(all(a >= b for a, b in pairs) for pairs in steps):
            notes.append(
                f"Take care: by {quoted(name)}, the file runs from the newest row to the oldest, "
                "so the test would be on the oldest rows. Turn the rows round in the file, because "
                "by_time=True expects the oldest first."
            )
        elif dated:
            notes.append(
                f"Take care: by {quoted(name)}, the rows are not in order of time, which "
                "by_time=True expects. Sort the file by that column, with the oldest row first."
            )
    return notes[:MOST_SAID]


def _dates(cells):
    """Return the ways in which the cells can be read as dates, each as a list to be compared."""
    found = [DATE.fullmatch(cell) for cell in cells]
    if not found or not all(found):
        return []
    parts = [(m[1] or m[3], m[2] or m[5], m[6] or "1", (m[7] or "").rjust(20)) for m in found]
    if all(len(a) == 4 for a, *_ in parts):
        return [[(int(a), int(b), int(c), clock) for a, b, c, clock in parts]]
    day_first = [(int(c), int(b), int(a), clock) for a, b, c, clock in parts]
    month_first = [(int(c), int(a), int(b), clock) for a, b, c, clock in parts]
    readings = [day_first, month_first]
    return [times for times in readings if all(1 <= month <= 12 for _, month, *_ in times)]


def _of_equal_columns(table, features, X):
    first, twins = {}, []
    for name, x in zip(features, X, strict=True):
        twin = first.setdefault((x + 0.0).tobytes(), name)  # + 0.0 makes 0 of -0
        if twin != name:
            twins.append((name, twin))

    def say(name, twin):
        return (
            f"the columns {quoted(twin)} and {quoted(name)} are the same. One of them is enough, "
            f"so try {table.without(name)}."
        )

    return _said(table, twins, say, "repeats others", "repeat others")


def _of_row_numbers(table, features):
    def say(name):
        return (
            f"the column {quoted(name)} seems to number the rows, and a number of that kind tells "
            f"nothing about a new row. If so, try {table.without(name)}."
        )

    return _said(
        table,
        [
            (name,)
            for name in features
            if table.values[name][0] in (0, 1) and (np.diff(table.values[name]) == 1).all()
        ],
        say,
        "seems to number the rows",
        "seem to number the rows",
    )


def _of_codes(table, features, X, lines):
    """Return the numbers that seem to stand for "not known"."""

    def say(name, x, strange, code):
        if strange.size:
            is_or_are = "are" if strange.size > 2 else "is"
            more = (
                f" (there {is_or_are} {strange.size - 1} more like it)" if strange.size > 1 else ""
            )
            found = (
                f"line {lines[strange[0]]} holds {plain(x[strange[0]])} in the column "
                f"{quoted(name)}, far from all other numbers{more}"
            )
        else:
            found = (
                f"the column {quoted(name)} holds {plain(code)} in {(x == code).sum()} rows, apart "
                "from all other numbers"
            )
        often = (
            f", or leave the column out with {table.without(name)}"
            if 5 * np.isin(x, [code, *x[strange]]).sum() > len(x)
            else ""
        )
        return (
            f'{found}. Is it a code for "not known"? If so, empty such cells in the file and try '
            f'missing="drop"{often}.'
        )

    items = [(name, x, _far(x), _code(x)) for name, x in zip(features, X, strict=True)]
    items = [item for item in items if item[2].size or item[3] is not None]
    return _said(table, items, say, "may hold such codes, too")


def _far(x):
    """Return the rows of numbers that are much farther from the median than is usual.

    How far is usual? Of the values that differ from the median, half are nearer than that.
    A value 1000 times as far may be a code; one of nines, as 9999 or -999, from 10 times on.
    """
    far = np.abs(x - np.median(x))
    if not far.any():
        return np.flatnonzero(far)
    nines = np.isin(np.abs(x), NINES[2:])
    usual = np.median(far[far > 0])
    found = (far > np.where(nines, 10, 1000) * usual) & (x == np.round(x))
    few = len(np.unique(x[found])) <= MOST_CODES  # of more, each is a number of its own
    return np.flatnonzero(found & few)


def _code(x):
    """Return a number at one end that stands in several rows and apart from all others, or None."""
    values, counts = np.unique(x, return_counts=True)
    if len(values) < 6:
        return None
    for end, rest in ((0, values[1:]), (-1, values[:-1])):
        code, near, width = values[end], rest[end], rest[-1] - rest[0]
        nearest = counts[1] if end == 0 else counts[-2]
        far = abs(code - near) > width or (abs(code) in NINES and 2 * abs(code - near) > width)
        # The only number below 0, and more frequent than the next one: -1 or -200.
        alone = end == 0 and code < 0 <= near and rest[-1] >= 10 and counts[end] > nearest
        if counts[end] > 1 and _like_a_code(code) and (far or alone):
            return code
    return None


def _like_a_code(number):
    """Return whether people may write this number for "not known": -1, -200, 99, 888, 9999."""
    if number != round(number):
        return False
    digits = str(abs(int(number)))
    return number < 0 or (len(digits) > 1 and len(set(digits)) == 1)


def _of_columns_that_tell(table, features, X, y):
    def say(name):
        return (
            f"the column {quoted(name)} alone tells the label in every row. Was the label made "
            f"from it, or is it known only afterwards? If so, try {table.without(name)}."
        )

    items = []
    for name, x in zip(features, X, strict=True):
        low, high = sorted([x[y == 0], x[y == 1]], key=np.mean)
        items += [(name,)] * bool(low.max() < high.min())
    return _said(table, items, say, "alone tells the label, too", "alone tell the label, too")


def _of_thousands(table, features, kept, separator, decimal):
    """Return the columns whose numbers were read as decimals, but may be thousands.

    With commas between the cells, a point before three digits is nearly always a decimal one.
    """
    like = re.compile(rf"[+-]?[1-9]\d{{0,2}}{re.escape(decimal)}\d{{3}}")

    def say(name, cell, value):
        return (
            f'in the column {quoted(name)}, "{cell}" was read as {value:g}. If the "{decimal}" '
            "marks thousands, take it out in the file."
        )

    items = []
    for name in features if separator != "," else ():
        signs = [k for k in np.flatnonzero(kept) if decimal in table.cells[name][k]]
        if signs and all(like.fullmatch(table.cells[name][k]) for k in signs):
            items.append((name, table.cells[name][signs[0]], table.values[name][signs[0]]))
    return _said(table, items, say, "may hold thousands, too")
