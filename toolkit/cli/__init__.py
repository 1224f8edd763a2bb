"""The `toolkit` command: files and lines on standard output; errors in one line, with the remedy.

Exit codes: 0 done, 1 something could not be done (the rest was), 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys

import click

from toolkit.cli.briefs import batch, brief, memo, translate
from toolkit.cli.console import complain
from toolkit.cli.memory import memory
from toolkit.cli.models import doctor, models
from toolkit.cli.studio import studio
from toolkit.errors import MissingExtraError, ModelError, ToolkitError

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bilingual-brief-toolkit", prog_name="toolkit")
def cli() -> None:
    """Arabic news articles to bilingual briefs in which every English sentence shows its Arabic source."""


for command in (brief, batch, memo, translate, memory, models, studio, doctor):
    cli.add_command(command)


def main() -> None:
    """Run the command line; an error of ours is one line and exit code 1."""
    try:
        cli(prog_name="toolkit", standalone_mode=False)
    except click.exceptions.Abort:
        complain("interrupted; what was written stays")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ToolkitError as error:
        looked = isinstance(error, ModelError | MissingExtraError)
        complain(f"{error} What is on this machine: toolkit doctor" if looked else str(error))
        sys.exit(1)
