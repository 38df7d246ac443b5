"""What an uploaded file is, told by its bytes, and whether it may be kept at all."""

from core.filekinds.kinds import ACCEPTED, ARCHIVES, look_at

__all__ = ["ACCEPTED", "ARCHIVES", "look_at"]
