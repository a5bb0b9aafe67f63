"""Put samples before the steps of a sequence, where a network has them after."""

from torch import Tensor, nn

from epochscope.record.channels import FIRST, channel_axis
from epochscope.record.reduce import NotReducible

_ATTENDING = (nn.TransformerEncoder, nn.TransformerDecoder, nn.TransformerEncoderLayer, nn.TransformerDecoderLayer)


def samples_first(module: nn.Module, network: nn.Module, output: Tensor, samples: int | None) -> Tensor:
    """Return an output (samples, steps, features), also where it is (steps, samples, features).

    PyTorch's own recurrent and attending modules say which it is. Of other modules in a network that has one of these
    with ``batch_first=False``, the number of ``samples`` tells, if it is known.

    Raises:
        NotReducible: there are as many steps as samples, and nothing else tells.
    """
    if output.ndim != 3:
        return output
    own = _batch_first(module)
    if own is not None:
        return output if own else output.transpose(0, 1)
    if samples is None or not _is_sequence_first(network) or channel_axis(module, output.shape) == FIRST:
        return output
    before, after = output.shape[0] == samples, output.shape[1] == samples
    if before and after:
        raise NotReducible(
            f"returns shape {tuple(output.shape)} for {samples} samples, in a network with batch_first=False, which "
            "does not tell samples from steps: yield batches of another size"
        )
    return output.transpose(0, 1) if after else output


def _batch_first(module: nn.Module) -> bool | None:
    """Return whether one of PyTorch's own modules has the samples first, ``None`` for any other."""
    if isinstance(module, nn.RNNBase | nn.MultiheadAttention):
        return bool(module.batch_first)
    if isinstance(module, _ATTENDING):
        inside = [part for part in module.modules() if isinstance(part, nn.MultiheadAttention)]
        return bool(inside[0].batch_first) if inside else None
    return None


def _is_sequence_first(network: nn.Module) -> bool:
    kinds = (nn.RNNBase, nn.MultiheadAttention)
    return any(isinstance(part, kinds) and not part.batch_first for part in network.modules())
