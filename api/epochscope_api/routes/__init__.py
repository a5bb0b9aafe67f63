"""The routes, one blueprint a noun; each handler finds the run, checks the address and hands over."""

from epochscope_api.routes import (
    metrics,
    neighbors,
    openapi,
    page,
    predictions,
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
    projections.blueprint,
    quality.blueprint,
    neighbors.blueprint,
    thumbnails.blueprint,
    openapi.blueprint,
    page.blueprint,
)
