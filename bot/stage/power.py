"""A disk whose power can be cut: what SQLite has written but not synced may be lost, in part and in any
order.

It is a shim under the SQLite library that Python's ``sqlite3`` uses. Every write goes to the real file and is
recorded; a sync makes the recorded writes of its file durable. :meth:`Disk.survivors` gives the files as a
power cut now would leave them: all that was synced, and each other sector by chance, because drives reorder
and tear unsynced writes.

The WAL index (``-shm``) is not written through SQLite's file interface. It is not needed: SQLite rebuilds it.
"""

from __future__ import annotations

import ctypes
import importlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

SECTOR = 512

_OK = 0
_FULL = 13

#: The function pointers of SQLite's ``sqlite3_vfs``, in order.
_VFS_METHODS = [
    "xOpen",
    "xDelete",
    "xAccess",
    "xFullPathname",
    "xDlOpen",
    "xDlError",
    "xDlSym",
    "xDlClose",
    "xRandomness",
    "xSleep",
    "xCurrentTime",
    "xGetLastError",
    "xCurrentTimeInt64",
    "xSetSystemCall",
    "xGetSystemCall",
    "xNextSystemCall",
]
#: The function pointers of SQLite's ``sqlite3_io_methods``, in order.
_FILE_METHODS = [
    "xClose",
    "xRead",
    "xWrite",
    "xTruncate",
    "xSync",
    "xFileSize",
    "xLock",
    "xUnlock",
    "xCheckReservedLock",
    "xFileControl",
    "xSectorSize",
    "xDeviceCharacteristics",
    "xShmMap",
    "xShmLock",
    "xShmBarrier",
    "xShmUnmap",
    "xFetch",
    "xUnfetch",
]

_Open = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
)
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", ctypes.c_void_p),
        ("zName", ctypes.c_char_p),
        ("pAppData", ctypes.c_void_p),
        *((name, ctypes.c_void_p) for name in _VFS_METHODS),
    ]


class _FileMethods(ctypes.Structure):
    _fields_ = [("iVersion", ctypes.c_int), *((name, ctypes.c_void_p) for name in _FILE_METHODS)]


class _File(ctypes.Structure):
    _fields_ = [("pMethods", ctypes.POINTER(_FileMethods))]


class NoShim(RuntimeError):
    """The shim cannot be installed: this Python's SQLite library cannot be reached."""


@dataclass
class _Content:
    """A file's durable content, and its pending writes: offset and bytes, or a new length without bytes."""

    kept: bytearray
    exists: bool
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)


class Disk:
    """Records what SQLite does to its files.

    ``on_operation`` is called before each write, truncation, sync or deletion. ``full``: files can be changed
    but no longer grow.
    """

    def __init__(self, on_operation: Callable[[], None] = lambda: None) -> None:
        self.operations = 0
        self.full = False
        self._on_operation = on_operation
        self._files: dict[str, _Content] = {}

    def survivors(self, random: Random) -> dict[str, bytes]:
        """The content of each file, by path, as it would be found after a power cut now."""
        found = {}
        for path, content in self._files.items():
            if not content.exists and (not content.pending or random.random() < 0.5):
                continue
            kept = bytearray(content.kept)
            for offset, data in _pieces(content.pending):
                if random.random() < 0.5:
                    _apply(kept, offset, data)
            found[path] = bytes(kept)
        return found

    def opened(self, path: str) -> None:
        """Record that a file was opened. What it holds already is durable."""
        file = Path(path)
        if path not in self._files:
            there = file.exists() and file.stat().st_size > 0
            self._files[path] = _Content(bytearray(file.read_bytes() if there else b""), exists=there)

    def write(self, path: str, offset: int, data: bytes) -> bool:
        """Record a write. Returns False when the disk is full."""
        self._operation()
        if self.full and offset + len(data) > Path(path).stat().st_size:
            return False
        self._files[path].pending.append((offset, data))
        return True

    def truncate(self, path: str, size: int) -> None:
        """Record a truncation."""
        self._operation()
        self._files[path].pending.append((size, None))

    def sync(self, path: str) -> None:
        """Make the pending writes of a file durable."""
        self._operation()
        content = self._files[path]
        for offset, data in content.pending:
            _apply(content.kept, offset, data)
        content.pending.clear()
        content.exists = True

    def delete(self, path: str) -> None:
        """Record a deletion, durable at once: SQLite deletes a journal only after it has synced the
        database."""
        self._operation()
        self._files.pop(path, None)

    def _operation(self) -> None:
        self._on_operation()
        self.operations += 1


