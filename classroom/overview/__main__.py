"""python -m classroom.overview FOLDER"""

import argparse
import shutil
import sys
from pathlib import Path

from classroom.overview.hand_ins import read_folder
from classroom.overview.page import html_page
from classroom.overview.rerun import WARNING, rerun
from classroom.overview.tables import csv_table, text_table

FORMS = (
    "The folder holds a folder for each pupil, or files that carry the pupils' names "
    "(02_activations_anna.ipynb), at any depth. A pupil's my_answers.json holds the guesses and "
    "the answers to questions; hand it in with the notebooks."
)


def main(arguments=None):
    """Read hand-ins and show who has solved what; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m classroom.overview",
        description="Show who has solved what, from the notebooks that pupils handed in.",
        epilog=f"{FORMS} {WARNING}",
    )
    parser.add_argument("folder", type=Path, help="where the hand-ins are")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table for a spreadsheet")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page to look at")
    parser.add_argument("--no-names", action="store_true", help="numbers in the place of names")
    parser.add_argument("--rerun", action="store_true", help="run the functions again (see below)")
    parser.add_argument("--yes", action="store_true", help="do not ask before --rerun")
    options = parser.parse_args(arguments)
    try:
        pupils, problems = read_folder(options.folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if options.rerun:
        print(WARNING)
        if not options.yes and not _agreed():
            return 2
        problems += rerun(pupils)
    if options.no_names:
        for number, pupil in enumerate(pupils, start=1):
            pupil.name = f"pupil {number}"
    try:
        if options.csv:
            # The mark at the beginning tells spreadsheets that it is UTF-8.
            options.csv.write_text(csv_table(pupils), encoding="utf-8-sig")
        if options.html:
            page = html_page(pupils, problems, names=not options.no_names)
            options.html.write_text(page, encoding="utf-8")
    except OSError as error:
        print(f"{error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    if pupils:
        print(text_table(pupils, shutil.get_terminal_size((100, 24)).columns), end="")
    else:
        print(f"No notebook of this course was found in {options.folder}. {FORMS}")
    for file, why in problems:
        print(f"{'A file' if options.no_names else file}: {why}", file=sys.stderr)
    return 0


def _agreed():
    try:
        return input("Run them? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


if __name__ == "__main__":
    sys.exit(main())
