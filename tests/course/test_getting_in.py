"""What docs/teaching/getting_in.md shows: its commands work, and what it quotes is said."""

import re
import shlex
from pathlib import Path

import nbformat
import pytest

import start
from tests.course.test_deploy import HUB, class_folder, commands
from tests.notebooks import ROOT

PAGE = (ROOT / "docs/teaching/getting_in.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^    (\S.*)$", PAGE, flags=re.M)
OURS = [line for line in SHOWN if line.startswith("python3 ")]
ROOMS = dict(re.findall(r"^## (\d · [^\n]*)\n(.*?)(?=^## |\Z)", PAGE, flags=re.M | re.S))


def slug(heading):
    """Return the anchor that GitHub makes of a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def test_there_is_a_room_for_each_line_of_the_table_and_its_links_lead_there():
    linked = re.findall(r"\]\(#([^)]*)\)", PAGE)
    assert set(linked) == {slug(room) for room in ROOMS}
    assert len(ROOMS) == 6


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_it_needs_how_long_it_takes_and_what_was_tried(room):
    for words in ("**What you need.**", "**Minutes.**", "**Tried", "**Not tried"):
        assert words in ROOMS[room], words
    assert "| what goes wrong | what to do |" in ROOMS[room] or room.startswith("6")


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """A project whose set-up, download and start are pretended, and written down."""
    (tmp_path / "notebooks").mkdir()
    done = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(start, "set_up", lambda root, lock, wheels: done.append((lock, wheels)))
    monkeypatch.setattr(start, "download", lambda root, lock, folder: done.append("download"))
    monkeypatch.setattr(start, "run", lambda root, command, more=(): done.append("run") or 0)
    return tmp_path, done


READY = (start.COURSE, None)
DOES = {
    "python3 start.py --class for_class": [],
    "python3 start.py for_class": [READY, "run"],
    "python3 start.py --wheels wheels for_class": [READY, "download"],
}


def words_of(line):
    """Return what a line shown hands to start.py."""
    program, script, *words = shlex.split(line)
    assert (program, script) == ("python3", "start.py")
    return words


@pytest.mark.parametrize("line", dict.fromkeys(OURS))
def test_start_takes_every_command_shown(fake, line):
    root, done = fake
    (root / "for_class").mkdir()
    assert start.main([*words_of(line), "--no-browser"], root) == 0
    assert done == DOES[line]


def test_pupils_open_the_copies_that_their_teacher_has_made(fake, monkeypatch):
    root, _ = fake
    opened = []
    monkeypatch.setattr(start, "run", lambda root, command, more=(): opened.append(command) or 0)
    cells = [("a task", []), ("the answer", ["solution"])]
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(source, metadata={"tags": tags}) for source, tags in cells
        ]
    )
    nbformat.write(notebook, root / "notebooks/00_a.ipynb")
    for_teacher, for_pupils = list(dict.fromkeys(OURS))[:2]
    assert start.main(words_of(for_teacher), root) == 0
    assert start.main(words_of(for_pupils), root) == 0
    [command] = opened
    [place] = [word for word in command if str(word).startswith("--ServerApp.root_dir=")]
    text = (Path(place.partition("=")[2]) / "00_a.ipynb").read_text(encoding="utf-8")
    assert "a task" in text and "the answer" not in text


def test_the_servers_setting_is_one_it_knows_and_its_copies_are_the_teachers(tmp_path):
    [setting] = re.findall(r"`(\w+ = \"\w+\")` into `class_server/settings.toml`", PAGE)
    (tmp_path / "settings.toml").write_text(setting, encoding="utf-8")
    assert setting in (HUB / "README.md").read_text(encoding="utf-8")
    assert class_folder.settings_of(tmp_path)["notebooks"] == words_of(OURS[0])[-1]


def test_the_same_command_fills_the_folder_and_then_uses_it(fake):
    root, done = fake
    [line] = {line for line in OURS if "--wheels" in line}
    assert OURS.count(line) == 2
    (root / "wheels").mkdir()
    (root / "for_class").mkdir()
    (root / "wheels/numpy.whl").write_text("")
    assert start.main([*words_of(line), "--no-browser"], root) == 0
    assert done == [(start.COURSE, root / "wheels"), "run"]


def test_the_servers_commands_are_those_of_its_own_page():
    servers = [line for line in SHOWN if line not in OURS]
    assert servers == commands(HUB / "README.md")[:3]


def test_what_the_programs_say_is_quoted_as_they_say_it():
    said = " ".join(
        [
            *(sentence for _, sentence in start.SENTENCES),
            start.NO_PIP,
            start.OTHER_KIND,
            class_folder.NO_ENTRY,
        ]
    )
    quoted = re.findall(r'"([A-Z][^"]*)"', PAGE)
    assert len(quoted) >= 5
    for sentence in quoted:
        for part in sentence.split("…"):
            assert part.strip() in said, sentence
