"""A run with as many classes as there are digits and letters."""

import string

from epochscope.store.testing import Recipe

LETTERS = Recipe(
    1_500,
    layers=("early", "middle", "logits"),
    classes=tuple(string.digits + string.ascii_uppercase + string.ascii_lowercase),
    epochs=range(4),
    projected=("middle", "logits"),
    neighbors=15,
    thumbnails=True,
)
