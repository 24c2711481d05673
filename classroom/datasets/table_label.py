"""The column that is to be foreseen: which could be it, and how to make it 0 and 1."""

import numpy as np

from classroom.datasets.csv_file import MISSING
from classroom.datasets.table_cautions import rows_of_totals
from classroom.datasets.words import letters, quoted, some


def could_be_label(table):
    """Return which columns hold 0 and 1, or at least two kinds of cells."""
    no_choice = {*table.unnamed, *table.ignored}
    names = [name for name in table.cells if name not in no_choice]
    fit = [name for name in names if set(table.values[name][~table.gaps[name]]) == {0, 1}]
    if len(fit) == 1:
        return f"Only {quoted(fit[0])} holds nothing but 0 and 1, so try label={quoted(fit[0])}"
    if fit:
        asked = " or ".join(f"label={quoted(name)}" for name in fit[:3])
        return (
            f"Nothing but 0 and 1 is in {some(fit, 10)}. Which of them do you want to predict? Try "
            f"{asked}{' or another' if len(fit) > 3 else ''}"
        )
    two = [name for name in names if len(_kinds(table, name, 3)) == 2]
    if two:
        holds = "holds" if len(two) == 1 else "hold"
        return (
            f"None of them holds only 0 and 1, but {some(two, 10)} {holds} two kinds of cells. Try "
            f"label={quoted(two[0])}, and you will read how to make them 0 and 1"
        )
    return (
        "None of them holds only 0 and 1. Name the right one, and you will read how to make it 0 "
        "and 1"
    )


def _kinds(table, name, most):
    """Return the different cells of a column, or the first of them if there are many."""
    kinds = {}
    for cell in table.cells[name]:
        if cell.lower() not in MISSING:
            kinds[cell] = True
        if len(kinds) == most:
            break
    return list(kinds)


def label_problems(table, label, separator, decimal):
    """Return what the label holds other than 0 and 1, or that it is always the same."""
    if label not in table.cells:
        return []
    cells, values, gaps = table.cells[label], table.values[label], table.gaps[label]
    held = list(dict.fromkeys(cell for cell, gap in zip(cells, gaps, strict=True) if not gap))
    if not held:
        return []
    classes = {0, 1} & set(values)
    wrong = np.flatnonzero(~np.isin(values, (0, 1)) & ~gaps)
    if len(held) == 1 or (not wrong.size and len(classes) == 1):
        same = f"the label {quoted(label)} is {held[0]} in every row, expected both 0 and 1"
        return [f"{same}; add rows of the other class"]
    if not wrong.size:
        return []
    return [
        f"{table.place(label, wrong[0])}, but a label is 0 or 1; the column holds "
        f"{some(held, 5)}; {_label_advice(table, label, held, wrong, separator, decimal)}"
    ]


def _label_advice(table, label, held, wrong, separator, decimal):
    values = table.values[label]
    totals = rows_of_totals(table, [name for name in table.cells if name != label])
    if set(wrong) <= set(totals):
        return "this line seems to hold totals or means, so delete it in the file"
    if len(held) == 2:
        return (
            "in this column of the file, write 1 in place of the one that you want to predict, and "
            "0 in place of the other"
        )
    numbers = np.isfinite(values[wrong]).all()
    both = {0, 1} <= set(values)
    if both and not numbers and 10 * wrong.size <= len(values):
        return 'correct such cells in the file, or empty them and try missing="drop"'
    if numbers:
        least = 0.0 if both and (values[wrong] > 1).all() else np.nanmedian(values)
        known = values[~np.isnan(values)]
        least = least if (known > least).any() else known[known < least].max()
        asked = f">{least:g}".replace(".", decimal)
    else:
        asked = equal_to(table.cells[label][wrong[0]])
    return (
        "choose what is to count as 1, and in the spreadsheet fill a new column, with a name, by a "
        f"formula such as {formula(table, label, asked, separator)}; make that column the label, "
        f"and try {table.without(label)}"
    )


def formula(table, name, asked, separator):
    """Return the spreadsheet's formula that is 1 in the first row if the cell is as asked."""
    comma = ";" if separator == ";" else ","
    cell = f"{letters(table.positions[name])}{table.lines[0]}"
    return f"=IF({cell}{asked}{comma}1{comma}0)"


def equal_to(text):
    return '="' + text.replace('"', '""') + '"'
