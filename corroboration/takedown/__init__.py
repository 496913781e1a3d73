"""Takedown: an admin has a text erased for good, here and in what older backups bring back."""

from corroboration.takedown.log import LogUnwritable
from corroboration.takedown.service import Again, Preview, carriers, preview, reapply, take_down

__all__ = ["Again", "LogUnwritable", "Preview", "carriers", "preview", "reapply", "take_down"]
