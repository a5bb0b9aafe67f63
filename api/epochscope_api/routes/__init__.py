"""The routes; each handler finds the run, checks the address and hands over."""

from epochscope_api.routes import arrays, inside, metrics, openapi, page, runs, samples, thumbnails

BLUEPRINTS = (
    runs.blueprint,
    samples.blueprint,
    metrics.blueprint,
    arrays.blueprint,
    thumbnails.blueprint,
    inside.blueprint,
    openapi.blueprint,
    page.blueprint,
)
