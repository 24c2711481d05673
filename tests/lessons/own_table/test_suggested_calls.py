"""What the messages on a learner's table suggest, done as printed, leads to the right numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.datasets.own_table import own_table
from tests.lessons.own_table.tables import column, obeyed, rows, same_numbers, swapped


def r_lines(separator, quote):
    """Return a file as R's write.table writes it: the rows have names, their column has none."""
    first, *body = rows()
    first = separator.join(f"{quote}{name}{quote}" for name in first.split(","))
    numbered = enumerate(body, start=1)
    return [first, *(f"{quote}{k}{quote},{line}".replace(",", separator) for k, line in numbered)]


ROWS = list(enumerate(rows()))


@pytest.mark.parametrize(
    "content, label, words",
    [
        (column(lambda k: k, ""), "sold", "column 1 has no name, as happens where a program wrote"),
        (column(lambda k: f'"Anna {k}"', '""'), "sold", "column 1 has no name, as happens where"),
        (column(lambda k: k * k, "", column(lambda k: f"a{k}", "")), "sold", "columns 1, 2 hav"),
        (column(lambda k: k, ""), None, "label is not given"),
        (r_lines(" ", '"'), "sold", 'try separator=" "'),
        (r_lines(" ", ""), "sold", 'try separator=" "'),
        (r_lines(",", '"'), "sold", "the line of names has 3 cells, but every row has 4"),
        (r_lines("\t", ""), "sold", r'try separator="\t"'),
        (swapped(rows()), "sold", 'try separator=";"'),
        (['"' + line.replace(",", '";"') + '"' for line in rows()], "sold", 'try separator=";"'),
        (['"' + line.replace(",", '"|"') + '"' for line in rows()], "sold", 'try separator="|"'),
        (
            ["age;height, cm;sold", *swapped(swapped(rows()[1:]), ".,")],
            "sold",
            'its cells seem to be separated by ";" and not by ","; try separator=";", dec',
        ),
        (["age;height, cm;sold", *swapped(rows()[1:])], "sold", 'try separator=";"'),
        (["age;a, b, c;sold", *swapped(rows()[1:])], "sold", 'try separator=";"'),
        (swapped(rows(), ", "), "sold", 'try separator=" "'),
        ([f"  {line.replace(',', '    ')} " for line in rows()], "sold", 'try separator=" "'),
        (
            [f"{'  ' * (k % 2)}{line}{' ' * (k % 3)}".replace(",", "  ") for k, line in ROWS],
            "sold",
            'try separator=" "',
        ),
        (column(lambda k: f"Anna {k}"), "sold", '"Anna 0" is not a number'),
        (
            column(lambda k: 3, "three", column(lambda k: 7)),
            "sold",
            "to leave out all such columns",
        ),
        (column(lambda k: k * 7 % 5 // 3), "sold", "is the label"),
        (column(lambda k: "" if k % 2 else k), "sold", "cells are missing"),
    ],
)
def test_the_suggested_call_works_as_printed(write, read, content, label, words):
    table, said = obeyed(write(content), label)
    assert words in said[0]
    assert same_numbers(table, read(rows()))


EXTRA = {
    "index": ("", lambda k: str(k)),
    "named rows": ("", lambda k: f"row {k}"),
    "kind": ("kind", lambda k: ["red", "green", "blue"][k % 3]),
    "date": ("day", lambda k: f"2020-01-{1 + k % 28:02}"),
    "month": ("month", lambda k: f"20{k + 10}-01"),
    "clock": ("clock", lambda k: f"{k % 24}:30"),
    "flat": ("flat", lambda k: "4"),
    "copy": ("copy", lambda k: str(k * 7 % 5 // 3)),
    "gaps": ("gaps", lambda k: "" if k % 3 else str(k)),
    "long": ("long", lambda k: "long" * 50_000 if k == 9 else "short"),
}


@given(
    extra=st.lists(st.sampled_from(list(EXTRA)), max_size=4, unique=True),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.booleans(),
    quote=st.sampled_from(["", '"']),
    unlabelled=st.booleans(),
)
def test_whoever_obeys_the_messages_reads_the_right_numbers(
    tmp_path_factory, extra, separator, decimal, quote, unlabelled
):
    decimal = decimal and separator != ","
    table = [
        line.replace(".", ".,"[decimal]).split(",")
        if not decimal
        else line.replace(".", "~").split(",")
        for line in rows()
    ]
    table = [[cell.replace("~", ",") for cell in row] for row in table]
    for kind in extra:
        name, text = EXTRA[kind]
        table = [[name, *table[0]], *([text(k), *row] for k, row in enumerate(table[1:]))]
    folder = tmp_path_factory.getbasetemp()
    path, clean = folder / "obey.csv", folder / "clean.csv"
    lines = [separator.join(f"{quote}{cell}{quote}" for cell in row) for row in table]
    path.write_text("\n".join(lines), encoding="utf-8")
    clean.write_text("\n".join(rows()), encoding="utf-8")
    read_as, _ = obeyed(path, None if unlabelled and "copy" not in extra else "sold")
    assert same_numbers(read_as, own_table(clean, "sold", report=None))
