"""Notebook 00: a first taste of training, six networks side by side, the grid of a picture."""

from contourpy import contour_generator

from classroom import svg
from classroom.moons_pictures import bare_plane, live_plane
from classroom.network_pictures import network_parts
from classroom.pictures import short
from classroom.plane import MOONS_X, MOONS_Y, middles
from classroom.svg import CLASS_0, CLASS_1, INK, NEGATIVE, POSITIVE
from classroom.words import and_besides, counted, points_right
from nnlib.architecture import layer_sizes


def six_planes(networks):
    """Draw what six networks say over the plane, with every fifth training point."""
    parts = []
    for k, numbers in enumerate(networks):
        left, top = 10 + 300 * (k % 3), 26 + 202 * (k // 3)
        split = numbers["split"]
        few = split._replace(X_train=split.X_train[:, ::5], Y_train=split.Y_train[:, ::5])
        head = f"network {k + 1}: {numbers['right']} of {numbers['total']}"
        parts.append(svg.text(left + 140, top - 8, head, "middle", weight="bold"))
        ax = svg.Axes(left, top, 280, 164, MOONS_X, MOONS_Y)
        parts.append(_framed(ax, numbers | {"split": few}))
    counts = ", ".join(str(numbers["right"]) for numbers in networks)
    steps = networks[0]["steps"]
    when = "before their first step" if steps == 0 else f"after {counted(steps, 'step')}"
    alt = (
        f"Six networks {when}, each with its line across the plane: of "
        f"{networks[0]['total']} points {counts} lie on their own colour. Every fifth is drawn."
    )
    return svg.picture(900, 400, alt, *parts)


def _framed(ax, numbers):
    x, y = ax.left, ax.top
    frame = svg.rectangle(x, y, ax.width, ax.height, fill="none", stroke=INK)
    return bare_plane(ax, numbers["region"], numbers["split"]) + frame


def taste_picture(numbers):
    """Draw a network with its weights, and the plane coloured by its answers."""
    sizes = layer_sizes(numbers["nn_architecture"])
    head = f"{'-'.join(map(str, sizes))} · learning rate {short(numbers['learning_rate'])}"
    done = f"step {numbers['steps']} · {numbers['right']} of {numbers['total']} right"
    parts = [
        svg.text(16, 24, head, weight="bold"),
        svg.text(676, 24, done, "middle", weight="bold"),
        network_parts(numbers["nn_architecture"], 0, 466, 144, 278, numbers["params_values"], 26),
        svg.segment(14, 340, 42, 340, POSITIVE, 3),
        svg.text(48, 344, "weight above 0"),
        svg.segment(176, 340, 204, 340, NEGATIVE, 3, "5 3"),
        svg.text(210, 344, "weight below 0"),
        svg.text(340, 344, "thick: far from 0"),
        live_plane(
            svg.Axes(530, 42, 356, 256, MOONS_X, MOONS_Y), numbers["region"], numbers["split"]
        ),
    ]
    return svg.picture(900, 356, taste_words(numbers), *parts)


def taste_words(numbers):
    """Say in sentences what the first taste shows."""
    sizes, rate = layer_sizes(numbers["nn_architecture"]), short(numbers["learning_rate"])
    words = points_right(numbers["steps"], rate, sizes, numbers["right"], numbers["total"])
    return words + and_besides(numbers["stopped"], numbers["region"])


def weights_words(weights):
    """Write the largest weight at the start and after each step, in lines, with two digits."""
    heads = ["before the first step", *(f"after step {k}" for k in range(1, len(weights)))]
    numbers = [f"{float(f'{w:.2g}'):,.{int(w < 10)}f}" for w in weights]
    width = max(map(len, numbers))
    lines = [f"{head:>21}: {words:>{width}}" for head, words in zip(heads, numbers, strict=True)]
    return "\n".join(["The largest weight, its sign left out:", *lines])


def grid_picture(numbers):
    """Draw the middles of the tiles with their answers, and the colours these make."""
    tiles, answers = numbers["tiles"], numbers["answers"]
    asked = svg.Axes(14, 38, 420, 300, MOONS_X, MOONS_Y)
    coloured = svg.Axes(466, 38, 420, 300, MOONS_X, MOONS_Y)
    says_1 = answers.ravel() > 0.5
    size = max(3, min(12, 90 // tiles))
    dots = [
        asked.dots(*numbers["questions"][:, says_1 == value], colour, size, round_=not value)
        for value, colour in [(False, CLASS_0), (True, CLASS_1)]
    ]
    x, y = (middles(*bounds, tiles) for bounds in (MOONS_X, MOONS_Y))
    lines = contour_generator(x, y, answers).lines(0.5)
    parts = [
        svg.text(224, 26, f"{tiles * tiles:,} points, {tiles} in a row", "middle"),
        asked.inside(*dots),
        svg.rectangle(14, 38, 420, 300, fill="none", stroke=INK),
        svg.text(676, 26, "a tile of colour for each answer", "middle"),
        coloured.inside(_tiles(coloured, answers), *(coloured.line(*l.T, INK, 2.5) for l in lines)),
        svg.rectangle(466, 38, 420, 300, fill="none", stroke=INK),
    ]
    return svg.picture(900, 350, grid_words(numbers), *parts)


def _tiles(ax, answers):
    """Fill the rectangle as `ax.colours` does, with hard edges between the tiles."""
    return ax.colours(answers).replace("<image ", '<image style="image-rendering:pixelated" ')


def grid_words(numbers):
    """Say in a sentence how many answers a picture of so many tiles takes."""
    tiles, says_1 = numbers["tiles"], int((numbers["answers"] > 0.5).sum())
    return (
        f"{tiles} rows of {tiles} tiles: the network is asked {tiles * tiles:,} times, "
        f"and says class 1 at {says_1:,} of the points."
    )
