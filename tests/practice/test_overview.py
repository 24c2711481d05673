"""Who has solved what: hand-ins of every kind, read, counted, shown, and run again."""

import csv
import io
import json
import os
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from classroom.overview import hand_ins, rerun, tables
from classroom.overview.__main__ import main
from classroom.overview.hand_ins import Pupil
from classroom.overview.page import html_page
from classroom.overview.summary import tasks_by_lesson
from classroom.practice.catalogue import EXERCISES, PREDICTIONS, QUESTIONS
from classroom.practice.checking import examine, source
from tests.notebooks import DEEPER, NOTEBOOKS

RIGHT = "def my_relu(Z):\n    return np.maximum(Z, 0)"
WRONG = "def my_relu(Z):\n    return np.minimum(Z, 0)"


def checked(name, code):
    """A cell with a function and what its check says of it."""
    made = {}
    exec(f"import numpy as np\n{code}", made)
    text = examine(name, made[f"my_{name}"]).text
    return cell(f'{code}\n\n\ncheck("{name}", my_{name})', text)


def cell(code, *texts):
    """A cell with outputs, stored in lines as Jupyter does."""
    outputs = [
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/plain": text.splitlines(True)},
        }
        for text in texts
    ]
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "source": code.splitlines(True),
        "outputs": outputs,
    }


def hand_in(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def one(folder):
    pupils, problems = hand_ins.read_folder(folder)
    assert problems == []
    (pupil,) = pupils
    return pupil


@pytest.mark.parametrize(
    "path, name",
    {
        "anna/02_activations.ipynb": "anna",
        "anna/my_course/deeper/02_exact_slopes.ipynb": "anna",
        "10a/anna/my_course/02_activations.ipynb": "10a/anna",
        "02_activations_anna.ipynb": "anna",
        "anna_02_activations.ipynb": "anna",
        "Anna Müller - 02_activations (1).ipynb": "Anna Müller",
        "02_activations/anna-02_activations-Copy1.ipynb": "anna",
        "Anna Müller_1234_assignsubmission_file_/02_activations.ipynb": "Anna Müller",
        "anna_my_answers.json": "anna",
        "anna/my_answers.json": "anna",
        "02_activations.ipynb": "(without a name)",
        "anna/02.ipynb": "anna",
        "02_exact_slopes_anna_lee.ipynb": "anna_lee",
    }.items(),
)
def test_a_pupil_is_known_by_file_or_folder(path, name, tmp_path):
    hand_in(tmp_path / path, checked("relu", RIGHT))
    assert hand_ins.pupil_name((tmp_path / path).relative_to(tmp_path)) == name


def test_the_notebooks_that_go_deeper_are_known():
    assert sorted(path.stem[3:] for path in DEEPER) == hand_ins.DEEPER


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_of_the_course_asks_is_found(path, tmp_path):
    book = json.loads(path.read_text(encoding="utf-8"))
    hand_in(tmp_path / "anna" / path.name, *book["cells"])
    pupil = one(tmp_path)
    text = "".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code")
    for kind, call, items in [
        (pupil.exercises, "check", EXERCISES),
        (pupil.predictions, "reveal", PREDICTIONS),
        (pupil.recalls, "recall", QUESTIONS),
    ]:
        assert set(kind) == {name for name in items if f'{call}("{name}"' in text}
        assert set(kind.values()) <= {"not tried"}


def test_each_outcome_is_read_from_what_check_says(tmp_path):
    cells = [
        checked("relu", WRONG),
        checked("sigmoid", "def my_sigmoid(Z):\n    return 1 / (1 + np.exp(-Z))"),
        checked("relu_backward", "def my_relu_backward(dA, Z):\n    ..."),
    ]
    hand_in(tmp_path / "anna" / "02_activations.ipynb", *cells)
    pupil = one(tmp_path)
    assert pupil.exercises == {
        "relu": "not yet",
        "sigmoid": "correct",
        "relu_backward": "not tried",
    }
    assert list(pupil.reasons) == ["relu"]
    assert "keeps the negative part" in pupil.reasons["relu"]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_of_two_hand_ins_the_better_counts(order, tmp_path):
    cells = {"a": checked("relu", RIGHT), "b": checked("relu", WRONG)}
    for i, which in enumerate(order):
        hand_in(tmp_path / "anna" / f"02_activations ({i}).ipynb", cells[which])
    pupil = one(tmp_path)
    assert pupil.exercises == {"relu": "correct"} and pupil.reasons == {}


def test_guesses_and_answers_are_read_from_their_file_and_from_outputs(tmp_path):
    guess, seen, late = list(PREDICTIONS)[:3]
    known, unsure = list(QUESTIONS)[:2]
    wrong = next(i for i in (1, 2, 3) if i != QUESTIONS[unsure].answer)
    answers = {
        "predictions": {
            guess: {"guess": 1},
            seen: {"guess": 1, "result": 2, "foreseen": False},
            "no_such": {"guess": 1},
            late: "damaged",
        },
        "recall": {known: {"tries": [9, QUESTIONS[known].answer]}, unsure: {"tries": [wrong]}},
    }
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "my_answers.json").write_text(json.dumps(answers))
    hand_in(
        tmp_path / "anna" / "00_start_here.ipynb",
        cell(f'reveal("{late}", 1)', "✓ Foreseen: it is so."),
    )
    pupil = one(tmp_path)
    assert pupil.predictions == {guess: "guessed", seen: "surprise", late: "foreseen"}
    assert pupil.recalls == {known: "correct", unsure: "not yet"}


