"""The labels of a table as class numbers: whole numbers or names, as they are found in Parquet files."""

from collections.abc import Mapping, Sequence

from epochscope_training.datasets.images import UnusableDataset

Label = int | str


def read_label(value: object, source: str) -> Label:
    """Return the label that a row holds: a whole number, a name, or a list of one of them.

    Raises:
        UnusableDataset: it is missing, empty, or anything else.
    """
    if isinstance(value, list) and len(value) == 1:
        return read_label(value[0], source)
    if value is None or value == "":
        raise UnusableDataset(f"image {source} has no label")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise UnusableDataset(f"image {source} has label {value!r}: labels are whole numbers or names")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise UnusableDataset(f"image {source} has label {value}, which is too large")
    return value


def choose_classes(labels: Mapping[str, Label]) -> list[str]:
    """Return names for labels by source, where the file has none: those that occur, sorted.

    Raises:
        UnusableDataset: some are numbers and others names, or a number is negative.
    """
    numbers = {label for label in labels.values() if isinstance(label, int)}
    names = {label for label in labels.values() if isinstance(label, str)}
    if numbers and names:
        source = next(source for source, label in labels.items() if label in names)
        raise UnusableDataset(f"image {source} has label {labels[source]!r}, and other labels are numbers")
    for source, label in labels.items():
        if isinstance(label, int) and label < 0:
            raise UnusableDataset(f"image {source} has label {label}: numbers of classes start at 0")
    return [str(label) for label in sorted(numbers)] or sorted(names)


def number_labels(labels: Mapping[str, Label], classes: Sequence[str], named: bool) -> list[int]:
    """Return the class number of each label; numbers are those of ``classes`` if the file named them.

    Raises:
        UnusableDataset: a label is not the name of a class.
    """
    number_of = {name: number for number, name in enumerate(classes)}
    return [
        label if named and isinstance(label, int) else _number(str(label), number_of, source)
        for source, label in labels.items()
    ]


def _number(name: str, number_of: Mapping[str, int], source: str) -> int:
    if name not in number_of:
        raise UnusableDataset(f"image {source} has label {name!r}, but the data set names {', '.join(number_of)}")
    return number_of[name]
