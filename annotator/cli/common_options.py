"""Options that many commands have."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)
json_output = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for machines.")
