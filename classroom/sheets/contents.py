"""What stands on the five work sheets. Each function writes the pages of one sheet.

With a pen that holds the answers it writes the teacher's copy, in the same order of lines.
"""

from classroom.sheets import figures
from classroom.sheets.page import section, sideways, table


def small_network(given, pen):
    """Sheet 1: the 2-2-1 network forward, back, and one update."""
    teacher, place = pen.for_teachers, "Sheet 1 · The small network"
    rate = given["rate"]
    forward = [
        (f"<code>Z1[{k}]</code>", pen.write(f"sum Z1[{k}]", 84), pen.field(f"Z1[{k}]"))
        for k in (0, 1)
    ]
    forward += [
        (
            f"<code>A1[{k}]</code>",
            f"the larger one of <code>Z1[{k}]</code> and 0",
            pen.field(f"A1[{k}]"),
        )
        for k in (0, 1)
    ]
    forward += [
        ("<code>Z2</code>", pen.write("sum Z2", 84), pen.field("Z2")),
        ("<code>Y_hat</code>", "from the table below", pen.field("Y_hat")),
        ("class", "1 if <code>Y_hat</code> is above 0.5, otherwise 0", pen.field("class")),
        ("cost", "from the last row of the table below", pen.field("cost")),
    ]
    first = section(
        place,
        "A · Forward: what does the network answer?",
        teacher,
        f"<p>The point ({given['x'][0]}, {given['x'][1]}) goes in from the left; its label is "
        f"{given['y']}. The numbers on the lines are weights, <i>b</i> is a unit’s bias. Fill in "
        f"the "
        "table line by line, and copy each result into the picture.</p>",
        figures.forward_boxes(given, pen),
        "<p><b>A unit’s sum Z</b>: each number that comes in times the weight on its line, all "
        "added up, and then the bias. Write the sum on the dotted line before you work it out.</p>",
        table(["", "how", "result"], forward, "steps"),
        _price_table(given, "Y_hat", "cost of an answer if the label is 1"),
        pen.note(
            "The answer {Y_hat} is not above 0.5, so the class is {class}, and wrong. The lower "
            "hidden unit is asleep, as <code>Z1[1]</code> is {Z1[1]}: it will matter on page B."
        ),
    )
    back = [
        ("<code>dZ2</code>", "<code>Y_hat</code> − label", pen.field("dZ2")),
        (
            "<code>dW2[0, 0]</code>, <code>dW2[0, 1]</code>",
            "<code>dZ2</code> · <code>A1[0]</code>, and <code>dZ2</code> · <code>A1[1]</code>",
            pen.field("dW2[0, 0]") + " " + pen.field("dW2[0, 1]"),
        ),
        ("<code>db2</code>", "the same as <code>dZ2</code>", pen.field("db2")),
        *(
            (
                f"<code>dA1[{k}]</code>",
                f"<code>dZ2</code> · <code>W2[0, {k}]</code>, which is "
                f"{given['params'][f'W2[0, {k}]']}",
                pen.field(f"dA1[{k}]"),
            )
            for k in (0, 1)
        ),
        *(
            (
                f"<code>dZ1[{k}]</code>",
                f"<code>dA1[{k}]</code> if <code>Z1[{k}]</code> is above 0, otherwise 0",
                pen.field(f"dZ1[{k}]"),
            )
            for k in (0, 1)
        ),
        *(
            (
                f"<code>dW1[{k}, 0]</code>, <code>dW1[{k}, 1]</code>",
                f"<code>dZ1[{k}]</code> · {given['x'][0]}, and <code>dZ1[{k}]</code> · "
                f"{given['x'][1]}",
                pen.field(f"dW1[{k}, 0]") + " " + pen.field(f"dW1[{k}, 1]"),
            )
            for k in (0, 1)
        ),
        (
            "<code>db1[0]</code>, <code>db1[1]</code>",
            "the same as <code>dZ1[0]</code> and <code>dZ1[1]</code>",
            pen.field("db1[0]") + " " + pen.field("db1[1]"),
        ),
    ]
    second = section(
        place,
        "B · Backward: how much does each number matter?",
        teacher,
        "<p>Now walk from right to left. A <b>slope</b> says how fast the cost rises when this one "
        "number grows. You need page A beside you.</p>",
        figures.backward_boxes(given, pen),
        table(["slope", "how", "result"], back, "steps"),
        "<p><b>Look back.</b> Which slopes are 0, and which two different reasons are there?</p>",
        pen.lines(
            2,
            "<code>dW2[0, 1]</code> is 0 because <code>A1[1]</code> is 0: this weight multiplies "
            "nothing. <code>dW1[1, 0]</code>, <code>dW1[1, 1]</code> and <code>db1[1]</code> are 0 "
            "because their unit is asleep: no push gets through.",
        ),
    )
    return [first, second, _update_page(given, pen, place, rate)]


