"""The work sheets: right answers for teachers, none for pupils, and pages that fit their paper."""

import html
import math
import os
import re
import sys
from functools import cache

import numpy as np
import pytest

import nnlib
from classroom import sheets
from classroom.datasets import by_hand, moons
from classroom.sheets import FOR_TEACHERS, SHEETS, experiments, printing, sheet_pages, write_sheets
from classroom.sheets.__main__ import NO_BROWSER, main
from classroom.sheets.page import Pen, document
from classroom.straight_line import best_straight_line
from nnlib.architecture import dense_architecture

every_sheet = pytest.mark.parametrize("name", SHEETS)
FIELD = re.compile(r'data-name="([^"]*)"[^>]*>(.*?)</(?:span|text)>')


@cache
def sides(name):
    """Return the pages of a sheet for pupils, and those for teachers."""
    return sheet_pages(name)


def pages(name):
    """Return the HTML of a sheet for pupils, and for teachers."""
    pupils, teachers = sides(name)
    return "\n".join(pupils), "\n".join(teachers)


@cache
def filled(name):
    """Return what the teacher's copy of a sheet has in its fields, by their names."""
    found = {}
    for field, words in FIELD.findall(pages(name)[1]):
        if 'class="box"' in words or words in ("", "✗"):
            continue
        text = html.unescape(re.sub(r"<[^>]*>", "", words))
        assert found.setdefault(field, text) == text, f"{field} has two values"
    return found


def value(text):
    """Return the number that stands in a field."""
    return float(text.replace("−", "-").replace(",", ""))


def answer(params_values, x):
    """Return the small network's answer and its memory for one point."""
    net = by_hand().nn_architecture
    return nnlib.full_forward_propagation(np.array(x, float)[:, None], params_values, net)


def slopes(params_values, x, y):
    """Measure the cost's slope against every parameter, by nudges: no backward pass is used."""
    found, nudge = {}, 1e-6
    for key, values in params_values.items():
        for place in np.ndindex(values.shape):
            costs = []
            for sign in (1, -1):
                moved = {k: v.copy() for k, v in params_values.items()}
                moved[key][place] += sign * nudge
                costs.append(nnlib.get_cost_value(answer(moved, x)[0], np.array([[y]])))
            found[key, place] = (costs[0] - costs[1]) / (2 * nudge)
    return found


def check_parameters(fields, prefix, numbers):
    """Compare fields such as "dW1[0, 1]" and "db2" with numbers by (key, place)."""
    for (key, (row, column)), number in numbers.items():
        name = f"{key}[{row}, {column}]" if key[0] == "W" else f"{key}[{row}]"
        name = "b2" if key == "b2" else name
        assert value(fields[f"{prefix}{name}"]) == pytest.approx(number, abs=1e-6), name


def check_forward(fields, prefix, params_values, x):
    """Compare the fields of a forward pass, and the sums that are written out, with nnlib."""
    Y_hat, memory = answer(params_values, x)
    for k in (0, 1):
        assert value(fields[f"{prefix}Z1[{k}]"]) == pytest.approx(memory["Z1"][k, 0], abs=1e-9)
        if f"{prefix}A1[{k}]" in fields:
            assert value(fields[f"{prefix}A1[{k}]"]) == pytest.approx(memory["A1"][k, 0], abs=1e-9)
    assert value(fields[f"{prefix}Z2"]) == pytest.approx(memory["Z2"][0, 0], abs=1e-9)
    for name in ("Z1[0]", "Z1[1]", "Z2"):
        written = fields.get(f"{prefix}sum {name}")
        if written is not None:
            worked_out = eval(written.replace("−", "-").replace("·", "*"), {})
            assert worked_out == pytest.approx(value(fields[f"{prefix}{name}"]), abs=1e-9)
    return Y_hat


def test_the_small_network_is_right_forward_back_and_after_the_step():
    fields, example = filled("1_small_network"), by_hand()
    old, x = example.params_values, example.X[:, 0]
    Y_hat = check_forward(fields, "", old, x)
    assert value(fields["Y_hat"]) == Y_hat
    assert value(fields["class"]) == (Y_hat > 0.5) == 0
    assert fields["cost"] == f"{-math.log(Y_hat.item()):.2f}"
    steep = slopes(old, x, 1)
    check_parameters(fields, "d", steep)
    check_parameters(fields, "step d", {key: 0.1 * slope for key, slope in steep.items()})
    moved = {key: old[key[0]][key[1]] - 0.1 * slope for key, slope in steep.items()}
    check_parameters(fields, "new ", moved)
    new = {
        key: np.array([v for (k, _), v in moved.items() if k == key]).reshape(old[key].shape)
        for key in old
    }
    new = {key: np.round(values, 6) for key, values in new.items()}
    then = check_forward(fields, "then ", new, x).item()
    assert fields["then Y_hat"] == f"{then:.2f}"
    assert fields["then cost"] == f"{-math.log(then):.2f}"