def test_typed_answers_to_questions_are_read_in_their_order(tmp_path):
    first, second, third = list(QUESTIONS)[:3]
    hand_in(
        tmp_path / "anna" / "02_activations.ipynb",
        cell(
            f'recall("{first}")\nrecall("{second}", 1)\nrecall("{third}")',
            "? Question · from 01: What?\n  1 · this",
            "? Question · from 01: Why?",
            "✓ Correct · this: Yes.",
            "? Question · from 01: When?\n✗ Not yet · that: Try another.",
        ),
    )
    assert one(tmp_path).recalls == {first: "not tried", second: "correct", third: "not yet"}


DAMAGED = {
    "empty.ipynb": "",
    "half.ipynb": '{"cells": [{"cell_type": "code", "sour',
    "deep.ipynb": "[" * 100_000,
    "list.ipynb": "[1, 2]",
    "bytes.ipynb": "\ufffe\x00",
    "foreign.ipynb": '{"cells": [{"cell_type": "code", "source": "print(1)", "outputs": []}]}',
    "odd.ipynb": '{"cells": {"a": 1}}',
    "odder.ipynb": '{"cells": [7, {"cell_type": "code", "source": 3, "outputs": 5}, null]}',
    "my_answers.json": "{",
}


def test_damaged_and_foreign_files_are_named_and_never_fatal(tmp_path, capsys):
    for name, text in DAMAGED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "essay.txt").write_text("Not a notebook.")
    (tmp_path / "gone.ipynb").symlink_to(tmp_path / "nowhere")
    hand_in(tmp_path / "anna" / "02_activations.ipynb", checked("relu", RIGHT))
    hand_in(
        tmp_path / "anna" / ".ipynb_checkpoints" / "02_activations.ipynb", cell("check('relu')")
    )
    pupils, problems = hand_ins.read_folder(tmp_path)
    assert [pupil.name for pupil in pupils] == ["anna"]
    assert {name for name, _ in problems} == set(DAMAGED)
    assert all(why.endswith(".") for _, why in problems)
    assert main([str(tmp_path)]) == 0
    assert "half.ipynb: it is damaged" in capsys.readouterr().err


def test_what_cannot_be_read_or_is_too_large_is_named(tmp_path, monkeypatch):
    for name in ("anna", "ben"):
        hand_in(tmp_path / name / "02_activations.ipynb", checked("relu", RIGHT))
    read = Path.read_bytes

    def refuse(path):
        if "ben" in path.parts:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    pupils, problems = hand_ins.read_folder(tmp_path)
    assert [pupil.name for pupil in pupils] == ["anna"]
    told = [("ben/02_activations.ipynb", "it cannot be read (Permission denied).")]
    assert problems == told
    monkeypatch.setattr(hand_ins, "MOST_BYTES", 10)
    pupils, problems = hand_ins.read_folder(tmp_path)
    assert pupils == [] and all("it is larger than" in why for _, why in problems)
    assert len(problems) == 2


