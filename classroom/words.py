"""How numbers, and mistakes that are refused, are said in words."""

import textwrap


def counted(number, thing, things=None):
    """Write a number and what is counted: "1 step", "1,000 steps", "2 matrices"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def refusal(function, *arguments):
    """Call a function with a mistake in its arguments; return what it says, in short lines."""
    try:
        function(*arguments)
    except ValueError as error:
        return textwrap.fill(str(error), 80)
    raise AssertionError(f"{function.__name__} took these arguments, expected that it refuses them")
