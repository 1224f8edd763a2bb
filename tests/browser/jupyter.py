"""Real JupyterLab and Voila for the tests of what an analyst sees. In: code cells. Out: an open, recorded page.

One server of each kind for the session: a start takes 9 to 14 seconds. Both listen on loopback alone, keep everything
they write in a temporary folder, and take the processes they started with them when they go. Fixtures:

- `lab(cells)` opens a notebook in JupyterLab, runs it, and returns a `Notebook`;
- `voila(cells)` shows it as a page under Voila.

After the test every page must have asked nobody but its server, and logged no error.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest

from toolkit.cli.studio import FOR_WIDGETS

__all__ = ["Notebook", "Opener", "Server", "jupyter_server", "lab", "lab_server", "voila", "voila_server"]

START_SECONDS = 90.0
PATIENCE = 180_000  # milliseconds that a cell, a kernel or a widget may take on a busy machine

# What the servers' own front ends log on every page; nothing of ours is excused.
_NOT_OURS = ("Failed to load resource: the server responded with a status of 404",)
_SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/apputils-extension/themes": {"adaptive-theme": True},  # light or dark, as the page asks
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none", "kernelShutdown": True},
}
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_LAB = (
    "jupyterlab",
    "--ServerApp.open_browser=False",
    "--ServerApp.port_retries=0",
    "--ServerApp.allow_root=True",
    "--ServerApp.ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
_CULL = ("--MappingKernelManager.cull_idle_timeout=30", "--MappingKernelManager.cull_interval=5")  # of closed pages
_VOILA = (
    "voila",
    "--no-browser",
    "--Voila.port_retries=0",
    "--Voila.ip=127.0.0.1",
    "--template=brief",
    *FOR_WIDGETS,
    *_CULL,
)
_SHARE = Path(__file__).parents[2] / "toolkit" / "jupyter" / "share"  # our page for Voila, which asks no server

_RUN_ALL = """async () => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.sessionContext.ready;
  return await window.jupyterapp.commands.execute('notebook:run-all-cells');
}"""
_READY = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  return Boolean(panel?.context?.isReady && panel.sessionContext?.session?.kernel && panel.content.activeCell);
}"""
_IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
_ASK = """async (expression) => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const request = { code: '', silent: true, store_history: false, user_expressions: { answer: expression } };
  const { answer } = (await kernel.requestExecute(request).done).content.user_expressions;
  if (answer.status !== 'ok') throw new Error(`${answer.ename}: ${answer.evalue}`);
  return answer.data['text/plain'];
}"""
_END = "async () => { await window.jupyterapp?.shell?.currentWidget?.sessionContext?.shutdown(); }"


@dataclass
class Server:
    """A running JupyterLab or Voila: its address, and the folder that it serves."""

    kind: str
    url: str
    root: Path
    names: Iterator[int] = field(default_factory=count)

    def write(self, cells: Sequence[str] | nbformat.NotebookNode) -> str:
        """Put a notebook into the folder and return its name."""
        name = f"page{next(self.names)}.ipynb"
        book = cells if isinstance(cells, nbformat.NotebookNode) else notebook_of(cells)
        book.metadata.setdefault("kernelspec", _KERNEL)  # without one JupyterLab asks
        nbformat.write(book, self.root / name)
        return name

    def address(self, name: str) -> str:
        """Return where a notebook of the folder is shown."""
        # A workspace for each page: none finds the tabs of another.
        path = f"doc/workspaces/{Path(name).stem}/tree" if self.kind == "lab" else "voila/render"
        return f"{self.url}/{path}/{name}"


@dataclass
class Notebook:
    """A notebook open in Chromium.

    Attributes
    ----------
    page
        The Playwright page.
    requests
        The address of every request that it made.
    errors
        Every error on its console, and every exception that nobody caught.
    """

    page: Any
    server: Server
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run_all(self) -> None:
        """Run all cells of a notebook in JupyterLab and wait until the kernel is idle again."""
        self.page.evaluate(_RUN_ALL)
        self.wait_until_idle()

    def wait_until_idle(self) -> None:
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_function(_IDLE, timeout=PATIENCE)

    def ask(self, expression: str) -> Any:
        """Return what a Python expression is in the kernel of a notebook in JupyterLab (a literal, or its repr)."""
        shown = self.page.evaluate(_ASK, expression)
        try:
            return ast.literal_eval(shown)
        except (ValueError, SyntaxError):
            return shown

    @property
    def strangers(self) -> list[str]:
        """The requests that went to anybody but the server."""
        own = urlsplit(self.server.url).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in ("data", "blob", "about") and own != urlsplit(url).netloc
        ]

    @property
    def faults(self) -> list[str]:
        """The errors that are not the servers' own."""
        return [error for error in self.errors if not error.startswith(_NOT_OURS)]

    def close(self) -> None:
        """End the kernel and close the page."""
        if self.server.kind == "lab":
            with suppress(Exception):
                self.page.evaluate(_END)
        self.page.context.close()


Opener = Callable[..., Notebook]


