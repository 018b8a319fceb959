"""What the room refuses, besides files that can't be read (see reading/refusals.py)."""

from siyu.kernel.errors import NotFound, Refusal


class FileGone(NotFound):
    code = "tills.file_gone"
    zh = "这个文件已经不在了，请重新上传。"
    en = "This file is no longer here; please upload it again."


class StoreMissing(Refusal):
    code = "tills.store_missing"
    status = 400
    zh = "请把一列对应为门店，或为整个文件选定一家门店。"
    en = "Map a column to the store, or choose one store for the whole file."


class ImportRunning(Refusal):
    code = "tills.import_running"
    zh = "这个文件正在导入，请等它结束。"
    en = "This file is being imported; wait until that has ended."


class MappingNamed(Refusal):
    code = "tills.mapping_named"
    zh = "已有一个名为“{name}”的列对应。"
    en = "There is already a mapping named '{name}'."


class Superseded(Refusal):
    """A worker that lost its claim must not write beside the one that took over."""

    code = "tills.superseded"
    zh = "另一个进程已接手这次导入。"
    en = "Another process has taken over this import."