def test_earlier_copies_and_damaged_answers_do_not_count(tmp_path):
    mine = tmp_path / "anna" / "my_course"
    hand_in(mine / "02_activations.ipynb", checked("relu", WRONG))
    hand_in(mine / "earlier" / "02_activations-1.ipynb", checked("relu", RIGHT))
    guess = {"predictions": {next(iter(PREDICTIONS)): {"guess": 1}}}
    (mine / "damaged_my_answers.json").write_text(json.dumps(guess), encoding="utf-8")
    pupil = one(tmp_path)
    assert (pupil.exercises, pupil.predictions) == ({"relu": "not yet"}, {})


def test_pupils_are_in_order_and_small_letters_make_no_other_pupil(tmp_path):
    for path in (
        "b/02_activations_cy.ipynb",
        "c/02_activations_ANNA.ipynb",
        "d/04_loss_anna.ipynb",
    ):
        hand_in(tmp_path / path, checked("relu", RIGHT))
    pupils, _ = hand_ins.read_folder(tmp_path)
    assert [(pupil.name, len(pupil.notebooks)) for pupil in pupils] == [("ANNA", 2), ("cy", 1)]


def test_results_of_one_cell_go_to_their_predictions_in_order(tmp_path):
    first, second = list(PREDICTIONS)[:2]
    code = f'reveal("{first}", 1)\nreveal("{second}", 1)'
    said = ["○ Not predicted: guess first.", "✓ Foreseen: it is so."]
    hand_in(tmp_path / "anna" / "00_start_here.ipynb", cell(code, *said))
    assert one(tmp_path).predictions == {first: "not tried", second: "foreseen"}


def test_what_a_cell_has_printed_is_read_too(tmp_path):
    printed = cell('check("relu", my_relu)')
    printed["outputs"] = [{"output_type": "stream", "text": ["✓ Correct · relu:", " Well done."]}]
    hand_in(tmp_path / "anna" / "02_activations.ipynb", printed)
    assert one(tmp_path).exercises == {"relu": "correct"}


ODD = [
    {"cell_type": "code", "source": 'check("relu", my_relu)', "outputs": output}
    for output in (
        None,
        [None],
        [{"data": None}],
        [{"data": {"text/plain": 5}}],
        [{"text": ["✓ Correct · ", 7]}],
        [{"data": {"text/plain": "✓ Correct · no_such: yes"}}],
    )
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd["outputs"]))
def test_odd_outputs_count_as_not_tried(odd, tmp_path):
    hand_in(tmp_path / "anna" / "02_activations.ipynb", odd)
    assert one(tmp_path).exercises == {"relu": "not tried"}


@pytest.fixture
def a_class(tmp_path):
    """Anna has it, Ben and Cy make the same mistake, Dan another, Eve has not tried."""
    mistake = "def my_relu(Z):\n    return np.abs(Z)"
    cells = {
        "=Anna": checked("relu", RIGHT),
        "Ben": checked("relu", WRONG),
        "Cy": checked("relu", WRONG),
        "Dan <b>": checked("relu", mistake),
        "Eve": cell('check("relu", my_relu)'),
    }
    for name, made in cells.items():
        hand_in(tmp_path / name / "02_activations.ipynb", made)
    hand_in(tmp_path / "Fay" / "04_loss.ipynb", cell('check("get_cost_value", my_get_cost_value)'))
    return tmp_path


def test_the_most_common_reason_is_counted(a_class):
    pupils, _ = hand_ins.read_folder(a_class)
    (task,) = tasks_by_lesson(pupils)["02 activations"]
    assert task.outcomes == ("correct", "not yet", "not yet", "not yet", "not tried", None)
    assert (task.good, task.asked, task.times) == (1, 5, 2)
    assert "keeps the negative part" in task.reason


EVERY = ["foreseen", "surprise", "guessed", "not tried", None]
LONG = "A name that has more letters than a line has room for"


@pytest.fixture
def mixed():
    """Pupils made by hand: every outcome, a reason with signs of HTML, a doubt, a long name."""
    guess, other = list(PREDICTIONS)[:2]
    question = next(iter(QUESTIONS))
    pupils = [
        Pupil(f"p{i}", predictions={guess: outcome} if outcome else {other: "foreseen"})
        for i, outcome in enumerate(EVERY)
    ]
    pupils[0].exercises, pupils[0].reasons = {"relu": "not yet"}, {"relu": 'Not "<" but >.'}
    pupils[1].exercises, pupils[1].doubts = {"relu": "not tried"}, ["relu"]
    pupils[2].recalls = {question: "correct"}
    pupils[3].recalls = {question: "not yet"}
    pupils[4].name = LONG
    return pupils, guess, other, question


