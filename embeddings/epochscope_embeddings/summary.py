"""Say in a line or two what became of a layer."""

from collections.abc import Iterator

from epochscope.store import Projection
from epochscope_embeddings.job import LayerReport
from epochscope_embeddings.plan import Todo

_WORSE = 0.02


def summary(report: LayerReport) -> Iterator[str]:
    """Yield the lines that the command prints about one layer."""
    if set(report.done.values()) <= {Todo.NOTHING}:
        yield f"{report.layer}: up to date ({', '.join(str(one.setting) for one in report.projections)})"
        return
    epochs = len(report.projections[0].epochs)
    scores = "; ".join(
        f"{one.setting}: trustworthiness {one.quality['trustworthiness'][-1]:.3f}, "
        f"neighbor recall {one.quality['neighbor_recall'][-1]:.3f} at the last epoch"
        for one in report.projections
    )
    yield f"{report.layer}: {epochs} epochs, {report.samples} samples, {report.seconds:.1f} s; {scores}"
    for projection in report.projections:
        if reason := why_again(projection):
            yield f"{report.layer}: {projection.setting}: {reason}; a full run would be better: add --again"


def why_again(projection: Projection) -> str | None:
    """Return why all epochs of a projection should be laid out together, ``None`` where appending was as good."""
    joint, epochs = projection.joint_epochs, len(projection.epochs)
    if epochs - joint > joint:
        return f"{epochs - joint} of {epochs} epochs were appended"
    trust = projection.quality["trustworthiness"]
    if epochs > joint and (loss := trust[joint - 1] - min(trust[joint:])) > _WORSE:
        return f"trustworthiness of appended epochs falls by {loss:.3f}"
    return None
