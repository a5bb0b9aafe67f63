"""Every layer of a forward pass is seen, in order, as it is; whatever kind of network it is."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torchvision.models import resnet18

from epochscope.looking import LookCanceled, LookFailed
from epochscope_inside.look import Look, classify, look
from inside import networks


def seen_in(network: nn.Module, inputs: Tensor | None = None, **recorded: str) -> Look:
    inputs = torch.rand(1, 1, 8, 8, generator=torch.Generator().manual_seed(3)) if inputs is None else inputs
    return look(network.eval(), inputs, recorded)


def listed(seen: Look) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.layer.name, one.layer.kind, one.layer.shape) for one in seen.layers]


def test_modules_are_layers_in_the_order_of_the_pass_with_their_kinds_and_shapes():
    assert listed(seen_in(networks.convolutional())) == [
        ("0", "convolution", (4, 6, 6)),
        ("1", "normalization", (4, 6, 6)),
        ("2", "activation", (4, 6, 6)),
        ("3", "pooling", (4, 3, 3)),
        ("4", "flatten", (36,)),
        ("5", "dropout", (36,)),
        ("6", "dense", (3,)),
    ]


def test_functions_are_layers_as_well():
    assert listed(seen_in(networks.Functional())) == [
        ("conv", "convolution", (4, 6, 6)),
        ("relu", "activation", (4, 6, 6)),
        ("max_pool2d", "pooling", (4, 3, 3)),
        ("dropout", "dropout", (4, 3, 3)),
        ("flatten", "flatten", (36,)),
        ("head", "dense", (3,)),
    ]


def test_a_module_that_is_called_again_is_a_layer_again():
    layers = [one.layer for one in seen_in(networks.residual()).layers]
    assert [(one.name, one.call, one.kind) for one in layers] == [
        ("0", 1, "convolution"),
        ("1.relu", 1, "activation"),
        ("1.conv", 1, "convolution"),
        ("1.add", 1, "residual"),
        ("1.relu", 2, "activation"),
        ("2", 1, "pooling"),
        ("3", 1, "flatten"),
        ("4", 1, "dense"),
    ]


def test_a_layer_that_the_run_recorded_is_named_be_it_a_module_or_the_last_one_in_a_block():
    recorded = {"1": "block", "4": "logits"}
    layers = [one.layer for one in look(networks.residual().eval(), torch.rand(1, 1, 8, 8), recorded).layers]
    assert [(one.name, one.call, one.recorded) for one in layers if one.recorded] == [
        ("1.relu", 2, "block"),
        ("4", 1, "logits"),
    ]


def test_attention_is_seen_as_the_weights_of_each_head():
    network, inputs = networks.Tokens().eval(), torch.rand(1, 1, 8, 8)
    seen = seen_in(network, inputs)
    assert listed(seen) == [
        ("encoder.self_attn", "attention", (2, 8, 8)),
        ("encoder.dropout1", "dropout", (1, 8, 8)),
        ("encoder.add", "residual", (1, 8, 8)),
        ("encoder.norm1", "normalization", (1, 8, 8)),
        ("encoder.linear1", "dense", (1, 8, 12)),
        ("encoder.relu", "activation", (1, 8, 12)),
        ("encoder.dropout", "dropout", (1, 8, 12)),
        ("encoder.linear2", "dense", (1, 8, 8)),
        ("encoder.dropout2", "dropout", (1, 8, 8)),
        ("encoder.add", "residual", (1, 8, 8)),
        ("encoder.norm2", "normalization", (1, 8, 8)),
        ("mean", "pooling", (8,)),
        ("head", "dense", (3,)),
    ]
    # Each row of weights sums to 1.
    assert values_of(seen, 0).sum(axis=2) == pytest.approx(1, abs=0.02)
    np.testing.assert_allclose(seen.probabilities, network(inputs).softmax(1)[0].detach(), atol=1e-6)


def test_maps_and_vectors_hold_the_outputs_of_the_modules():
    network, inputs = networks.convolutional().eval(), torch.rand(1, 1, 8, 8)
    seen = seen_in(network, inputs)
    with torch.no_grad():
        before = network[:2](inputs)[0].numpy()
        logits = network(inputs)[0]
    # Of the normalization, though the activation after it works in place.
    step = np.ptp(before, axis=(1, 2)).max() / 255
    np.testing.assert_allclose(values_of(seen, 1), before, atol=step)
    np.testing.assert_allclose(seen.layers[1].units, before.mean(axis=(1, 2)), atol=1e-6)
    assert (seen.layers[1].low, seen.layers[1].high) == (before.min(), before.max())
    np.testing.assert_allclose(seen.layers[6].units, logits, atol=1e-6)
    np.testing.assert_allclose(seen.probabilities, logits.softmax(0), atol=1e-6)


def values_of(seen: Look, number: int) -> np.ndarray:
    maps = seen.layers[number].maps
    assert maps is not None
    low, high = maps.ranges[:, 0, None, None], maps.ranges[:, 1, None, None]
    return low + maps.pixels / 255 * (high - low)


def test_a_network_that_diverged_is_shown_with_zeros():
    network = networks.convolutional()
    network[0].weight.data[1] = torch.nan
    network[0].weight.data[2] = 0
    network[0].bias.data[2] = torch.inf
    seen = seen_in(network).layers[0]
    assert np.isfinite(seen.maps.ranges).all()
    assert seen.maps.pixels[1].max() == 0
    assert seen.units[2] == pytest.approx(1e30)


def test_looking_leaves_no_trace_on_the_network():
    network = networks.Tokens().eval()
    fast = torch.backends.mha.get_fastpath_enabled()
    seen_in(network)
    assert [one for one in network.modules() if one._forward_hooks or one._forward_pre_hooks] == []
    assert torch.backends.mha.get_fastpath_enabled() == fast


def test_a_resnet_has_its_blocks_in_order():
    seen = seen_in(resnet18(num_classes=3), torch.rand(1, 3, 32, 32))
    kinds = [one.layer.kind for one in seen.layers]
    assert kinds.count("residual") == 8
    assert kinds.count("convolution") == 20
    assert kinds[-3:] == ["pooling", "flatten", "dense"]


def test_a_look_is_canceled_between_two_layers():
    asked: list[None] = []

    def after_two() -> bool:
        asked.append(None)
        return len(asked) > 2

    with pytest.raises(LookCanceled):
        look(networks.convolutional().eval(), torch.rand(1, 1, 8, 8), canceled=after_two)
    assert len(asked) == 3


def test_a_network_that_fails_or_returns_something_else_is_reported():
    with pytest.raises(LookFailed, match="ValueError: too bright"):
        classify(networks.failing().eval(), torch.full((1, 1, 8, 8), 2.0))
    with pytest.raises(LookFailed, match=r"returns \(1, 1, 8, 8\) for one input, not logits"):
        classify(nn.ReLU(), torch.rand(1, 1, 8, 8))