def test_what_is_handed_back_is_the_slope_against_what_the_layer_gave():
    fields, example = filled("1_small_network"), by_hand()
    W2, b2 = example.params_values["W2"], example.params_values["b2"]
    _, memory = answer(example.params_values, example.X[:, 0])

    def cost(A1, dZ=0.0):
        return nnlib.get_cost_value(nnlib.sigmoid(W2 @ A1 + b2 + dZ), np.array([[1]]))

    A1, nudge = memory["A1"], 1e-6
    for k in (0, 1):
        step = nudge * np.eye(2)[:, [k]]
        slope = (cost(A1 + step) - cost(A1 - step)) / (2 * nudge)
        assert value(fields[f"dA1[{k}]"]) == pytest.approx(slope, abs=1e-6)
        awake = memory["Z1"][k, 0] > 0
        assert value(fields[f"dZ1[{k}]"]) == pytest.approx(awake * slope, abs=1e-6)
    slope = (cost(A1, nudge) - cost(A1, -nudge)) / (2 * nudge)
    assert value(fields["dZ2"]) == pytest.approx(slope, abs=1e-6)


def test_the_second_point_is_right_and_so_is_the_mean_for_both():
    fields, example = filled("1_small_network"), by_hand()
    old, x = example.params_values, example.X[:, 1]
    Y_hat = check_forward(fields, "second ", old, x)
    assert value(fields["second dZ2"]) == Y_hat
    second, first = slopes(old, x, 0), slopes(old, example.X[:, 0], 1)
    in_W1 = {key: slope for key, slope in second.items() if key[0] == "W1"}
    check_parameters(fields, "second d", in_W1)
    means = ", ".join(f"{(first[key] + in_W1[key]) / 2:.3f}" for key in in_W1)
    noted = re.search(r"<code>dW1</code> is then (.*?)\.</div>", pages("1_small_network")[1])[1]
    noted = ", ".join(f"{value(n):.3f}" for n in re.findall(r"−?[\d.]+", noted))
    assert noted == means


def test_every_number_of_the_first_sheet_is_short_and_exact():
    for name, text in filled("1_small_network").items():
        if "sum" not in name:
            assert len(text.replace("−", "").replace(".", "")) <= 5, name


def test_the_answers_of_the_first_sheet_are_in_its_table():
    """A pupil without a calculator finds both answers, and what they cost, from the nearest Z."""
    rows = re.findall(r'<th scope="row"[^>]*>([^<]*)</th>(.*?)</tr>', pages("1_small_network")[0])
    Z, Y_hat, cost = (re.findall("<td>(.*?)</td>", row) for _, row in rows)
    for text, y, price in zip(Z, Y_hat, cost, strict=True):
        p = 1 / (1 + math.exp(-value(text)))
        assert (y, price) == (f"{p:.2f}", f"{-math.log(p):.2f}")
    fields = filled("1_small_network")
    for prefix in ("", "then "):
        nearest = min(Z, key=lambda z: abs(value(z) - value(fields[f"{prefix}Z2"])))
        at = Z.index(nearest)
        assert value(Y_hat[at]) == value(fields[f"{prefix}Y_hat"])
        assert cost[at] == fields[f"{prefix}cost"]


def test_every_shape_follows_from_the_sizes_alone():
    fields = filled("2_shapes")
    expected = {}
    for n, (sizes, m) in enumerate(experiments.NETWORKS):
        pairs = list(zip(sizes, sizes[1:], strict=False))
        for l, (n_in, n_out) in enumerate(pairs, start=1):
            expected |= dict.fromkeys([f"{n} W{l}", f"{n} dW{l}"], f"({n_out}, {n_in})")
            expected |= dict.fromkeys([f"{n} b{l}", f"{n} db{l}"], f"({n_out}, 1)")
            expected |= dict.fromkeys([f"{n} Z{l}", f"{n} A{l}", f"{n} dZ{l}"], f"({n_out}, {m})")
            expected[f"{n} A{l - 1}"] = f"({n_in}, {m})"
            if l > 1:
                expected[f"{n} dA{l - 1}"] = f"({n_in}, {m})"
        expected[f"{n} count"] = f"{sum(out * (into + 1) for into, out in pairs):,}"
    for k, ((_, left), (_, right)) in enumerate(experiments.PRODUCTS):
        fits = left[1] == right[0]
        expected[f"product {k}"] = f"({left[0]}, {right[1]})" if fits else "no"
    assert fields == expected


