"""Backups: the database, the stored files and a manifest in one file, from one moment; and the way back."""

from csplatform.backup.restoring import Restored, restore
from csplatform.backup.taking import Taken, take_backup

__all__ = ["Restored", "Taken", "restore", "take_backup"]
