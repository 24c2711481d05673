"""Slips: wrong versions of a solution, written as edits of it."""

import pytest

from classroom.practice.catalogue import EXERCISES
from classroom.practice.slips import exercise, read_slips


def my_largest(numbers, start=0):
    largest = start
    for x in numbers:
        if x > largest:
            largest = x
    return largest


def smallest(numbers):
    return min(numbers)


def slip(text):
    (found,) = read_slips(my_largest, f"{text}\n    Why not.")
    return found.function


def test_an_edit_replaces_a_piece_of_the_solution():
    assert slip("x > largest → x < largest")([3, -2, 5]) == -2
    assert my_largest([3, -2, 5]) == 5


def test_an_edit_replaces_every_such_piece_but_not_in_the_name():
    found = slip("largest → x")
    assert (found([3, 7, 5]), found.__name__) == (5, "my_largest")


def test_an_edit_may_change_the_first_line():
    assert slip("start=0 → start=4")([1]) == 4


def test_several_edits_are_made_one_after_the_other():
    two = slip("x > largest → x < least\nlargest → least")
    assert two([3, -2, 5]) == -2
    assert slip("largest → least\nx > least → x < least")([3, -2, 5]) == -2


def test_code_alone_stands_in_place_of_what_is_returned_at_the_end():
    assert slip("[largest, x]")([3, 7, 5]) == [7, 5]


def test_code_alone_after_edits():
    assert slip("x > largest → x < largest\nlargest, len(numbers)")([3, -2, 5]) == (-2, 3)


def test_an_earlier_return_stays_when_code_stands_for_the_last_one():
    found = slip('largest = x → return "early"\n"late"')
    assert (found([1]), found([-1])) == ("early", "late")


def test_a_line_further_in():
    assert slip("return → ⇥return")([3, 7]) == 3
    assert slip("return → ⇥⇥return")([-1, 3, 7]) == 3


def test_the_names_of_the_solutions_module_are_known():
    assert slip("smallest(numbers)")([3, 1, 2]) == 1
    with pytest.raises(NameError, match="'np'"):
        slip("np.max(numbers)")([3])


def test_the_solutions_name_in_a_slip_is_the_solution():
    assert slip("my_largest(numbers) + 1")([3, 7]) == 8


def test_a_slip_is_a_function_like_the_solution_and_made_once():
    (found,) = read_slips(my_largest, "0\n    Why not.")
    assert found.function is found.function
    assert found.function.__name__ == "my_largest"
    assert found.function.__module__ == __name__
    assert my_largest([4]) == 4


def test_sentences_are_joined_to_one_line_and_slips_keep_their_order():
    text = """
        x > largest → x < largest
            This finds → the smallest number;
            the largest is asked for.
        largest → x
        numbers
            That is the list.
    """
    first, second = read_slips(my_largest, text)
    assert first.message == "This finds → the smallest number; the largest is asked for."
    assert (first.edits, second.edits) == (
        ("x > largest → x < largest",),
        ("largest → x", "numbers"),
    )
    assert second.message == "That is the list."
    assert read_slips(my_largest, "") == ()


def test_a_piece_that_is_not_in_the_solution():
    with pytest.raises(ValueError, match="'x >= largest' is no piece of my_largest"):
        slip("x >= largest → x > largest")
    with pytest.raises(ValueError, match="'x > largest' is no piece of my_largest"):
        slip("x > largest → x < largest\nx > largest → x == largest")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("0\n    Why not.\nx\nlargest → x", "code without a sentence .* my_largest: 'largest → x'"),
        ("0", "code without a sentence among the slips of my_largest: '0'"),
        ("    Why not.\n0\n    Why.", "a sentence without code .* my_largest: 'Why not.'"),
        ("0\n    Why not.\n\nx\n    Why.", "an empty line among the slips of my_largest"),
        ("0\n\n    Why not.", "an empty line among the slips of my_largest"),
    ],
)
def test_what_is_incomplete(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        read_slips(my_largest, text)


def test_an_exercise():
    made = exercise(
        my_largest,
        returns="largest, x",
        cases=list,
        hints="""
            The first hint,
            on two lines.

            The second one.
        """,
        slips="""
            0
                Why not.
            1
                One more.
        """,
        praise="Found.",
        seconds=1,
    )
    assert (made.name, made.solution, made.cases) == ("largest", my_largest, list)
    assert made.returns == ("largest", "x")
    assert made.hints == ("The first hint, on two lines.", "The second one.")
    assert [m.message for m in made.misconceptions] == ["Why not.", "One more."]
    assert (made.praise, made.stub, made.seconds) == ("Found.", None, 1)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_slip_of_the_course_can_be_made(name):
    for misconception in EXERCISES[name].misconceptions:
        assert callable(misconception.function), misconception.message
        assert " ".join(misconception.message.split()) == misconception.message != ""


def test_slips_put_together_from_parts_come_after_the_others():
    made = exercise(
        my_largest,
        returns="largest",
        cases=list,
        hints="Look.",
        slips="\n    0\n        First.\n    ",
        more_slips="x > largest → x < largest\nnumbers\n    Second.",
        praise="Good.",
    )
    assert [slip.message for slip in made.misconceptions] == ["First.", "Second."]
    assert made.misconceptions[1].edits == ("x > largest → x < largest", "numbers")
