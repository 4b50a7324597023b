"""The drive that an archive lies on: whether SQLite's log is safe there, and how much room is left."""

import os
import shutil
from pathlib import Path

from crawler.errors import NoRoomError, UsageError

NETWORK = "TINTINH_NETWORK_DRIVE"
"""Set to 1, it allows what is refused by :func:`refuse_network`."""
MIN_FREE = "TINTINH_MIN_FREE"
"""Bytes that a crawl leaves free; 0 switches the watch off."""
_LEAST = 2 * 10**9
_MOUNTS = Path("/proc/mounts")
_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs", "ncpfs"}
_REMOTE_FUSE = ("sshfs", "davfs", "rclone", "s3fs", "glusterfs", "cephfs", "curlftpfs")
_ESCAPES = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


def network(path: Path) -> str | None:
    """The kind of network drive that a path lies on, ``nfs4`` for example; ``None`` for a local one or when unknown.

    Linux's table of mounts tells; the longest mount point above the path counts.
    """
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    place, best, kind = str(path.absolute().parent.resolve()), "", ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1]
        for escape, sign in _ESCAPES.items():
            point = point.replace(escape, sign)
        inside = point == "/" or place == point or place.startswith(f"{point}/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    remote = kind in _REMOTE or (kind.startswith("fuse.") and any(name in kind for name in _REMOTE_FUSE))
    return kind if remote else None


def refuse_network(path: Path) -> None:
    """Raises ``UsageError`` for an archive to be written on a network drive.

    "WAL does not work over a network filesystem" (sqlite.org/wal.html): its index is memory that processes of one
    machine share, and locks of network drives are known to lie.
    """
    kind = network(path)
    if kind and os.environ.get(NETWORK) != "1":
        raise UsageError(
            f"{path} lies on a network drive ({kind}), where SQLite's write-ahead log isn't safe; use a local disk,"
            f" or set {NETWORK}=1 if only this machine ever opens it"
        )


def least_free() -> int:
    """How many bytes a crawl must leave free.

    Raises ``UsageError`` when the setting is no whole number.
    """
    given = os.environ.get(MIN_FREE)
    if not given:
        return _LEAST
    if not given.isdecimal():
        raise UsageError(f"{MIN_FREE} is {given!r}; give a number of bytes such as 2000000000, or 0 for none")
    return int(given)


def free(path: Path) -> int:
    """Free bytes where an archive lies, or will lie.

    Raises ``UsageError`` when there is no such folder.
    """
    if not path.absolute().parent.is_dir():
        raise UsageError(f"no folder {path.parent} to make {path.name} in; make it, or give another --archive")
    return shutil.disk_usage(path.absolute().parent).free


def require_room(path: Path) -> None:
    """Raises ``NoRoomError`` when less is free than a crawl must leave."""
    least = least_free()
    if not least:
        return
    left = free(path)
    # /proc and its like hold nothing at all: that no file can be made there is told when one is.
    if left < least and shutil.disk_usage(path.absolute().parent).total:
        raise NoRoomError(
            f"only {left / 1e9:.2f} GB are free where {path} lies, and a crawl leaves {least / 1e9:.2f} GB; make room,"
            f" or set {MIN_FREE} (bytes) to another limit"
        )
