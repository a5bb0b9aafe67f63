"""Accuracy among the first answers, and with upper and lower case taken as one."""

import numpy as np

from epochscope.analysis.accuracy import case_ignored_accuracy, top_accuracy

LABEL = np.array([0, 1, 2, 3])


def test_a_label_among_the_first_answers_counts():
    probabilities = np.array([[0.4, 0.3, 0.2, 0.1]] * 4)
    assert [top_accuracy(probabilities, LABEL, k) for k in (1, 2, 3, 4)] == [0.25, 0.5, 0.75, 1]


def test_a_class_that_is_as_likely_as_the_label_comes_before_it():
    even = np.full((4, 4), 0.25, np.float16)
    assert [top_accuracy(even, LABEL, k) for k in (1, 3, 4)] == [0, 0, 1]


def test_a_letter_in_the_other_case_is_right_if_case_is_ignored():
    predicted = np.array([0, 2, 1, 0])
    assert (predicted == LABEL).mean() == 0.25
    assert case_ignored_accuracy(predicted, LABEL, ["0", "o", "O", "s"]) == 0.75