def notebook_of(cells: Sequence[str]) -> nbformat.NotebookNode:
    """Build a notebook of code cells."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])


def open_notebook(
    server: Server,
    browser: Any,
    cells: Sequence[str] | nbformat.NotebookNode,
    *,
    run: bool = True,
    width: int = 1280,
    height: int = 900,
    dark: bool = False,
    **context: Any,
) -> Notebook:
    """Open a notebook as a person would and run it.

    Parameters
    ----------
    server
        The server to open it with.
    browser
        A Playwright browser.
    cells
        Code cells, or a whole notebook (an untrusted one, say, with outputs).
    run
        Whether to run all cells; Voila always does.
    width, height
        Of the window, in CSS pixels.
    dark
        Whether the page prefers a dark theme; JupyterLab follows.
    context
        More settings of the Playwright context.
    """
    scheme = "dark" if dark else "light"
    made = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **context)
    made.set_default_timeout(PATIENCE)
    opened = Notebook(made.new_page(), server)
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("websocket", lambda socket: opened.requests.append(socket.url))
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on("console", lambda m: opened.errors.append(m.text) if m.type == "error" else None)
    query = f"?theme={scheme}" if server.kind == "voila" else ""
    opened.page.goto(server.address(server.write(cells)) + query, wait_until="domcontentloaded")
    if server.kind == "lab":
        opened.page.wait_for_function(_READY, timeout=PATIENCE)
        if run:
            opened.run_all()
    else:
        opened.page.wait_for_selector("#loading", state="hidden", timeout=PATIENCE)
    return opened


@contextmanager
def jupyter_server(kind: str, scratch: Path) -> Iterator[Server]:
    """Start JupyterLab (`lab`) or Voila (`voila`) in a folder; on the way out no process of theirs is left."""
    root = scratch / "notebooks"
    root.mkdir(parents=True)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    _write_settings(scratch)
    arguments = (
        (*_LAB, f"--ServerApp.port={port}", f"--ServerApp.root_dir={root}")
        if kind == "lab"
        else (*_VOILA, f"--port={port}", str(root))
    )
    with (scratch / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=root,
            env=_environment(scratch),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_for(process, url + ("/api" if kind == "lab" else "/voila/static/"), scratch / "server.log")
            yield Server(kind, url, root)
        finally:
            _end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _write_settings(scratch: Path) -> None:
    for name, values in _SETTINGS.items():
        path = scratch / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _environment(scratch: Path) -> dict[str, str]:
    """Return an environment in which nothing of the person who runs the tests is read or written."""
    folders = {
        "HOME": "home",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
    }
    for name in folders.values():
        (scratch / name).mkdir(parents=True, exist_ok=True)
    places = {variable: str(scratch / name) for variable, name in folders.items()}
    own = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, [own, os.environ.get("PYTHONPATH")]))
    settings = {"PYTHONPATH": paths, "JUPYTER_PATH": str(_SHARE), "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **places, **settings}


def _wait_for(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Ask the server until it answers anything at all."""
    for _ in range(int(START_SECONDS / 0.2)):
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.2)
            raise RuntimeError(f"the server ended at once:\n{log.read_text(errors='replace')[-3000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            continue
    raise RuntimeError(f"the server did not answer:\n{log.read_text(errors='replace')[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and its kernels: asked first, killed if they do not go."""
    import psutil

    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        _, left = psutil.wait_procs(family, timeout=3)
        for one in left:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(left, timeout=3)
    if process.poll() is None:
        process.kill()
    process.wait(timeout=10)


def _needed(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")


def _session_server(kind: str, module: str) -> Iterator[Server]:
    _needed(module)
    with (
        tempfile.TemporaryDirectory(prefix=f"toolkit-{kind}-", ignore_cleanup_errors=True) as scratch,
        jupyter_server(kind, Path(scratch)) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def lab_server(browser: Any) -> Iterator[Server]:
    """One JupyterLab for the session."""
    yield from _session_server("lab", "jupyterlab")


@pytest.fixture(scope="session")
def voila_server(browser: Any) -> Iterator[Server]:
    """One Voila for the session."""
    yield from _session_server("voila", "voila")


@pytest.fixture
def lab(lab_server: Server, browser: Any) -> Iterator[Opener]:
    """Open notebooks in JupyterLab; see `open_notebook`."""
    yield from _opener(lab_server, browser)


@pytest.fixture
def voila(voila_server: Server, browser: Any) -> Iterator[Opener]:
    """Open notebooks under Voila; see `open_notebook`."""
    yield from _opener(voila_server, browser)


def _opener(server: Server, browser: Any) -> Iterator[Opener]:
    opened: list[Notebook] = []

    def open_one(cells: Sequence[str] | nbformat.NotebookNode, **options: Any) -> Notebook:
        opened.append(open_notebook(server, browser, cells, **options))
        return opened[-1]

    yield open_one
    try:
        for notebook in opened:
            assert notebook.strangers == [], f"asked somebody else: {notebook.strangers}"
            assert notebook.faults == [], f"errors on the page: {notebook.faults}"
    finally:
        for notebook in opened:
            notebook.close()
