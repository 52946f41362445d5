"""The bots to compare with, each installed from its package into an environment of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.prepared import WORK

NIO = "matrix-nio[e2e]==0.26.0"
REMINDER = "matrix-reminder-bot==0.4.0"


def environment(name: str, requirement: str) -> Path:
    """The folder of the programs of an environment that holds this package; made once, with pip.

    Raises ``subprocess.CalledProcessError`` where the package cannot be installed.
    """
    folder = WORK / "peers" / f"{name}-{sys.version_info.major}.{sys.version_info.minor}"
    ready = folder / requirement.replace("[", "(").replace("]", ")")
    programs = folder / "bin"
    if not ready.exists():
        print(f"... installing {requirement} (once)", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [str(programs / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
        subprocess.run([*pip, "install", requirement], check=True, capture_output=True, text=True)
        ready.touch()
    return programs


def versions(programs: Path) -> dict[str, str]:
    """The packages of an environment and their versions."""
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "list", "--format=freeze"]
    listed = subprocess.run(pip, check=True, capture_output=True, text=True).stdout
    return dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)
