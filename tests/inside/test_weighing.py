"""Only the layers whose output is what the last dense layer is given have weights to the classes."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torchvision.models import resnet18

from epochscope_inside.look import look
from epochscope_inside.weighing import Weighed, find_weighed
from epochscope_training.models import lenet
from inside import networks


def weighed(network: nn.Module, inputs: Tensor) -> tuple[dict[str, tuple[int, ...]], Weighed | None]:
    """Return the names and shapes of the layers that have weights."""
    layers = [one.layer for one in look(network.eval(), inputs).layers]
    found = find_weighed(network, inputs, layers)
    numbers = sorted(found.layers) if found else []
    return {layers[number].name: found.weights(network, layers[number]).shape for number in numbers}, found


def test_the_classes_of_a_lenet_are_weighed_from_its_last_units_with_and_without_dropout():
    network = lenet(channels=1, height=28, width=28, classes=10)
    named, found = weighed(network, torch.rand(1, 1, 28, 28))
    assert named == {"relu3": (10, 120), "dropout": (10, 120)}
    assert found.dense == "logits"


def test_those_of_a_resnet_from_its_pooled_maps_and_from_the_last_maps_before():
    network = resnet18(num_classes=3)
    named, _ = weighed(network, torch.rand(1, 3, 64, 64))
    # The last rectifier works in place: what it is given is another layer, in the same memory.
    assert named == {"layer4.1.relu": (3, 512), "avgpool": (3, 512), "flatten": (3, 512)}
    network = networks.residual()
    named, found = weighed(network, torch.rand(1, 1, 8, 8))
    assert named == {"1.relu": (3, 2), "2": (3, 2), "3": (3, 2)}
    last = [one.layer for one in look(network, torch.rand(1, 1, 8, 8)).layers][4]
    np.testing.assert_array_equal(found.weights(network, last), network[4].weight.detach().numpy())


def test_functions_between_two_modules_count():
    named, _ = weighed(networks.Functional(), torch.rand(1, 1, 8, 8))
    assert named == {"max_pool2d": (3, 4), "dropout": (3, 4), "flatten": (3, 36)}


def added_up(network: nn.Module, inputs: Tensor) -> dict[str, bool]:
    """Return whether the units of each layer times their weights, and the biases, are the logits, by its name."""
    layers = look(network.eval(), inputs).layers
    found = find_weighed(network, inputs, [one.layer for one in layers])
    logits = network(inputs)[0].detach().numpy()

    def adds_up(number: int) -> bool:
        units, weights = layers[number].units, found.weights(network, layers[number].layer)
        return np.allclose(weights @ units + found.biases(network), logits, atol=1e-5)

    return {layers[number].layer.name: adds_up(number) for number in sorted(found.layers)}


def test_units_times_their_weights_and_the_bias_are_the_logits_except_those_of_flattened_maps():
    lenet_inputs = torch.rand(1, 1, 28, 28)
    assert added_up(lenet(channels=1, height=28, width=28, classes=10), lenet_inputs) == {
        "relu3": True,
        "dropout": True,
    }
    inputs = torch.rand(1, 1, 8, 8)
    assert added_up(networks.residual(), inputs) == {"1.relu": True, "2": True, "3": True}
    assert added_up(networks.Functional(), inputs) == {"max_pool2d": False, "dropout": False, "flatten": True}
    without = nn.Sequential(nn.Flatten(), nn.Linear(64, 3, bias=False))
    assert added_up(without, inputs) == {"0": True}


class Unseen(nn.Module):
    """Changes what a layer put out, in place or not, before the dense layer is given it."""

    def __init__(self, in_place: bool) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(64, 5), nn.Linear(5, 3)
        self.in_place = in_place

    def forward(self, inputs: Tensor) -> Tensor:
        units = self.first(inputs.flatten(1))
        return self.last(units.mul_(2) if self.in_place else units * 2)


def test_what_is_changed_on_the_way_has_no_weights():
    for in_place in (False, True):
        assert weighed(Unseen(in_place), torch.rand(1, 1, 8, 8))[0] == {}


class MostOf(nn.Module):
    """Takes the largest value of each map, which is not their mean."""

    def __init__(self) -> None:
        super().__init__()
        self.conv, self.head = nn.Conv2d(1, 4, 3), nn.Linear(4, 3)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.head(functional.adaptive_max_pool2d(self.conv(inputs), 1).flatten(1))


def test_maps_of_which_only_the_largest_value_counts_have_none():
    assert weighed(MostOf(), torch.rand(1, 1, 8, 8))[0] == {"adaptive_max_pool2d": (3, 4), "flatten": (3, 4)}


def test_a_network_whose_last_layer_is_none_or_that_fails_has_none():
    inputs = torch.rand(1, 1, 8, 8)
    assert find_weighed(nn.Sequential(*networks.convolutional(), nn.ReLU()).eval(), inputs, []) is None
    assert find_weighed(networks.failing().eval(), inputs + 5, []) is None
