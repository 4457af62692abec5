"""Question and history in, cited answer out."""

from .conversation import Conversation
from .records import Answer, Citation

__all__ = ["Answer", "Citation", "Conversation"]