def test_costs_are_right_also_when_they_are_added_up_from_the_table():
    fields = filled("3_cost")
    for letter, forecast in experiments.FORECASTS.items():
        happened = [p if y else 1 - p for p, y in zip(forecast, experiments.LABELS, strict=True)]
        right = [(p > 0.5) == bool(y) for p, y in zip(forecast, experiments.LABELS, strict=True)]
        prices = []
        for k, p in enumerate(happened):
            assert value(fields[f"{letter} p{k}"]) == pytest.approx(p)
            assert fields[f"{letter} price{k}"] == f"{-math.log(p):.3f}"
            prices.append(value(fields[f"{letter} price{k}"]))
            assert fields[f"{letter} class{k}"] == str(int(forecast[k] > 0.5))
            assert fields[f"{letter} right{k}"] == ("yes" if right[k] else "no")
        assert fields[f"{letter} sum"] == f"{sum(prices):.3f}"
        mean = -sum(map(math.log, happened)) / 4
        assert fields[f"{letter} cost"] == f"{mean:.3f}"
        # What a pupil finds from the rounded prices is the same to the last digit.
        assert abs(value(fields[f"{letter} sum"]) / 4 - value(fields[f"{letter} cost"])) < 0.0005
        assert fields[f"{letter} accuracy"] == f"{100 * sum(right) // 4} %"


def test_what_the_third_sheet_asks_has_the_answer_that_it_gives():
    cost = {k: value(filled("3_cost")[f"{k} cost"]) for k in "ABCD"}
    accuracy = {k: filled("3_cost")[f"{k} accuracy"] for k in "ABCD"}
    assert cost["B"] < cost["A"] < cost["D"] < cost["C"]
    assert accuracy == {"A": "100 %", "B": "75 %", "C": "75 %", "D": "50 %"}
    prices = re.findall("<tr>(.*?)</tr>", re.search('prices">(.*?)</div>', pages("3_cost")[0])[1])
    for p, price in zip(*(re.findall("<td>(.*?)</td>", row) for row in prices), strict=True):
        assert price == f"{-math.log(float(p)):.3f}"


def ticked(number):
    """Return the letter that is ticked for a curve on the teacher's copy."""
    part = re.findall(rf'data-name="curve {number}">(✗?)</span> (\w)', pages("4_curves")[1])
    assert [letter for _, letter in part] == list("ABCDEFGHI")
    (letter,) = (letter for mark, letter in part if mark)
    return letter


def test_each_curve_has_one_cause_and_one_cause_is_left_over():
    letters = [ticked(k) for k in range(8)]
    assert sorted(letters) == list("ABCDEFGH")
    words = dict(re.findall(r"<b>(\w)</b> &nbsp;([^<]*)", pages("4_curves")[0]))
    expected = ["too large", "Nothing", "heart", "at 0", "too small", "first weights"]
    for letter, piece in zip(letters, [*expected, "labels", "straight"], strict=True):
        assert piece in words[letter]


def test_each_curve_shows_what_its_cause_does():
    curves = experiments.curves()[0]["curves"]
    train, test = ([np.array(c[key]) for c in curves] for key in ("train", "test"))
    guessing = math.log(2)
    jumps = np.diff(np.sign(np.diff(train[0]))) != 0
    assert jumps.sum() > 20 and (train[0] > 2 * guessing).sum() > 10
    assert test[1][-1] < 0.15 and abs(test[1] - train[1])[5:].max() < 0.1
    assert train[2][-1] < 0.01 and test[2][-1] > 2 * test[2].min()
    assert np.allclose(train[3], guessing, atol=0.002)
    assert (np.diff(train[4]) < 0).all() and 0.3 < train[4][-1] < 0.5
    third = len(train[5]) // 3
    assert (abs(train[5][:third] - guessing) < 0.03).all() and train[5][-1] < 0.3
    assert 0.6 < train[6][-1] < guessing and test[6][-1] > guessing
    data = moons(600, test_size=1 / 2)
    line, _ = best_straight_line(data.X_train, data.Y_train)
    assert line <= train[7][-1] < line + 0.01


