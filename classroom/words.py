"""How numbers are said in sentences."""


def counted(number, thing, things=None):
    """Write a number and what is counted: "1 step", "1,000 steps", "2 matrices"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