def _pieces(pending: Iterable[tuple[int, bytes | None]]) -> Iterable[tuple[int, bytes | None]]:
    """The writes, cut where sectors end: a torn write leaves whole sectors."""
    for offset, data in pending:
        if data is None:
            yield offset, None
            continue
        start = 0
        while start < len(data):
            end = min(len(data), start + SECTOR - (offset + start) % SECTOR)
            yield offset + start, data[start:end]
            start = end


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


class _Shim:
    """SQLite's file layer with five functions of ours in front of its own."""

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk = disk
        self._library = _library()
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        below = self._library.sqlite3_vfs_find(None)
        self._below = below
        self._open_below = _Open(below.contents.xOpen)
        self._delete_below = _Delete(below.contents.xDelete)
        self._vfs = _Vfs()
        ctypes.pointer(self._vfs)[0] = below.contents
        self._name = name.encode()
        self._vfs.zName = self._name
        self._vfs.pNext = None
        on_open = _Open(self._open)
        on_delete = _Delete(self._delete)
        self._ours: list[Any] = [on_open, on_delete]  # kept for as long as SQLite may call them
        self._vfs.xOpen = _address(on_open)
        self._vfs.xDelete = _address(on_delete)
        self._methods: dict[int, _FileMethods] = {}
        self._paths: dict[int, str] = {}

    def register(self, *, default: bool) -> None:
        if self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), int(default)) != _OK:
            raise NoShim("SQLite refused the shim")

    def unregister(self) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._vfs))

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        done: int = self._open_below(ctypes.cast(self._below, ctypes.c_void_p), name, file, flags, out)
        if done == _OK and name is not None:
            path = ctypes.cast(name, ctypes.c_char_p).value
            assert path is not None
            self._paths[file] = path.decode()
            self._disk.opened(self._paths[file])
            opened = ctypes.cast(file, ctypes.POINTER(_File)).contents
            opened.pMethods = ctypes.pointer(self._ours_for(opened.pMethods))
        return done

    def _ours_for(self, below: Any) -> _FileMethods:
        address = ctypes.addressof(below.contents)
        if address not in self._methods:
            methods = _FileMethods()
            ctypes.pointer(methods)[0] = below.contents
            write = _Write(methods.xWrite)
            truncate = _Truncate(methods.xTruncate)
            sync = _Sync(methods.xSync)

            def on_write(file: int, data: int, count: int, offset: int) -> int:
                if not self._disk.write(self._paths[file], offset, ctypes.string_at(data, count)):
                    return _FULL
                return int(write(file, data, count, offset))

            def on_truncate(file: int, size: int) -> int:
                self._disk.truncate(self._paths[file], size)
                return int(truncate(file, size))

            def on_sync(file: int, flags: int) -> int:
                self._disk.sync(self._paths[file])
                return int(sync(file, flags))

            our_write = _Write(on_write)
            our_truncate = _Truncate(on_truncate)
            our_sync = _Sync(on_sync)
            self._ours += [our_write, our_truncate, our_sync]
            methods.xWrite = _address(our_write)
            methods.xTruncate = _address(our_truncate)
            methods.xSync = _address(our_sync)
            self._methods[address] = methods
        return self._methods[address]

    def _delete(self, _vfs: int, name: bytes, sync_folder: int) -> int:
        self._disk.delete(name.decode())
        return int(self._delete_below(ctypes.cast(self._below, ctypes.c_void_p), name, sync_folder))


def _address(function: Any) -> int | None:
    """The address of a C function, as SQLite's tables hold it."""
    return ctypes.cast(function, ctypes.c_void_p).value


#: Installed shims, kept because SQLite holds pointers into them.
_INSTALLED: list[_Shim] = []


def install(disk: Disk, name: str, *, default: bool = False) -> Callable[[], None]:
    """Let SQLite connections opened with ``vfs=name`` (or, with ``default``, all) write through a disk.

    Returns a function that undoes it once they are closed. Raises :class:`NoShim`.
    """
    shim = _Shim(disk, name)
    shim.register(default=default)
    _INSTALLED.append(shim)

    def undo() -> None:
        shim.unregister()
        _INSTALLED.remove(shim)

    return undo


def _library() -> ctypes.CDLL:
    """The SQLite library that ``sqlite3`` calls, found through the extension module that is linked to it."""
    library = ctypes.CDLL(getattr(importlib.import_module("_sqlite3"), "__file__", None))
    try:
        version = library.sqlite3_libversion
        version.restype = ctypes.c_char_p
        _ = library.sqlite3_vfs_register
    except AttributeError:
        raise NoShim("this Python's SQLite is built into it") from None
    if version().decode() != sqlite3.sqlite_version:
        raise NoShim("another SQLite than Python's was found")
    return library
