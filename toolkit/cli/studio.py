"""`toolkit studio`: the studio as a page in the browser, served by Voila until it is interrupted.

The page can read and write files as the person who started it, so it listens on this machine alone and asks for the
token in its address, which only that person is shown.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import secrets
import socket
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path

import click

from toolkit.errors import MissingExtraError

FOR_WIDGETS = ("--VoilaConfiguration.extension_denylist=@jupyter-notebook/lab-extension",)
"""Arguments that keep an extension of Jupyter Notebook off the page: it does not run there, and complains."""

_PAGE = "studio.ipynb"
_PORTS_TO_TRY = 50


@click.command()
@click.option("--port", default=8866, show_default=True, type=click.IntRange(1, 65535), help="Or the next free one.")
@click.option("--ip", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--no-browser", is_flag=True, help="Open no browser window.")
@click.option("--theme", default="light", show_default=True, type=click.Choice(["light", "dark"]))
def studio(port: int, ip: str, no_browser: bool, theme: str) -> None:
    """Open the studio, a page to make briefs on by clicking. Paths are relative to this folder."""
    if importlib.util.find_spec("voila") is None or importlib.util.find_spec("ipywidgets") is None:
        raise MissingExtraError(
            "The studio as a page needs the package 'voila'.",
            remedy="Install it: pip install 'bilingual-brief-toolkit[studio]'",
        )
    if not _is_loopback(ip):
        click.secho(
            f"warning: {ip} can be reached from the network. Whoever has the address below can read and write files "
            "through the page, and all of it is sent unencrypted. Leave --ip out to serve this machine alone.",
            err=True,
            fg="yellow",
        )
    os.environ["TOOLKIT_STUDIO_FOLDER"] = str(Path.cwd())
    with as_file(files("toolkit.jupyter")) as folder:
        # Where Voila finds our page around it, which asks no server for fonts.
        paths = [str(folder / "share"), os.environ.get("JUPYTER_PATH", "")]
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
        _serve(folder / _PAGE, ip, port, theme, show=not no_browser)


def _is_loopback(ip: str) -> bool:
    try:
        return ip == "localhost" or ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return False


def _free(ip: str, port: int) -> int:
    """Return the port, or the first one after it that nobody listens on."""
    for candidate in range(port, min(port + _PORTS_TO_TRY, 65536)):
        with suppress(OSError), socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((ip, candidate))
            return candidate
    raise click.ClickException(f"No port from {port} on is free on {ip}; name another one with --port.")


def _serve(page: Path, ip: str, port: int, theme: str, *, show: bool) -> None:
    from voila.app import Voila

    port, token = _free(ip, port), secrets.token_urlsafe(24)
    click.echo(f"The studio: http://{f'[{ip}]' if ':' in ip else ip}:{port}/?token={token}")
    click.echo("Press Ctrl-C to end it.")
    arguments = [
        str(page),
        f"--port={port}",
        "--Voila.port_retries=0",
        f"--Voila.ip={ip}",
        f"--Voila.token={token}",
        "--Voila.log_level=ERROR",
        "--template=brief",
        *FOR_WIDGETS,
        f"--theme={theme}",
    ]
    Voila.launch_instance(argv=[*arguments, *([] if show else ["--no-browser"])])
