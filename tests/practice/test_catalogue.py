"""The catalogue of exercises and questions, which opens lessons as names are asked for."""

import pytest

from classroom.practice.catalogue import LESSONS, Catalogue, practice_of


@pytest.fixture
def exercises():
    return Catalogue("EXERCISES")


def test_all_names_come_in_reading_order_whichever_was_asked_for_first(exercises):
    assert exercises["adam_step"].name == "adam_step"
    expected = [item.name for lesson in LESSONS for item in practice_of(lesson).EXERCISES]
    assert list(exercises) == expected
    assert len(exercises) == len(expected) > 40
    assert all(exercises[name].name == name for name in expected)


def test_a_name_that_no_lesson_has_is_missing(exercises):
    with pytest.raises(KeyError, match="no_such"):
        exercises["no_such"]
    assert exercises.get("no_such") is None
    assert "no_such" not in exercises and "relu" in exercises


def test_what_is_put_in_stands_before_what_was_there_and_can_be_taken_out(exercises):
    before, count = exercises["relu"], len(exercises)
    exercises["relu"], exercises["new"] = "another", "one"
    assert (exercises["relu"], exercises["new"]) == ("another", "one")
    assert list(exercises)[-1] == "new" and len(exercises) == count + 1
    del exercises["relu"], exercises["new"]
    assert exercises["relu"] is before and len(exercises) == count


def test_kinds_are_kept_apart(exercises):
    assert "relu" not in Catalogue("QUESTIONS")
    assert "forward_negative_Z" in Catalogue("QUESTIONS")
    assert "forward_negative_Z" not in exercises
