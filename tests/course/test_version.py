"""The version and the licences: the same wherever they are named."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXTS_LICENCE = "LICENSE-CC-BY-4.0.txt"


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(read("pyproject.toml"))["project"]
CITATION = yaml.safe_load(read("CITATION.cff"))
ENTRIES = re.findall(r"^## \[(.+?)\] - (.+)$", read("CHANGELOG.md"), re.MULTILINE)


def test_one_version_everywhere():
    assert PROJECT["version"] == CITATION["version"] == ENTRIES[0][0]


def test_the_changes_go_down_in_versions_each_with_its_day():
    versions = [tuple(map(int, version.split("."))) for version, _ in ENTRIES]
    assert versions == sorted(versions, reverse=True) and versions[-1] == (0, 1, 0)
    days = [day for _, day in ENTRIES]
    if days[0] == "unreleased":
        assert "date-released" not in CITATION
        days = days[1:]
    for day in days:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day), day


def test_one_holder_and_one_licence_for_the_code():
    holder = re.search(r"^Copyright \(c\) \d{4} (.+)$", read("LICENSE"), re.MULTILINE).group(1)
    assert [author["name"] for author in CITATION["authors"]] == [holder]
    assert PROJECT["license"] == CITATION["license"] == "MIT"


def test_the_licence_for_the_texts_is_whole():
    text = read(TEXTS_LICENCE)
    assert text.startswith("Attribution 4.0 International\n")
    sections = re.findall(r"^Section (\d) -- ", text, re.MULTILINE)
    assert sections == list("12345678")
    assert text.rstrip().endswith("Creative Commons may be contacted at creativecommons.org.")


@pytest.mark.parametrize("name", ["LICENSE", TEXTS_LICENCE, "CITATION.cff", "CHANGELOG.md"])
def test_the_readme_leads_to_it(name):
    assert f"]({name})" in read("README.md")