def test_each_kind_of_task_is_counted_apart(mixed):
    pupils, guess, other, question = mixed
    tasks = {task.name: task for listed in tasks_by_lesson(pupils).values() for task in listed}
    assert {name: task.kind for name, task in tasks.items()} == {
        "relu": "exercises",
        guess: "predictions",
        other: "predictions",
        question: "recalls",
    }
    assert tasks[guess].outcomes == tuple(EVERY)
    counts = {name: (task.good, task.asked) for name, task in tasks.items()}
    assert counts == {"relu": (0, 2), guess: (1, 4), other: (1, 1), question: (1, 2)}


def test_the_table_has_a_sign_for_each_outcome_and_cuts_long_names(mixed):
    pupils, guess, *_ = mixed
    text = tables.text_table(pupils)
    [block] = [part for part in text.split("\n\n") if f"1  {guess}:" in part]
    lines = [line.split() for line in block.splitlines()]
    assert [line[1] for line in lines if line[0] in {"p0", "p1", "p2", "p3"}] == list("✓!?○")
    assert LONG not in text and f"{LONG[: tables.LONGEST - 1]}…" in text
    [exercises] = [part for part in text.split("\n\n") if "1  relu:" in part]
    assert "p2" not in exercises  # who has not handed in this notebook


def test_the_csv_has_every_kind_and_the_doubts(mixed):
    pupils, guess, _, question = mixed
    rows = list(csv.DictReader(io.StringIO(tables.csv_table(pupils))))
    heads = {head.split(" ", 1)[1] for head in rows[0] if head[:2].isdigit()}
    assert {"exercise relu", f"prediction {guess}", f"recall {question}"} <= heads
    [column] = [head for head in rows[0] if head.endswith(f"prediction {guess}")]
    assert [row[column] or None for row in rows] == EVERY
    assert [row["stored result is wrong"] for row in rows] == ["", "relu", "", "", ""]


@pytest.mark.parametrize("sign", "=+-@\t")
def test_no_name_is_a_formula(sign):
    pupil = Pupil(f"{sign}1", exercises={"relu": "correct"})
    assert list(csv.reader(io.StringIO(tables.csv_table([pupil]))))[1][0] == f"'{sign}1"


def test_each_cell_of_the_page_has_its_colour_and_says_why(mixed):
    pupils, guess, *_ = mixed
    shown = BeautifulSoup(html_page(pupils), "html.parser")
    rows = {}
    for table in shown.find_all("table"):
        names = [head.text for head in table.thead.find_all("th")]
        for row in table.tbody.find_all("tr"):
            cells = zip(names, row.find_all("td"), strict=True)
            rows |= {(row.th.find(class_="name").text, name): cell for name, cell in cells}
    looks = [rows[f"p{i}", guess]["class"] for i in range(4)]
    assert looks == [["good"], ["bad"], ["open"], ["open"]]
    assert [rows[f"p{i}", guess]["title"] for i in range(4)] == [f"{x}." for x in EVERY[:4]]
    assert rows["p0", "relu"]["class"] == ["bad"]
    assert rows["p0", "relu"]["title"] == 'not yet. Not "<" but >.'
    assert rows["p1", "relu"]["class"] == ["open", "doubt"]
    assert rows["p1", "relu"]["title"] == "not tried. The stored result is wrong."


def test_all_that_names_a_pupil_is_what_the_box_hides(mixed):
    """The style is looked at here as text, and in a browser below."""
    pupils, *_ = mixed
    shown = BeautifulSoup(html_page(pupils, [("p0/x.ipynb", "it is damaged.")]), "html.parser")
    for part in shown.find_all(class_="name"):
        part.decompose()
    assert not re.search(rf"\bp\d\b|{LONG}", shown.body.decode())
    assert len(shown.find_all(class_="number")) >= len(pupils)