def _price_table(given, answer, price):
    rows = [
        ["Z", *(z for z, _, _ in given["table"])],
        [f"sigmoid(Z) = {answer}", *(p for _, p, _ in given["table"])],
        [price, *(c for _, _, c in given["table"])],
    ]
    return sideways(rows)


def _update_page(given, pen, place, rate):
    names = [f"W1[{k}, {j}]" for k in (0, 1) for j in (0, 1)] + ["b1[0]", "b1[1]"]
    names += ["W2[0, 0]", "W2[0, 1]", "b2"]
    rows = [
        (
            f"<code>{name}</code>",
            given["params"][name],
            pen.field(f"d{name}", 22),
            pen.field(f"step d{name}", 22),
            pen.field(f"new {name}", 22),
        )
        for name in names
    ]
    again = [
        (
            f"<code>Z1[{k}]</code>, <code>A1[{k}]</code>",
            pen.write(f"then sum Z1[{k}]", 70),
            pen.field(f"then Z1[{k}]") + " " + pen.field(f"then A1[{k}]"),
        )
        for k in (0, 1)
    ]
    again += [
        ("<code>Z2</code>", pen.write("then sum Z2", 70), pen.field("then Z2")),
        (
            "<code>Y_hat</code>, cost",
            "from the table on page A: the nearest Z",
            pen.field("then Y_hat") + " " + pen.field("then cost"),
        ),
    ]
    x = given["x second"]
    ahead = [
        [f"<code>{name}</code> {pen.field(f'second {name}', 16)}" for name in row]
        for row in (
            ["Z1[0]", "Z1[1]", "Z2", "dZ2"],
            ["dW1[0, 0]", "dW1[0, 1]", "dW1[1, 0]", "dW1[1, 1]"],
        )
    ]
    return section(
        place,
        "C · One update: a step downhill",
        pen.for_teachers,
        f"<p>Copy the nine slopes from page B. The rate is {rate}. Every number moves against its "
        "slope:</p>",
        '<div class="rule"><p><b>new number = old number − rate · slope</b></p></div>',
        table(["number", "old", "slope", f"{rate} · slope", "new"], rows),
        "<p><b>Did it help?</b> Send the point through once more, with the new numbers.</p>",
        table(["", "how", "result"], again, "steps"),
        pen.note(
            "The answer rises from {Y_hat} to {then Y_hat}, the cost falls from {cost} to "
            "{then cost}: class {then class} now, as it should be. Notebook 06 has the same step."
        ),
        f"<p><b>Ahead?</b> The second point is ({x[0]}, {x[1]}) with the label "
        f"{given['y second']}. "
        "Take the <i>old</i> numbers, and work it out on the back.</p>",
        "".join(f"<p>{' &nbsp; '.join(row)}</p>" for row in ahead),
        pen.note(
            "For both points the slopes are means: <code>dW1</code> is then "
            "[[{mean dW1[0, 0]}, {mean dW1[0, 1]}], [{mean dW1[1, 0]}, {mean dW1[1, 1]}]]."
        ),
    )


