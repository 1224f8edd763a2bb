"""`toolkit studio`. In: a port. Out: the studio as a page in the browser, served by Voila until it is interrupted."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path

import click

from toolkit.errors import MissingExtraError

__all__ = ["studio"]

_PAGE = "studio.ipynb"


@click.command()
@click.option("--port", default=8866, show_default=True, type=click.IntRange(0, 65535), help="Port; the next free one.")
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
            f"warning: whoever reaches {ip}:{port} can use this page, read files of this machine through it and write "
            "some; there is no password. Leave --ip out to serve this machine alone.",
            err=True,
            fg="yellow",
        )
    os.environ["TOOLKIT_STUDIO_FOLDER"] = str(Path.cwd())
    with as_file(files("toolkit.widgets") / _PAGE) as page:
        _serve(page, ip, port, theme, show=not no_browser)


def _is_loopback(ip: str) -> bool:
    try:
        return ip == "localhost" or ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return False


def _serve(page: Path, ip: str, port: int, theme: str, *, show: bool) -> None:
    arguments = [str(page), f"--port={port}", f"--Voila.ip={ip}", f"--theme={theme}"]
    import_module("voila.app").Voila.launch_instance(argv=[*arguments, *([] if show else ["--no-browser"])])
