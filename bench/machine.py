"""What a process has used of the machine, as Linux counts it, and what machine it is."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """The CPU time a process has used so far, of all its threads, without its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS  # utime and stime


def resident(pid: int) -> float:
    """The memory a process holds now, in MB."""
    return _megabytes(pid, "VmRSS")


def most_resident(pid: int) -> float:
    """The most memory a process has held so far, in MB."""
    return _megabytes(pid, "VmHWM")


def busy_share() -> tuple[float, float]:
    """The CPU seconds that the whole machine has worked, and that it has been idle, since it started."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    idle = fields[3] + fields[4]
    return (sum(fields[:8]) - idle) / _TICKS, idle / _TICKS


def description() -> str:
    """The machine and the versions of what is compared on it."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    model = found[1] if found else platform.machine()
    packages = ", ".join(f"{name} {version(name)}" for name in ("matrix-synapse", "matrix-nio", "vodozemac"))
    return (
        f"{os.cpu_count()} cores ({model}), {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def _megabytes(pid: int, field: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(rf"{field}:\s+(\d+) kB", status)[0]) / 1024
