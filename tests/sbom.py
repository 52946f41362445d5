"""``make sbom``: whether a bill of materials names every package of a lock, in that version and with its digests."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PACKAGE = re.compile(r"(?m)^([a-z0-9-]+)==([^ ;\\]+)((?:.*\n)(?: +--hash=.*\n| +#.*\n)*)")


def wrong(bill: Mapping[str, Any], lock: str) -> list[str]:
    """What a bill of materials has not, or has too much, each in a sentence."""
    found = []
    if (bill.get("bomFormat"), bill.get("specVersion")) != ("CycloneDX", "1.6"):
        found.append("it is no CycloneDX 1.6")
    if {"timestamp"} & bill["metadata"].keys() or "serialNumber" in bill:
        found.append("it is another each time it is made")
    named = {(one["name"], one["version"]): one for one in bill["components"]}
    locked = locked_packages(lock)
    found += [f"it lacks {name} {version}" for name, version in sorted(locked.keys() - named.keys())]
    more = sorted(named.keys() - locked.keys())
    found += [f"it has {name} {version}, which is not locked" for name, version in more]
    for name, version in sorted(locked.keys() & named.keys()):
        if locked[name, version] - set(re.findall(r"[0-9a-f]{64}", json.dumps(named[name, version]))):
            found.append(f"{name} lacks digests")
    return found


def locked_packages(lock: str) -> dict[tuple[str, str], set[str]]:
    """The packages of a lock, some in a version for each Python: the digests of the files of each."""
    return {
        (name, version): set(re.findall(r"sha256:([0-9a-f]{64})", rest))
        for name, version, rest in _PACKAGE.findall(lock)
    }


if __name__ == "__main__":
    faults = wrong(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]).read_text())
    for fault in faults:
        sys.stderr.write(f"{sys.argv[1]}: {fault}\n")
    sys.exit(bool(faults))
