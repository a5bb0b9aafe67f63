"""Training dynamics follow the definitions of their papers."""

import numpy as np
import pytest
import torch
from aum import AUMCalculator

from epochscope.analysis.dynamics import NEVER, training_dynamics
from epochscope.record.predictions import predict

EPOCHS = (0, 1, 2, 4)
LABEL = np.array([0, 1, 1, 0])
# By sample: forgotten and learned again; never learned; correct only before the training; learned at the last epoch.
PREDICTED = np.array([[1, 0, 1, 1], [0, 0, 0, 1], [1, 0, 0, 1], [0, 0, 0, 0]])
PROBABILITY = np.array([[0.5, 0.1, 0.9, 0.2], [0.8, 0.2, 0.4, 0.1], [0.2, 0.2, 0.4, 0.3], [0.8, 0.2, 0.1, 0.8]])
MARGIN = np.array([[-1.0, -2, 3, -1], [2, -1, -1, -3], [-1, -1, -2, -1], [5, -1, -3, 1]])


def dynamics_of_four_samples():
    return training_dynamics(EPOCHS, LABEL, PREDICTED, -np.log(PROBABILITY), MARGIN)


def test_a_sample_is_learned_at_the_first_trained_epoch_at_which_it_is_correct():
    assert dynamics_of_four_samples().first_learned.tolist() == [1, NEVER, NEVER, 4]


def test_correct_at_one_epoch_and_wrong_at_the_next_is_a_forgetting_event():
    assert dynamics_of_four_samples().forgotten.tolist() == [[0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]


def test_confidence_and_variability_are_mean_and_deviation_of_the_probability_of_the_label():
    result = dynamics_of_four_samples()
    means = [[0.5, 0.1, 0.9, 0.2], [0.8, 0.2, 0.4, 0.1], [0.5, 0.2, 0.4, 0.2], [0.6, 0.2, 0.3, 0.4]]
    assert result.label_confidence == pytest.approx(np.array(means))
    # Of 0.8, 0.2, 0.8; 0.4, 0.4, 0.1; 0.1, 0.3, 0.8.
    last = [np.sqrt(0.08), 0, np.sqrt(0.02), np.sqrt(0.26 / 3)]
    deviations = [[0, 0, 0, 0], [0, 0, 0, 0], [0.3, 0, 0, 0.1], last]
    assert result.variability == pytest.approx(np.array(deviations), abs=1e-7)


def test_correctness_is_the_share_of_epochs_at_which_the_sample_is_correct():
    shares = [[0, 0, 1, 0], [1, 0, 0, 0], [1 / 2, 0, 0, 0], [2 / 3, 0, 0, 1 / 3]]
    assert dynamics_of_four_samples().correctness == pytest.approx(np.array(shares))


def test_the_area_under_the_margin_is_its_mean_over_the_trained_epochs():
    means = [[-1, -2, 3, -1], [2, -1, -1, -3], [0.5, -1, -1.5, -2], [2, -1, -2, -1]]
    assert dynamics_of_four_samples().area_under_margin == pytest.approx(np.array(means))


def test_a_run_without_the_untrained_network_counts_every_epoch():
    result = training_dynamics(EPOCHS[1:], LABEL, PREDICTED[1:], -np.log(PROBABILITY[1:]), MARGIN[1:])
    whole = dynamics_of_four_samples()
    assert result.first_learned.tolist() == whole.first_learned.tolist()
    assert result.forgotten.tolist() == whole.forgotten[1:].tolist()
    assert result.area_under_margin == pytest.approx(whole.area_under_margin[1:])


def test_the_untrained_network_alone_counts_by_itself():
    result = training_dynamics([0], LABEL, PREDICTED[:1], -np.log(PROBABILITY[:1]), MARGIN[:1])
    assert result.label_confidence == pytest.approx(PROBABILITY[:1])
    assert result.first_learned.tolist() == [NEVER, NEVER, 0, NEVER]


def test_a_network_that_diverged_gives_the_true_class_probability_0():
    result = training_dynamics([1, 2], LABEL[:1], PREDICTED[1:3, :1], np.array([[0.0], [np.nan]]), MARGIN[1:3, :1])
    assert result.label_confidence.tolist() == [[1], [0.5]]


def test_the_area_under_the_margin_agrees_with_its_authors_code(tmp_path):
    random = np.random.default_rng(0)
    logits = torch.from_numpy(random.normal(size=(6, 50, 10)).astype(np.float32))
    label = torch.from_numpy(random.integers(0, 10, 50))
    predictions = [predict(at_epoch.numpy(), label.numpy()) for at_epoch in logits]
    stacked = {name: np.stack([getattr(one, name) for one in predictions]) for name in ("predicted", "loss", "margin")}
    ours = training_dynamics(range(1, 7), label.numpy(), **stacked).area_under_margin
    theirs = AUMCalculator(str(tmp_path))
    for epoch, at_epoch in enumerate(logits):
        records = theirs.update(at_epoch, label, list(range(50)))
        assert ours[epoch] == pytest.approx([records[sample].aum for sample in range(50)], abs=1e-6)