def shapes(given, pen):
    """Sheet 2: the shape of every array, for three networks."""
    teacher, place = pen.for_teachers, "Sheet 2 · Shapes"
    forward, backward = [], []
    for n, (sizes, m) in enumerate(given["networks"]):
        L = len(sizes) - 1
        title = f"<h2>{'-'.join(map(str, sizes))}, with {m} examples</h2>"
        rows = [
            (f"{l}", *(pen.field(f"{n} {name}", 26) for name in _forward_names(l)))
            for l in range(1, L + 1)
        ]
        heads = [
            "layer",
            "reads",
            "<code>W</code>",
            "<code>b</code>",
            "<code>Z</code>",
            "<code>A</code>",
        ]
        forward.append(title + table(heads, rows))
        rows = [
            (
                f"{l}",
                *(pen.field(f"{n} {name}{l}", 26) for name in ("dZ", "dW", "db")),
                pen.field(f"{n} dA{l - 1}", 26) if l > 1 else "not needed",
            )
            for l in range(L, 0, -1)
        ]
        heads = ["layer", *(f"<code>{name}</code>" for name in ("dZ", "dW", "db"))]
        count = (
            "<p>How many numbers has it to learn, in all <code>W</code> and <code>b</code>? "
            f"{pen.field(f'{n} count', 26)}</p>"
        )
        backward.append(title + table([*heads, "hands back <code>dA</code>"], rows) + count)
    products = [
        (
            f"<code>{a} @ {b}</code>",
            f"({left[0]}, {left[1]}) @ ({right[0]}, {right[1]})",
            pen.field(f"product {k}", 30),
        )
        for k, ((a, left), (b, right)) in enumerate(given["products"])
    ]
    return [
        section(
            place,
            "A · On the way forward",
            teacher,
            '<div class="rule"><p>A shape is (rows, columns). Columns are examples. '
            "<code>W</code> has a row for each unit of its layer, and a column for each number "
            "that a unit reads; <code>b</code> has a row for each unit, and one column.</p><p>A "
            "network 2-2-1 reads 2 numbers, has 2 units in layer 1, and 1 unit in layer 2. What "
            "layer 1 reads are the data, with a row for each number.</p></div>",
            *forward,
        ),
        section(
            place,
            "B · On the way back",
            teacher,
            '<div class="rule"><p>Each slope has the shape of what it belongs to.</p></div>',
            *backward,
        ),
        section(
            place,
            "C · May these be multiplied?",
            teacher,
            "<p>A layer of four units reads three numbers of each of ten examples. Which products "
            "exist? Write down the shape, or <b>no</b>.</p>",
            table(["product", "shapes", "shape of the result, or no"], products),
            "<p>Which of them does a network work out, and what are they called then?</p>",
            pen.lines(
                3,
                "W @ A_prev is Z, before the bias comes; dZ @ A_prev.T, divided by the number of "
                "examples, is dW; W.T @ dZ is the dA of the layer before.",
            ),
            "<p>A pupil writes <code>W * A_prev</code>. What happens?</p>",
            pen.lines(
                2,
                "NumPy refuses it: * multiplies entry by entry, and (4, 3) and (3, 10) do not fit. "
                "Where both shapes are the same by chance, as in 2-2-1 with two examples, it goes "
                "through, and is wrong.",
            ),
            "<p>Your own network: choose sizes and a number of examples, write down all shapes on "
            "the back, and let your neighbour find the one that you have got wrong on purpose.</p>",
        ),
    ]


def _forward_names(l):
    return [f"A{l - 1}", f"W{l}", f"b{l}", f"Z{l}", f"A{l}"]


