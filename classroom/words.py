"""How numbers, and mistakes that are refused, are said in words."""

import textwrap


def counted(number, thing, things=None):
    """Write a number and what is counted: "1 step", "1,000 steps", "2 matrices"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def after(steps):
    """Say when a network is looked at: "Before its first step", "After 2 steps"."""
    return "Before its first step" if steps == 0 else f"After {counted(steps, 'step')}"


def points_right(steps, rate, sizes, right, total):
    """Say how many points a network gets right after so many steps; `rate` as it is written."""
    return (
        f"{after(steps)} at learning rate {rate} the {'-'.join(map(str, sizes))} network gets "
        f"{right} of {total} points right, {right / total:.1%}."
    )


def and_besides(stopped, answers):
    """Say what stopped a run, if anything did, and whether all its answers are of one class."""
    words = f" {stopped}" if stopped else ""
    above = answers > 0.5
    if above.all() or not above.any():
        words += f" It says class {int(above.all())} everywhere: there is no line to draw."
    return words


def refusal(function, *arguments):
    """Call a function with a mistake in its arguments; return what it says, in short lines."""
    try:
        function(*arguments)
    except ValueError as error:
        return textwrap.fill(str(error), 80)
    raise AssertionError(f"{function.__name__} took these arguments, expected that it refuses them")
