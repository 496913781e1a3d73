"""How much memory a process has held. Imports nothing of the project, so that any Python can ask."""

import resource
from pathlib import Path


def peak() -> int:
    """The most memory this process has held, in MB.

    Linux lets a child inherit its parent's ru_maxrss, so the kernel's own mark is read where there is one.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        marks = (line.split() for line in status.read_text(encoding="ascii").splitlines())
        return next(int(mark[1]) // 1024 for mark in marks if mark and mark[0] == "VmHWM:")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def held() -> int:
    """The memory of its own that this process holds now, in MB: without what it maps of files. Linux only; elsewhere
    what it has held at most."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return peak()
    marks = (line.split() for line in status.read_text(encoding="ascii").splitlines())
    return next(int(mark[1]) // 1024 for mark in marks if mark and mark[0] == "RssAnon:")
