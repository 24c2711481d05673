"""Make accounts for a class's server, and print their passwords, which are kept nowhere.

    sudo .venv/bin/python deploy/jupyterhub/accounts.py amina jonas      two more accounts
    sudo .venv/bin/python deploy/jupyterhub/accounts.py --again amina    a new password for one

Everybody can choose a password of their own afterwards, at /hub/auth/change-password.
"""

import argparse
import dbm
import re
import secrets
import sys
import time

import bcrypt
import class_folder
from firstuseauthenticator import FirstUseAuthenticator

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,30}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another one
PATIENCE = 10.0  # seconds: the hub holds the file for a moment at each login


def new_password():
    """Return a password that can be read from a slip of paper: about 59 bits of chance."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def passwords_in(folder):
    """Return the name of the file with the hashes of all passwords."""
    return str(folder / "state/passwords.dbm")


def opened(path, patience=PATIENCE):
    """Open the file with the hashes, to read and write; wait while somebody else has it open."""
    until = time.monotonic() + patience
    while True:
        try:
            return dbm.open(path, "c", 0o600)
        except dbm.error:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def check_name(name):
    """Stop if this cannot be an account's name, and so a folder's."""
    if not NAME.fullmatch(name):
        raise class_folder.Stop(
            f"{name!r} cannot be a name. Take small letters a to z, digits, and . _ - inside, "
            "31 signs at most."
        )


def give(path, names, again=False):
    """Make accounts, or give new passwords to old ones; return {name: password}."""
    for name in names:
        check_name(name)
    given = {name: new_password() for name in names}
    # This takes its time on purpose, so the file is not open meanwhile.
    hashes = {name: bcrypt.hashpw(p.encode(), bcrypt.gensalt()) for name, p in given.items()}
    with opened(path) as known:
        for name in names:
            if (name.encode() in known) != again:
                wrong = "there is no account yet" if again else "there is an account already"
                raise class_folder.Stop(f"{name}: {wrong}.")
        for name, value in hashes.items():
            known[name.encode()] = value
    return given


class ClassAuthenticator(FirstUseAuthenticator):
    """Let in those who were given an account; unlike its parent, take nobody's first password."""

    async def authenticate(self, handler, data):
        """Return the name, or None if name or password is wrong."""
        name = self.normalize_username(data["username"])
        with opened(self.dbm_path) as known:
            if name.encode() not in known:
                return None
        return await super().authenticate(handler, data)


def main(arguments=None):
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description="Make accounts, and print their passwords.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--again", action="store_true", help="new passwords for old accounts")
    parser.add_argument(
        "--teacher", action="store_true", help="the teacher's account, if there is none"
    )
    options = parser.parse_args(arguments)
    folder = class_folder.folder_of()
    path, names = passwords_in(folder), options.names
    try:
        class_folder.make(folder)
        teacher = class_folder.settings_of(folder)["teacher"]
        if options.teacher:
            with opened(path) as known:
                names = names if teacher.encode() in known else [*names, teacher]
        given = give(path, names, options.again)
    except class_folder.Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename} belongs to somebody else. Run this with sudo.", file=sys.stderr)
        return 1
    for name, password in given.items():
        print(f"{name:<32}{password}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
