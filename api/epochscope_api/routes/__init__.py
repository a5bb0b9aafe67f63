"""The routes, one blueprint a noun; each handler finds the run, checks the address and hands over."""

from epochscope_api.routes import (
    dynamics,
    label_errors,
    metrics,
    motion,
    neighborhoods,
    neighbors,
    openapi,
    page,
    predictions,
    probabilities,
    projections,
    quality,
    runs,
    samples,
    thumbnails,
)

BLUEPRINTS = (
    runs.blueprint,
    samples.blueprint,
    metrics.blueprint,
    predictions.blueprint,
    probabilities.blueprint,
    dynamics.blueprint,
    label_errors.blueprint,
    projections.blueprint,
    quality.blueprint,
    neighbors.blueprint,
    neighborhoods.blueprint,
    motion.blueprint,
    thumbnails.blueprint,
    openapi.blueprint,
    page.blueprint,
)
