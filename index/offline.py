"""Nothing is looked up on the network where all models are on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from .embedded import EMBEDDED_MODEL
from .reader import EMBEDDED_READER, NO_READER


def stay_offline(*models: str) -> None:
    """Tell the libraries of Hugging Face not to ask their hub, unless one of the models is only there.

    They read it when they are imported: call it before. What the user has set stays.
    """
    if all(name in (EMBEDDED_MODEL, EMBEDDED_READER, NO_READER) or Path(name).is_dir() for name in models):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