@pytest.mark.slow("browser")
def test_the_box_hides_the_names(mixed, tmp_path):
    lab = pytest.importorskip("tests.lab")
    if lab.missing() and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    pupils, *_ = mixed
    file = tmp_path / "page.html"
    file.write_text(html_page(pupils, [("p0/x.ipynb", "it is damaged.")]), encoding="utf-8")
    with lab.browser() as driver:
        driver.get(file.as_uri())

        def seen(kind):
            parts = driver.find_elements("class name", kind)
            return {part.is_displayed() for part in parts}

        assert (seen("name"), seen("number")) == ({True}, {False})
        driver.find_element("id", "hide").click()
        assert (seen("name"), seen("number")) == ({False}, {True})


def test_the_table_shows_every_pupil_with_a_sign(a_class):
    text = tables.text_table(hand_ins.read_folder(a_class)[0])
    for line in ("=Anna     ✓", "Ben       ✗", "Dan <b>   ✗", "Eve       ○", "1  relu: 1 of 5"):
        assert line in text
    assert "told 2 times: This keeps the negative part." in " ".join(text.split())


def test_the_csv_is_a_line_a_pupil_and_no_formula(a_class):
    rows = list(csv.DictReader(io.StringIO(tables.csv_table(hand_ins.read_folder(a_class)[0]))))
    relu = "02 exercise relu"
    assert [row[relu] for row in rows] == ["correct", *["not yet"] * 3, "not tried", ""]
    assert rows[0]["pupil"] == "'=Anna"


def test_the_page_escapes_hides_names_and_asks_nobody(a_class):
    pupils, _ = hand_ins.read_folder(a_class)
    page = html_page(pupils, [("Dan/x.ipynb", "it is damaged.")])
    assert "Dan &lt;b&gt;" in page and "Dan <b>" not in page
    assert 'id="hide"' in page and "pupil 4" in page and "it is damaged." in page
    assert "http" not in page and "<script" not in page
    without = html_page(pupils, [("Dan/x.ipynb", "it is damaged.")], names=False)
    assert not any(name in without for name in ("Anna", "Ben", "Dan", 'id="hide"'))


