"""Why a file as a whole can't be read."""

from siyu.kernel.errors import Refusal


class FileEmpty(Refusal):
    code = "tills.file_empty"
    status = 400
    zh = "这个文件里没有任何内容。"
    en = "There is nothing in this file."


class FileLocked(Refusal):
    code = "tills.file_locked"
    status = 400
    zh = "这个工作簿设有密码，请去掉密码后再上传。"
    en = "This workbook is protected by a password; remove it and upload the file again."


class FileDamaged(Refusal):
    code = "tills.file_damaged"
    status = 400
    zh = "这个工作簿打不开：{reason}"
    en = "This workbook can't be opened: {reason}"


class FileTooLarge(Refusal):
    code = "tills.file_too_large"
    status = 413
    zh = "这个工作簿解开后超过 {megabytes} MB，请另存为 CSV 后再上传。"
    en = "Unpacked, this workbook is over {megabytes} MB; save it as CSV and upload that."


class FileIsPage(Refusal):
    code = "tills.file_is_page"
    status = 400
    zh = "这是一个改名为表格的网页文件，请用表格软件打开后另存为 .xlsx。"
    en = "This is a web page named like a spreadsheet; open it there and save it as .xlsx."


class FileNotTable(Refusal):
    code = "tills.file_not_table"
    status = 400
    zh = "这不是 CSV 或 Excel 文件。"
    en = "This is neither a CSV nor an Excel file."


class SheetUnknown(Refusal):
    code = "tills.sheet_unknown"
    status = 400
    zh = "工作簿里没有名为“{sheet}”的工作表。"
    en = "The workbook has no sheet named '{sheet}'."


class MappingUnfit(Refusal):
    code = "tills.mapping_unfit"
    status = 400
    zh = "列对应不成立：{field} 指向的列“{column}”不在文件里。"
    en = "The mapping does not fit: {field} points to column '{column}', which the file lacks."


class MappingLacks(Refusal):
    code = "tills.mapping_lacks"
    status = 400
    zh = "列对应还缺少必填项：{field}。"
    en = "The mapping still lacks a required field: {field}."


class DateFormatUnknown(Refusal):
    code = "tills.date_format_unknown"
    status = 400
    zh = "没有“{format}”这种日期格式，可选：{formats}。"
    en = "There is no date format '{format}'; choose one of {formats}."