@pytest.mark.parametrize("number", [k for k in range(8) if k != 0])
def test_train_gives_the_same_curve_as_the_trainer(number):
    """Without the one whose steps are so long that rounding decides where they lead."""
    _, kind, settings = experiments.CURVES[number]
    settings = {"sizes": (2, 25, 1), "scheme": "he"} | settings
    data = experiments._data(kind)
    params, history, accuracy = nnlib.train(
        data.X_train,
        data.Y_train,
        dense_architecture(list(settings["sizes"])),
        settings["steps"] + 1,
        settings["learning_rate"],
        scheme=settings["scheme"],
    )
    shown = experiments.curve(kind, **settings)
    assert shown["steps"][-1] == settings["steps"]
    assert np.allclose(shown["train"], np.array(history)[shown["steps"]], rtol=1e-3)
    assert shown["right"][0] == pytest.approx(accuracy[-1], abs=0.01)
    words = f"training {accuracy[-1]:.0%}, test".replace("%", " %")
    assert pages("4_curves")[0].count(words) >= 1


def cards():
    """Return the numbers on the cards of the human network, as pupils get them."""
    found = {}
    for card in pages("5_human_network")[0].split('class="card"')[1:]:
        number = re.search(r"your (?:weight|bias): (−?\d)</p>", card)
        if number:
            found[re.search(r"<h3>(.*?)</h3>", card)[1]] = int(value(number[1]))
    return found


@pytest.mark.parametrize("prefix", ["", "changed "])
def test_the_clerk_writes_what_the_cards_come_to(prefix):
    fields, card = filled("5_human_network"), cards()
    B = card["Courier B, last round"] if prefix else card["Courier B"]
    for j, (one, two) in enumerate([(0, 0), (1, 0), (0, 1), (1, 1)]):
        sums = [
            one * card["Courier A"] + two * B + card["Unit 1"],
            one * card["Courier C"] + two * card["Courier D"] + card["Unit 2"],
        ]
        says = [max(total, 0) for total in sums]
        last = says[0] * card["Courier E"] + says[1] * card["Courier F"] + card["Last unit"]
        lamp = int(last > 0)
        expected = {f"Z1[{k}]": sums[k] for k in (0, 1)} | {f"A1[{k}]": says[k] for k in (0, 1)}
        expected |= {"Z2": last, "class": lamp}
        for name, number in expected.items():
            assert value(fields[f"{prefix}{name} {j}"]) == number, (name, j)
        assert fields[f"{prefix}Y_hat {j}"] == f"{1 / (1 + math.exp(-last)):.2f}"
        right = lamp == (one + two == 1)
        assert fields[f"{prefix}right {j}"] == ("yes" if right else "no")
        # Only the last setting goes wrong with the other card, as the script says.
        assert right != (bool(prefix) and (one, two) == (1, 1))


def test_sums_in_the_yard_are_small_and_in_the_answers_table():
    sums = [value(text) for name, text in filled("5_human_network").items() if "Z" in name]
    assert max(map(abs, sums)) <= 3
    row = re.search(r">sum</th>(.*?)</tr>", pages("5_human_network")[0])[1]
    listed = [value(text) for text in re.findall("<td>(.*?)</td>", row)]
    last = [value(text) for name, text in filled("5_human_network").items() if "Z2" in name]
    assert set(last) <= set(listed)


@every_sheet
def test_a_pupils_sheet_has_the_teachers_fields_and_all_are_empty(name):
    pupils, teachers = pages(name)
    fields = FIELD.findall(pupils)
    assert [field for field, _ in fields] == [field for field, _ in FIELD.findall(teachers)]
    assert fields and {words for _, words in fields} <= {"", "&nbsp;"}
    assert "✗" not in pupils and 'class="note"' not in pupils and "TEACHER" not in pupils
    assert teachers.count("FOR TEACHERS · ANSWERS") == teachers.count("<section>")


