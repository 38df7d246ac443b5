"""PDFs from finished HTML: made by a process of its own, within bounds, with the network shut, always the same bytes."""

from core.pdf.printing import SECONDS, PdfFailed, Printed, Reason, can_print, print_pdf

__all__ = ["SECONDS", "PdfFailed", "Printed", "Reason", "can_print", "print_pdf"]
