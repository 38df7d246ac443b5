"""Files on their way in."""

from integrations.services.files import Report, import_file, suggest_mapping
from integrations.services.writers import WRITERS

__all__ = ["WRITERS", "Report", "import_file", "suggest_mapping"]