def costs(given, pen):
    """Sheet 3: what four answers cost, by hand."""
    teacher, place = pen.for_teachers, "Sheet 3 · Cost by hand"
    prices = sideways(
        [
            ["<i>p</i>", *(p for p, _ in given["table"])],
            ["−ln <i>p</i>", *(price for _, price in given["table"])],
        ],
        "prices",
    )
    first = section(
        place,
        "A · Two networks, four points",
        teacher,
        '<div class="rule"><p>A network answers with the probability that the label is 1. '
        "Let <i>p</i> be the probability that it gave to <b>what is true</b>: the answer itself "
        "where the label is 1, and 1 minus the answer where the label is 0. The price of an answer "
        "is −ln <i>p</i>, and the <b>cost</b> is the mean price. The class is 1 if the answer is "
        "above 0.5, otherwise 0; <b>accuracy</b> is the share of right classes.</p></div>",
        f'<div class="prices">{prices}</div>',
        _bill(given, pen, "A"),
        _bill(given, pen, "B"),
        "<p>Which network has the higher accuracy? Which has the lower cost? How can that be?</p>",
        pen.lines(
            3,
            "A has all classes right, but it is not very sure of them. B is wrong once, not very "
            "sure of it, and nearly certain where it is right; so its mean price is lower.",
        ),
    )
    second = section(
        place,
        "B · Sure and wrong, and never sure",
        teacher,
        f'<div class="prices">{prices}</div>',
        "<p>Network C is B with one answer changed. Network D answers 0.5 to everything.</p>",
        _bill(given, pen, "C"),
        _bill(given, pen, "D"),
        "<p>What has changed from B to C: accuracy, cost, or both? Which would you rather "
        "trust?</p>",
        pen.lines(
            2,
            f"Only the cost, from {pen.text('B cost')} to {pen.text('C cost')}. Accuracy does not "
            "know how sure a network is. C is nearly certain where it is wrong.",
        ),
        "<p>You see a cost of 0.693 on a screen. What has that network learned, most likely?</p>",
        pen.lines(
            2, "Nothing yet: it is what answering 0.5 to everything costs, whatever the labels are."
        ),
        "<p>Finish the sentence: the smaller the probability for what is true, …</p>",
        pen.lines(1, "… the higher the price, and the faster it rises."),
    )
    return [first, second]


def _bill(given, pen, letter):
    forecasts = given["forecasts"][letter]
    rows = [
        (
            f"{label}",
            forecast,
            pen.field(f"{letter} p{k}", 18),
            pen.field(f"{letter} price{k}", 22),
            pen.field(f"{letter} class{k}", 14),
            pen.field(f"{letter} right{k}", 16),
        )
        for k, (label, forecast) in enumerate(zip(given["labels"], forecasts, strict=True))
    ]
    heads = ["label", "answer", "<i>p</i>", "price", "class", "right?"]
    sums = (
        f"<p>sum of the prices {pen.field(f'{letter} sum', 22)} &nbsp; cost = sum ÷ "
        f"{len(forecasts)} = {pen.field(f'{letter} cost', 22)} &nbsp; accuracy "
        f"{pen.field(f'{letter} accuracy', 22)}</p>"
    )
    return f"<h2>Network {letter}</h2>{table(heads, rows)}{sums}"


# The causes on the fourth sheet: what pupils read; what teachers say of a curve that has it.
CAUSES = {
    "nothing wrong": (
        "Nothing is wrong: it learns.",
        "Both costs fall, and stay near each other.",
        "Go on as long as the test cost falls.",
    ),
    "rate too small": (
        "The rate is too small.",
        "It falls from the first step on, evenly, and is far from its end.",
        "A rate ten or a hundred times larger.",
    ),
    "rate too large": (
        "The rate is too large.",
        "The cost jumps up and down, far above guessing.",
        "A rate ten times smaller.",
    ),
    "overfitting": (
        "It learns by heart: overfitting.",
        "The training cost goes to 0, the test cost turns and rises.",
        "More points, a smaller network, L2, or stop where the test cost is lowest.",
    ),
    "small start": (
        "Its first weights are too small.",
        "It stands at 0.69, the cost of guessing, for a long time, and then lets go. The slopes "
        "are tiny there, though not 0.",
        "The scheme he.",
    ),
    "starts at zero": (
        "All weights started at 0.",
        "Exactly flat at 0.69, to the end: in this network all slopes of the weights stay 0.",
        "Random starting weights.",
    ),
    "straight line": (
        "No hidden layer: a straight line.",
        "It learns quickly, and then stands well above 0: no straight line parts the moons.",
        "A hidden layer with a bend.",
    ),
    "shuffled labels": (
        "The training labels were mixed up.",
        "The training cost hardly gets below guessing, the test cost not at all, and the test "
        "accuracy is that of a coin.",
        "Look at the data before you look at the network.",
    ),
    "tiny batches": (
        "Each step sees only four points.",
        "Its curve falls, with little jumps at every step.",
        "Larger batches.",
    ),
}
LETTERS = dict(zip(CAUSES, "ABCDEFGHI", strict=True))


