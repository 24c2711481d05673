"""Writing a table to a file, reading it, and why it is refused."""

import pytest

from classroom.datasets.own_table import own_table


@pytest.fixture
def write(tmp_path):
    """Return a function that writes lines, text or bytes to a file in a folder called secret."""

    def write(content, name="prices.csv"):
        path = tmp_path / "secret" / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(content, list):
            content = "\n".join(content) + "\n"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def refusal(write, capsys):
    """Return a function that gives the problems, as one text, for which a file is refused."""

    def refusal(content, label="sold", **options):
        with pytest.raises(ValueError) as caught:
            own_table(write(content), label, **options)
        message = str(caught.value)
        start = "prices.csv cannot be used as it is:"
        assert message.startswith(start) and "secret" not in message
        assert capsys.readouterr().out == ""
        return message.removeprefix(start).removeprefix(" ")

    return refusal


@pytest.fixture
def read(write):
    def read(content, label="sold", report=None, **options):
        return own_table(write(content), label, report=report, **options)

    return read
