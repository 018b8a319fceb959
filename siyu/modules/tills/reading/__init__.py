"""Reading of receipt files: any till's CSV or workbook as strict rows, one at a time."""

from siyu.modules.tills.reading.dates import FORMATS
from siyu.modules.tills.reading.grouping import Bundles
from siyu.modules.tills.reading.guess import fingerprint, guess_mapping
from siyu.modules.tills.reading.problems import RowProblem, sentence
from siyu.modules.tills.reading.rows import RowReader
from siyu.modules.tills.reading.shape import find_shape, open_records
from siyu.modules.tills.reading.source import Source
from siyu.modules.tills.reading.survey import Survey
from siyu.modules.tills.reading.values import Column, Field, FileShape, Mapping, Row

__all__ = [
    "FORMATS",
    "Bundles",
    "Column",
    "Field",
    "FileShape",
    "Mapping",
    "Row",
    "RowProblem",
    "RowReader",
    "Source",
    "Survey",
    "find_shape",
    "fingerprint",
    "guess_mapping",
    "open_records",
    "sentence",
]