def curves(given, pen):
    """Sheet 4: eight cost curves, of which pupils say what is behind them."""
    teacher, place = pen.for_teachers, "Sheet 4 · What is the matter?"
    causes = "".join(
        f"<div><b>{LETTERS[name]}</b> &nbsp;{words}</div>" for name, (words, _, _) in CAUSES.items()
    )
    list_of_causes = f'<div class="rule causes">{causes}</div>'
    drawn = [_diagnosis(numbers, k, pen) for k, numbers in enumerate(given["curves"])]
    halves = [f'<div class="two">{"".join(drawn[k : k + 4])}</div>' for k in (0, 4)]
    intro = (
        "<p>Eight networks were trained on the two moons. Unbroken line: the cost on the training "
        "points. Dashed: on test points that the network has not seen. Tick the cause that fits "
        "best; one of the nine is left over. Mind the numbers at the axes.</p>"
    )
    left_over = pen.note(
        f"{LETTERS['tiny batches']} is left over. {CAUSES['tiny batches'][1]} From a curve alone "
        "nobody can be sure: what counts is a reason, and what one would try next to find out."
    )
    titles = ["Cost curves: the first four", "Cost curves: the last four"]
    return [
        section(place, titles[0], teacher, intro, list_of_causes, halves[0]),
        section(place, titles[1], teacher, list_of_causes, halves[1], left_over),
    ]


def _diagnosis(numbers, k, pen):
    highest = max(max(numbers["train"]), max(numbers["test"]))
    picture = figures.curve_picture(numbers, f"{k + 1}", 2 if highest > 1.2 else 1)
    train, test = (f"{share:.0%}".replace("%", " %") for share in numbers["right"])
    name = f"curve {k}"
    ticks = "".join(pen.tick(name, cause, letter) for cause, letter in LETTERS.items())
    cause = pen.text(name)
    seen = f"{CAUSES[cause][1]} <b>Try:</b> {CAUSES[cause][2]}" if cause else ""
    words = pen.lines(2, seen, "seen by: ")
    return (
        f'<div>{picture}<p class="small tight">right at the end: training {train}, test {test}</p>'
        f'<p class="ticks">{ticks}</p>{words}</div>'
    )


COURIERS = [
    ("A", "input 1", "unit 1", "W1[0, 0]"),
    ("B", "input 2", "unit 1", "W1[0, 1]"),
    ("C", "input 1", "unit 2", "W1[1, 0]"),
    ("D", "input 2", "unit 2", "W1[1, 1]"),
    ("E", "unit 1", "last unit", "W2[0, 0]"),
    ("F", "unit 2", "last unit", "W2[0, 1]"),
]


