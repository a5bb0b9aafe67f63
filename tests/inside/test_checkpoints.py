"""A network has the weights of the epoch that is requested, in any order of epochs, and in bounded memory."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from epochscope import load_model
from epochscope.command_line import main
from epochscope.looking import NotLookable, Preprocessing, require_lookable
from epochscope.store import DamagedRun, EpochNotFound, RunReader
from epochscope_inside.checkpoints import Networks
from epochscope_inside.proof import CLOSE, largest_difference
from inside import networks

FACTORY = "inside.networks:convolutional"


@pytest.mark.parametrize("limit", [0, 1 << 20])
def test_the_network_has_the_weights_of_the_epoch_in_any_order(conv: RunReader, limit: int):
    kept = Networks(limit)
    for epoch in (1, 0, 2, 2, 0):
        found = kept.at(conv, epoch, FACTORY).state_dict()
        expected = load_model(conv, epoch, allow=FACTORY).state_dict()
        assert all(torch.equal(found[name], expected[name]) for name in expected)
    one = sum(tensor.nbytes for tensor in expected.values())
    assert kept.nbytes <= max(limit, one)


def test_an_epoch_that_is_missing_or_damaged_is_refused_and_the_next_look_works(conv: RunReader, tmp_path: Path):
    run = RunReader.at(shutil.copytree(conv.folder.root, tmp_path / "conv"))
    kept = Networks()
    kept.at(run, 0, FACTORY)
    with pytest.raises(EpochNotFound):
        kept.at(run, 7, FACTORY)
    weights = tmp_path / "conv" / "checkpoints" / "epoch=0001.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(DamagedRun, match="the weights of run 'conv' at epoch 1 cannot be read"):
        kept.at(run, 1, FACTORY)
    assert kept.at(run, 2, FACTORY) is not None


def test_a_rebuilt_network_gives_recorded_samples_their_stored_probabilities(conv: RunReader, tiny_store: Path):
    expected = Preprocessing.of(conv.manifest)
    assert expected is not None
    network = Networks().at(conv, 2, FACTORY)
    assert largest_difference(network, conv, 2, expected) < 0.002
    assert largest_difference(network, conv, 0, expected) > CLOSE
    wrong = Preprocessing(1, 8, 8, (0.0,), (0.1,))
    assert largest_difference(network, conv, 2, wrong) > CLOSE
    picky = RunReader.at(tiny_store / "picky")
    assert largest_difference(network, picky, 0, expected) is None


def test_the_command_prints_five_classes_and_all_layers(
    conv: RunReader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    images = np.random.default_rng(0).integers(0, 256, (12, 8, 8), dtype=np.uint8)
    Image.fromarray(images[4]).save(tmp_path / "four.png")
    arguments = ["look", conv.folder.root, str(tmp_path / "four.png"), "--model", FACTORY]
    assert main([*arguments, "--epoch", "1"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "epoch 1"
    stored = conv.predictions(1)
    name = networks.CLASSES[stored.predicted[4]]
    assert re.match(rf"\s*{stored.confidence[4] * 100:.1f}%  {name}$", lines[0])
    assert [line.split()[0] for line in lines[3:]] == [
        *("convolution", "normalization", "activation", "pooling", "flatten", "dropout", "dense")
    ]
    assert main([*arguments[:-2]]) == 2
    assert FACTORY in capsys.readouterr().err


def test_a_run_that_cannot_be_looked_into_says_why(conv: RunReader, tiny_run: RunReader):
    assert require_lookable(conv.manifest, "conv", FACTORY).shape == (8, 8, 1)
    huge = replace(conv.manifest, dataset=replace(conv.manifest.dataset, image_shape=(1, 1 << 16, 1 << 16)))
    for manifest, allow, words in (
        (tiny_run.manifest, None, "keeps no weights"),
        (huge, FACTORY, "an input of run 'conv' has 65536 × 65536 × 1 numbers, and at most 8,388,608 are looked at"),
        (conv.manifest, None, r"no installed package registers.*--model conv=inside.networks:convolutional"),
    ):
        with pytest.raises(NotLookable, match=words):
            require_lookable(manifest, "conv", allow)