def test_the_command_writes_what_is_asked(a_class, tmp_path_factory, capsys):
    out = tmp_path_factory.mktemp("out")
    assert main([str(a_class), "--csv", str(out / "a.csv"), "--html", str(out / "a.html")]) == 0
    assert (out / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfpupil,")
    assert "Ben" in (out / "a.html").read_text(encoding="utf-8")
    assert main([str(a_class), "--no-names", "--html", str(out / "a.html")]) == 0
    assert "Ben" not in (out / "a.html").read_text(encoding="utf-8")
    assert "Ben" in capsys.readouterr().out  # of the first call
    assert main([str(a_class), "--csv", str(out / "no" / "a.csv")]) == 2
    assert main([str(a_class / "nowhere")]) == 2
    assert "is no folder" in capsys.readouterr().err


def test_an_empty_folder_is_told(tmp_path, capsys):
    assert main([str(tmp_path)]) == 0
    assert "No notebook of this course was found" in capsys.readouterr().out


def test_a_result_that_was_typed_in_is_found(tmp_path, capsys):
    praise = "✓ Correct · relu: Well done."
    hand_in(
        tmp_path / "anna" / "02_activations.ipynb",
        cell(f'{WRONG}\n\ncheck("relu", my_relu)', praise),
    )
    hand_in(tmp_path / "ben" / "02_activations.ipynb", checked("relu", RIGHT))
    hand_in(tmp_path / "cy" / "02_activations.ipynb", cell('check("relu", my_relu)', praise))
    pupils, _ = hand_ins.read_folder(tmp_path)
    assert [pupil.exercises["relu"] for pupil in pupils] == ["correct"] * 3
    assert rerun.rerun(pupils) == []
    assert [pupil.exercises["relu"] for pupil in pupils] == ["not yet", "correct", "not tried"]
    assert [pupil.doubts for pupil in pupils] == [["relu"], [], ["relu"]]
    assert "stored result is wrong: relu" in tables.text_table(pupils)


ENDING = {
    "ends the process": "def my_relu(Z):\n    import os\n    os._exit(0)",
    "fills the memory": "def my_relu(Z):\n    return bytearray(10**12)",
    "never ends": "def my_relu(Z):\n    while True:\n        pass",
}


@pytest.mark.slow("long")
@pytest.mark.parametrize("code", ENDING.values(), ids=ENDING)
def test_what_one_function_does_costs_no_other(code, tmp_path):
    """Neither one that is checked before it nor one that is checked after it."""
    path = hand_in(
        tmp_path / "anna" / "02_activations.ipynb",
        cell(f'{code}\n\ncheck("relu", my_relu)', "✓ Correct · relu: Well done."),
        *(checked(name, mine(name)) for name in ("sigmoid", "relu_backward")),
    )
    outcomes, why = rerun.check_again(path)
    assert outcomes == {"relu": "not yet", "sigmoid": "correct", "relu_backward": "correct"}
    assert why == ("" if "_exit" not in code else f"my_relu {ENDED}")


ENDED = "ended the process that checked it, or did not come to an end."


def mine(name):
    """The solution of an exercise, as a pupil calls it."""
    return source(EXERCISES[name].solution).replace(f"def {name}", f"def my_{name}")


def test_a_process_has_its_time_and_what_it_told_until_then_counts(monkeypatch):
    given = []

    def run(command, timeout, **options):
        given.append((command[command.index("relu") :] if "relu" in command else [], timeout))
        if len(given) == 1:
            told = b"sigmoid: not yet\nsigmoid: correct\nrelu: not yet\n"
            raise subprocess.TimeoutExpired(command, timeout, output=told)
        return SimpleNamespace(stdout=b"relu_backward: not yet\nrelu_backward: correct\ndone\n")

    monkeypatch.setattr(rerun.subprocess, "run", run)
    outcomes, why = rerun.check_again("anna.ipynb", seconds=7)
    assert outcomes == {"sigmoid": "correct", "relu": "not yet", "relu_backward": "correct"}
    assert why == f"my_relu {ENDED}"
    assert [seconds for _, seconds in given] == [7, 7] and given[1][0] == []


def test_a_process_that_takes_too_long_is_stopped(tmp_path):
    """However long it takes to begin: it is given no time at all."""
    path = hand_in(tmp_path / "anna" / "02_activations.ipynb", checked("relu", RIGHT))
    assert rerun.check_again(path, 0.01) == (
        {},
        "the process that reads it came to an early end.",
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows sets no such limit")
def test_memory_is_limited(tmp_path):
    greedy = (
        "def my_relu(Z):\n    try:\n        np.empty(2 * 10**9, dtype=np.uint8)\n"
        "    except MemoryError:\n        return Z\n    return np.maximum(Z, 0)"
    )
    path = hand_in(tmp_path / "anna" / "02_activations.ipynb", checked("relu", greedy))
    assert json.loads(path.read_text())["cells"][0]["outputs"][0]["data"]["text/plain"][0][0] == "✓"
    assert rerun.check_again(path) == ({"relu": "not yet"}, "")


def test_of_two_hand_ins_the_better_counts_when_they_are_run_again(tmp_path):
    for i, code in enumerate([RIGHT, WRONG]):
        hand_in(tmp_path / "anna" / f"02_activations ({i}).ipynb", checked("relu", code))
    pupils, _ = hand_ins.read_folder(tmp_path)
    assert rerun.rerun(pupils) == []
    assert (pupils[0].exercises, pupils[0].doubts) == ({"relu": "correct"}, [])


@pytest.mark.parametrize("answer", ["n", "", "perhaps", EOFError])
def test_nothing_runs_without_a_yes(a_class, monkeypatch, capsys, answer):
    def ask(question):
        if answer is EOFError:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", ask)
    monkeypatch.setattr("classroom.overview.__main__.rerun", lambda pupils: 1 / 0)
    assert main([str(a_class), "--rerun"]) == 2
    assert "with your rights" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["y", "Yes ", None])
def test_with_a_yes_it_runs(a_class, monkeypatch, capsys, answer):
    asked = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answer)
    told = [("Ben/x.ipynb", "my_relu ended.")]
    monkeypatch.setattr("classroom.overview.__main__.rerun", lambda pupils: told)
    options = ["--rerun", "--no-names", *([] if answer else ["--yes"])]
    assert main([str(a_class), *options]) == 0
    said = capsys.readouterr()
    assert len(asked) == (answer is not None)
    assert "my_relu ended." in said.err
    for words in (said.out, said.err):
        assert not any(name in words for name in ("Anna", "Ben", "Cy", "Dan"))
    assert "pupil 6" in said.out