def human_network(given, pen):
    """Sheet 5: a network of people. The teacher's copy begins with the script."""
    teacher, place = pen.for_teachers, "Sheet 5 · The human network"
    record = section(
        place,
        "The clerk’s sheet",
        teacher,
        "<p>Write down every number that is called out, and what the judge says.</p>",
        "<h2>Rounds 1 to 4</h2>",
        _record(given, pen, ""),
        "<h2>Last round</h2>",
        pen.note(f"Courier B has the other card, with the weight {given['changed to']}."),
        _record(given, pen, "changed "),
        "<p>What goes wrong in the last round? Who is to blame, and who is not?</p>",
        pen.lines(
            3,
            "Both up: without courier B’s objection unit 1 wakes up there, and the last unit says "
            "lamp on. Units 1 and 2, the last unit and the other couriers did what their cards "
            "say. To walk back from a wrong answer to the weight that matters is lesson 05.",
        ),
    )
    if teacher:
        return [*_script(given, place), record]
    return [*_cards(given, place), record]


def _record(given, pen, prefix):
    columns = ["Z1[0]", "A1[0]", "Z1[1]", "A1[1]", "Z2", "Y_hat", "class", "right"]
    heads = ["input 1", "input 2", "unit 1 adds", "says", "unit 2 adds", "says"]
    heads += ["last unit adds", "answer", "class", "right?"]
    rows = [
        (
            str(one),
            str(two),
            *(pen.field(f"{prefix}{name} {j}", 13) for name in columns),
        )
        for j, (one, two) in enumerate(given["switches"])
    ]
    return f'<div class="record">{table(heads, rows)}</div>'


def _cards(given, place):
    """Return the pages with the plan and the cards to cut out."""
    params = given["params"]
    sigmoid = sideways(
        [["sum", *(z for z, _ in given["table"])], ["call", *(p for _, p in given["table"])]]
    )
    cards = [
        _card(
            f"Input {k}",
            "Hold up 1 if your switch is up, 0 if it is down. Tell your number to "
            f"couriers {a} and {b}.",
            "0 or 1?",
        )
        for k, a, b in ((1, "A", "C"), (2, "B", "D"))
    ]
    cards += [
        _card(
            f"Courier {letter}",
            f"Fetch the number from {start}. Multiply it by your weight. Bring the product to "
            f"{_the(end)}.",
            f"your weight: {params[weight]}",
        )
        for letter, start, end, weight in COURIERS
    ]
    cards += [
        _card(
            f"Unit {k + 1}",
            f"Add up what couriers {pair} bring you, and your bias. Call out the sum. If it is "
            f"below 0, "
            "squat down and say 0: you sleep. Otherwise say the sum itself.",
            f"your bias: {params[f'b1[{k}]']}",
        )
        for k, pair in ((0, "A and B"), (1, "C and D"))
    ]
    cards += [
        _card(
            "Last unit",
            "Add up what couriers E and F bring you, and your bias. Call out the sum, also if it "
            "is below 0: you never sleep.",
            f"your bias: {params['b2']}",
        ),
        _card(
            "Answer",
            f"Look up the last unit’s sum, and call out how probable it is that the lamp is lit. "
            f"{sigmoid}",
            "",
        ),
        _card(
            "Clerk",
            "You have a sheet and a pencil. Write down every sum and every answer that is called "
            "out. Nobody else may keep anything. If you miss a number, say so at once.",
            "nothing is forgotten",
        ),
        _card(
            "Judge",
            "Class 1, lamp on, if the answer is above 0.5; otherwise class 0, lamp off. You alone "
            "know the truth: the lamp is lit if exactly one switch is up. Say right or wrong.",
            "right or wrong?",
        ),
        _card(
            "Courier B, last round",
            "Only when the teacher says so: put away your other card, and show this one to nobody. "
            "Fetch the number from input 2, multiply it by your weight, and bring it to unit 1.",
            f"your weight: {given['changed to']}",
        ),
    ]
    plan = section(
        place,
        "Where everybody stands",
        None,
        "<p>Fourteen people make one network. In a larger class two networks play, or two people "
        "share a card: one works it out, the other checks.</p>",
        figures.yard_plan(),
        "<ul><li>Only couriers walk. They carry one number at a time, and say it so that the clerk "
        "hears it.</li><li>A unit waits until all its couriers have come.</li>"
        "<li>Nobody helps: everybody knows only what stands on their own card.</li></ul>"
        "<p>Before you begin: can anybody in this network see what the switches are for?</p>",
    )
    pages = [
        section(
            place,
            "Cards to cut out",
            None,
            f'<div class="cards">{"".join(cards[k : k + 8])}</div>',
        )
        for k in (0, 8)
    ]
    return [plan, *pages]


