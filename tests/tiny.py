"""Names for what the smallest run holds."""

from epochscope.store.testing import TINY

EPOCHS, SAMPLES, CLASSES, LABELS = TINY.epochs, TINY.samples, TINY.classes, TINY.labels
LAYERS, (SETTING,) = TINY.manifest.layers, TINY.settings