@every_sheet
def test_nothing_that_only_teachers_read_stands_on_a_pupils_sheet(name):
    """Neither a sentence, nor a number that has to be found and is given nowhere."""
    pupils, teachers = pages(name)
    for note in re.findall(r'<div class="note">(.*?)</div>', teachers):
        for sentence in re.split(r"(?<=[.:;])\s", re.sub(r"<[^>]*>", "", note)):
            assert sentence not in re.sub(r"<[^>]*>", "", pupils)
    given = str(SHEETS[name][1]()[0])
    # In the pictures' own words too, but not in their places and sizes.
    read = re.sub(r"<[^>]*?(?:aria-label=\"([^\"]*)\"[^>]*)?>", r" \1 ", pupils)
    sought = {text for text in filled(name).values() if len(text) > 3 and text not in given}
    assert sought or name in ("4_curves", "5_human_network")
    for text in sought:
        assert not re.search(rf"(?<![\d.]){re.escape(text)}(?![\d])", read), text


@every_sheet
def test_every_answer_is_asked_for(name):
    _, numbers, content = SHEETS[name]
    given, answers = numbers()
    pen = Pen(answers)
    content(given, pen)
    assert pen.asked == set(answers)


@every_sheet
def test_pictures_say_in_words_what_they_show(name):
    for page in pages(name):
        pictures = re.findall(r"<svg xmlns[^>]*>", page)
        assert all(re.search(r'role="img" aria-label="[^"]{40,}"', tag) for tag in pictures)
    assert pictures or name in ("2_shapes", "3_cost")


@every_sheet
def test_a_sheet_needs_no_other_file_and_no_colour(name):
    for page in pages(name):
        whole = document("a title", [page])
        assert not re.search(
            r"https?://(?!www\.w3\.org/2000/svg\")|src=|href=|url\(|@import", whole
        )
        for colour in re.findall(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", whole):
            parts = re.findall(".." if len(colour) == 6 else ".", colour)
            assert len(set(parts)) == 1, colour


def test_twice_the_same_bytes_and_every_sheet_with_its_answers(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    written = [write_sheets(folder, pdf=False) for folder in folders]
    names = [f"{name}{kind}.html" for name in SHEETS for kind in ("", FOR_TEACHERS)]
    assert [[path.name for path in paths] for paths in written] == [names, names]
    for name in names:
        first, second = ((folder / name).read_bytes() for folder in folders)
        assert first == second and len(first) > 5000


def test_without_a_browser_the_command_writes_html_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    monkeypatch.setattr(sheets, "SHEETS", {"3_cost": SHEETS["3_cost"]})
    assert main([str(tmp_path / "new" / "folder")]) == 0
    said = capsys.readouterr().out
    assert said.endswith(f"{NO_BROWSER}\n")
    assert len(list((tmp_path / "new" / "folder").iterdir())) == 2


def test_a_folder_that_cannot_be_made_is_named(tmp_path, capsys):
    (tmp_path / "taken").write_text("a file")
    assert main([str(tmp_path / "taken")]) == 2
    assert str(tmp_path / "taken") in capsys.readouterr().err


def test_a_browser_that_prints_nothing_is_named(tmp_path):
    with pytest.raises(RuntimeError, match=r"has not printed sheet\.pdf"):
        printing.print_pdfs({tmp_path / "sheet.pdf": "<p>words</p>"}, sys.executable)


def printed_pages(path):
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes()))


def browser():
    """Return a browser that prints; without one the test is left out, though not in CI."""
    found = printing.chromium()
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    return found


@pytest.mark.slow("browser")
@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 595, 842), ("Letter", 612, 792)])
def test_every_page_fits_on_one_side_of_paper(tmp_path, paper, width, height):
    expected = [page for name in SHEETS for side in sides(name) for page in side]
    path = tmp_path / "all.pdf"
    printing.print_pdfs({path: document("all sheets", expected, paper)}, browser())
    assert printed_pages(path) == len(expected)
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", path.read_bytes())
    sizes = {tuple(round(float(n)) for n in box.split()[2:]) for box in boxes}
    assert sizes == {(width, height)}


@pytest.mark.slow("browser")
def test_the_command_prints_each_sheet_into_a_pdf_beside_it(tmp_path, monkeypatch, capsys):
    assert browser()
    chosen = {name: SHEETS[name] for name in ("3_cost", "5_human_network")}
    monkeypatch.setattr(sheets, "SHEETS", chosen)
    assert main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for path in (tmp_path / f"{name}{kind}.html" for name in chosen for kind in ("", FOR_TEACHERS)):
        pdf = path.with_suffix(".pdf")
        assert printed_pages(pdf) == path.read_text(encoding="utf-8").count("<section>")
        assert f"{path}\n" in said and f"{pdf}\n" in said
    assert NO_BROWSER not in said
