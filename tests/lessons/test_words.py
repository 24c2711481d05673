"""How numbers are said in sentences."""

from classroom.words import counted


def test_one_is_not_said_as_many_and_thousands_are_set_off():
    assert counted(1, "step") == "1 step"
    assert counted(0, "step") == "0 steps"
    assert counted(1234, "step") == "1,234 steps"
    assert (counted(1, "bias", "biases"), counted(2, "bias", "biases")) == ("1 bias", "2 biases")
