"""A fine-tuned classifier of sentences: its samples are texts, and its batches are those of a tokenizer."""

from itertools import product
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from epochscope import Recorder
from epochscope.store import Column, RunReader, check_run

SUBJECTS = ("the film", "the meal", "this book", "our stay")
VERDICTS = ("was wonderful", "was a delight", "was dreadful", "was a waste of time")
SENTENCES = [f"{subject} {verdict}" for subject, verdict in product(SUBJECTS, VERDICTS)]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})
SENTIMENTS = [int(verdict in VERDICTS[:2]) for _, verdict in product(SUBJECTS, VERDICTS)]
TOPICS = [SUBJECTS.index(subject) for subject, _ in product(SUBJECTS, VERDICTS)]


class SentenceClassifier(nn.Module):
    """A transformer over words, and one layer on the mean of its tokens."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(WORDS) + 1, 16, padding_idx=0)
        self.encoder = nn.TransformerEncoderLayer(16, 2, 32, dropout=0, batch_first=True)
        self.head = nn.Linear(16, classes)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        tokens = self.encoder(self.embedding(input_ids), src_key_padding_mask=attention_mask == 0)
        kept = attention_mask[:, :, None]
        return self.head((tokens * kept).sum(1) / kept.sum(1))


def tokenized(sentence: str, label: int) -> dict[str, Tensor]:
    numbers = torch.tensor([WORDS.index(word) + 1 for word in sentence.split()])
    padded = functional.pad(numbers, (0, 8 - len(numbers)))
    return {"input_ids": padded, "attention_mask": (padded > 0).long(), "labels": torch.tensor(label)}


def loader_of(labels: list[int]) -> DataLoader:
    return DataLoader([tokenized(*pair) for pair in zip(SENTENCES, labels, strict=True)], batch_size=8)


def train_one_epoch(model: nn.Module, loader: DataLoader) -> None:
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for batch in loader:
        optimizer.zero_grad()
        functional.cross_entropy(model(batch["input_ids"], batch["attention_mask"]), batch["labels"]).backward()
        optimizer.step()


def test_the_sentences_of_a_fine_tuned_classifier_are_its_samples(store: Path):
    torch.manual_seed(0)
    pretrained, model = SentenceClassifier(4), SentenceClassifier(2)
    for _ in range(5):
        train_one_epoch(pretrained, loader_of(TOPICS))
    model.encoder.load_state_dict(pretrained.encoder.state_dict())
    model.embedding.load_state_dict(pretrained.embedding.state_dict())
    loader, names = loader_of(SENTIMENTS), ["negative", "positive"]
    with Recorder(store / "mine", model, samples=loader, classes=names, columns={"text": SENTENCES}) as recorder:
        recorder.record(0)
        for epoch in range(1, 11):
            train_one_epoch(model, loader)
            recorder.record(epoch)
    run = RunReader.at(store / "mine")
    assert check_run(run) == []
    assert run.manifest.columns == (Column("text", "text"),)
    assert run.column("text") == SENTENCES
    assert run.metrics()[-1].accuracy == 1 > run.metrics()[0].accuracy
    assert run.manifest.layers[-1].name == "head"
