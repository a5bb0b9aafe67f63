"""What the user says about the samples, in place of what a folder says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from epochscope.importing.opening import open_predictions
from epochscope.importing.patterns import find_files, is_pattern
from epochscope.importing.samples import to_texts
from epochscope.importing.source import Source
from epochscope.importing.stored_array import UnusableFile
from epochscope.importing.tables import Place, SampleColumn, find_place, read_column, read_columns
from epochscope.record.own_columns import TEXT


@dataclass(frozen=True)
class Choices:
    """Files as the command names them, each with the columns after a colon; ``None`` leaves what the source has.

    Without a file, as in ``:label``, a column is one of ``path``, the file or folder that is imported.
    """

    path: str
    labels: str | None = None
    classes: str | None = None
    splits: str | None = None
    text: str | None = None
    columns: Sequence[str] = ()
    predictions: str | None = None

    def applied(self, source: Source) -> Source:
        """Return the source with what is in these files; raise UnusableFile."""
        if self.labels is not None:
            source = replace(source, labels=self._column(self.labels, source))
        if self.classes is not None:
            source = replace(source, classes=tuple(to_texts(read_column(self.classes))))
        if self.splits is not None:
            source = replace(source, splits=self._column(self.splits, source))
        if self.predictions is not None:
            source = replace(source, predictions=open_predictions(self.predictions))
        if self.classes is not None and source.labels is None and not source.predictions:
            raise UnusableFile("--classes names classes, but there are neither labels nor predictions")
        return self._with_columns(source)

    def _with_columns(self, source: Source) -> Source:
        text = None if self.text is None else self._column(self.text, source)
        if self.columns:
            source = replace(source, columns=self._constant(), epoch_columns=self._per_epoch())
        used = {column.where for column in (source.labels, source.splits, text) if column is not None}
        columns = {name: column for name, column in source.columns.items() if column.where not in used}
        return replace(source, columns=columns if text is None else {**columns, TEXT: text})

    def _column(self, text: str, source: Source) -> SampleColumn:
        name = text.removeprefix(":")
        return source.columns[name] if text != name and name in source.columns else read_column(self._file(text))

    def _file(self, text: str) -> str:
        return f"{self.path}{text}" if text.startswith(":") else text

    def _constant(self) -> dict[str, SampleColumn]:
        found: dict[str, SampleColumn] = {}
        for text in self.columns:
            columns = {} if is_pattern(text) else read_columns(find_place(self._file(text)))
            for name, column in columns.items():
                if name in found:
                    raise UnusableFile(f"{found[name].where} and {column.where} are columns of the same name")
                found[name] = column
        return found

    def _per_epoch(self) -> dict[int, dict[str, SampleColumn]]:
        found: dict[int, dict[str, SampleColumn]] = {}
        for text in filter(is_pattern, self.columns):
            pattern, names = _split_columns(text)
            folder, files = find_files(pattern)
            for file in files:
                columns = read_columns(Place(folder, file.name, names))
                found.setdefault(file.epoch or 0, {}).update(columns)
        return found


def _split_columns(text: str) -> tuple[str, list[str] | None]:
    """Return a pattern of files, and the columns that are named after a colon in its last part."""
    path, _, name = text.rpartition("/")
    file, separator, columns = name.partition(":")
    return f"{path}/{file}" if path else file, columns.split(",") if separator else None