def _the(name):
    """Say "the last unit", but "unit 1"."""
    return f"the {name}" if name == "last unit" else name


def _card(title, words, big):
    return f'<div class="card"><h3>{title}</h3><p>{words}</p><p class="big">{big}</p></div>'


def _script(given, place):
    """Return the teacher's pages: what to prepare, to say and to ask."""
    rows = [
        ("0–4", "Give out the cards. Chalk the circles and lines of the plan on the ground."),
        (
            "4–8",
            "Round 1, both switches down, slowly: only one courier walks at a time, and everybody "
            "watches. The clerk reads out what is written.",
        ),
        ("8–12", "Rounds 2 and 3. Before each: <i>who will sleep?</i> Hands up, then play."),
        ("12–14", "Round 4, both up, as fast as they can. Take the time, if the class likes that."),
        (
            "14–17",
            "Two examples at once: couriers carry two numbers on one slip, one below the other "
            "for the settings of rounds 2 and 3. Is anybody’s work different? Does one number "
            "ever look at the other?",
        ),
        (
            "17–20",
            "Last round: hand courier B the other card, secretly. Play all four settings. Which is "
            "wrong, and who can find out why?",
        ),
    ]
    return [
        section(
            place,
            "Script: 20 minutes in the yard, before notebook 03",
            True,
            "<p><b>What it is for</b>: to have been a unit. Afterwards the sums of notebook 03 "
            "are something that they have done with their feet. The minutes are "
            "estimates.</p><p><b>Prepare</b>: print the pupils’ sheet, cut out the cards "
            "(single-sided), keep the second card of courier B in your pocket. Chalk, one pencil, "
            "something to write on.</p>",
            figures.yard_plan(),
            table(["minutes", "what you do and say"], rows, "wide", left=(1,)),
        ),
        section(
            place,
            "What to talk about",
            True,
            "<ul><li><i>Who of you knew what the network is for?</i> Nobody but the judge. What "
            "the network can do is in the numbers on the cards, not in the "
            "people.</li><li><i>What does unit 1 find?</i> It is awake only if input 1 alone is "
            "up. Unit 2 is its mirror image. The last unit asks whether either of them is "
            "awake.</li><li><i>Could one unit do it alone, without a hidden layer?</i> No: each "
            "switch alone would have to push it above 0.5, and both together would push it "
            "further still. Notebook 02 says why: without a bend a network draws straight "
            "lines.</li><li><i>Both units add up to 0 when both switches are up. Asleep or "
            "awake?</i> It makes no difference to the answer: they say 0.</li><li><i>What did the "
            "clerk write down, and what for?</i> The memory of notebook 03. The walk back of "
            "notebook 05 needs it.</li><li><i>Did it matter that two examples went at once?</i> "
            "No number looks at its neighbour. That is why columns are examples, and one product "
            "does them all.</li><li><i>What is missing before it could learn?</i> Somebody who "
            "says how wrong it is (04), how much each card has to do with it (05), and who "
            "changes the cards (06).</li></ul><h2>If something goes wrong</h2><ul><li>Couriers "
            "say the number that they fetched, not the product. Let them say the whole line: <i>1 "
            "times −2 is −2</i>.</li><li>A sleeping unit stays silent. It must say 0, or the last "
            "unit waits for ever.</li><li>Somebody forgets the bias. Let the unit call out the "
            "bias first.</li><li>Fewer than fourteen: clerk and judge are you, and answer and "
            "last unit are one person. That leaves eleven.</li></ul>",
        ),
    ]
