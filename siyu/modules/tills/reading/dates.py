"""Dates and times as tills and spreadsheets write them, read as instants of the merchant's zone."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from siyu.modules.tills.reading.problems import Bad, shortened
from siyu.modules.tills.reading.refusals import DateFormatUnknown

FORMATS = ("ymd", "dmy", "mdy", "excel", "unix", "unix_ms")
"""Order of year, month and day, whatever stands between; or a count of days or (milli)seconds."""

FIRST = date(1980, 1, 1)

_TIME = (
    r"(?P<before>AM|PM|上午|下午|晚上|凌晨|中午)?\s*(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2})"
    r"(?:[:分](?P<second>[0-9]{1,2})(?:\.[0-9]{1,9})?)?[分秒]?\s*(?P<after>AM|PM)?"
    r"\s*(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_CLOCK = re.compile(_TIME, re.IGNORECASE)
_THEN = rf"(?:\s*(?:星期.|周.|\(?[A-Z][a-z]{{2}}\)?)?\s*T?\s*{_TIME})?"
_YEAR_FIRST = re.compile(
    rf"(?P<a>[0-9]{{4}}|[0-9]{{2}})[-/.年](?P<b>[0-9]{{1,2}})[-/.月](?P<c>[0-9]{{1,2}})日?{_THEN}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?P<a>[0-9]{{1,2}})[-/.](?P<b>[0-9]{{1,2}})[-/.](?P<c>[0-9]{{4}}|[0-9]{{2}}){_THEN}",
    re.IGNORECASE,
)
_PACKED = re.compile(
    r"(?P<a>[0-9]{4})(?P<b>[0-9]{2})(?P<c>[0-9]{2})"
    r"(?:[ T]?(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?)?"
)
_PACKED_CLOCK = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})")
_SERIAL = re.compile(r"[0-9]{4,5}(?:\.[0-9]{1,15})?")
_COUNT = {"unix": re.compile(r"[0-9]{9,10}"), "unix_ms": re.compile(r"[0-9]{12,13}")}

# Excel counts days from here for every day after February 1900 (its 1900 was a leap year).
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001

Moment = tuple[datetime, date]


def is_believable(at: datetime, now: datetime) -> bool:
    """After the first electronic tills, and not in the future by more than a slow clock."""
    return at.date() >= FIRST and at <= now + timedelta(days=1)


class DateReader:
    """Reads one file's dates; without a format only year-first dates and day counts are taken."""

    def __init__(self, style: str | None, zone: tzinfo, now: datetime) -> None:
        self.style = style_of(style) if style is not None else None
        self.zone = zone
        self.now = now
        # A receipt's lines carry the same text, and a day's receipts the same date.
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str, clock: str, column: str) -> Moment:
        """The instant, and the day on the merchant's wall; raises Bad."""
        try:
            moment = self._moment(text)
            if clock:
                moment = _with_clock(moment, clock)
        except (ValueError, OverflowError):
            raise Bad(
                "date_bad", column=column, value=shortened(f"{text} {clock}".strip())
            ) from None
        local = moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment
        at = local.astimezone(UTC)
        if not is_believable(at, self.now):
            raise Bad("date_absurd", value=shortened(text), first=FIRST.isoformat())
        return at, at.astimezone(self.zone).date()

    def _moment(self, text: str) -> datetime:
        if self.style in (None, "ymd"):
            if len(text) == 19 and text[10] == " " and text[4] + text[16] == "-:":
                return datetime.fromisoformat(text)
            if found := _PACKED.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
                if self.style is None and len(found["a"]) == 2:
                    raise Bad("date_order", value=shortened(text))
                return _made(found, "abc")
        if self.style in (None, "excel") and _SERIAL.fullmatch(text):
            return _from_serial(text)
        if self.style in _COUNT and _COUNT[self.style].fullmatch(text):
            scale = 1 if self.style == "unix" else 1000
            return datetime.fromtimestamp(int(text) / scale, UTC)
        found = _YEAR_LAST.fullmatch(text)
        if found and self.style in ("dmy", "mdy"):
            return _made(found, "cba" if self.style == "dmy" else "cab")
        # Cells that a spreadsheet knows to be dates arrive year-first whatever the rest is.
        whole = _YEAR_FIRST.fullmatch(text)
        if whole and len(whole["a"]) == 4:
            return _made(whole, "abc")
        if found and self.style is None:
            raise Bad("date_order", value=shortened(text))
        raise ValueError(text)


def style_of(text: str) -> str:
    """The format that a person wrote down, such as `DD/MM/YYYY`; refuses what says no order."""
    small = text.strip().lower()
    if small in FORMATS:
        return small
    order = "".join(dict.fromkeys(letter for letter in small if letter in "ymd"))
    if order not in FORMATS:
        raise DateFormatUnknown(format=shortened(text), formats=", ".join(FORMATS))
    return order


_SAMPLED = {s: DateReader(s, UTC, datetime(2100, 1, 1, tzinfo=UTC)) for s in FORMATS}


def find_format(samples: Iterable[str]) -> str | None:
    """The only format that fits all dates among the samples; None when people must say.

    Samples that are no date in any format are passed over while they are the smaller part.
    """
    texts = {text for text in (s.strip() for s in samples) if text}
    fitting = [styles for text in texts if (styles := [s for s in FORMATS if _fits(text, s)])]
    if not fitting or len(fitting) * 2 <= len(texts):
        return None
    shared = [s for s in FORMATS if all(s in styles for styles in fitting)]
    dates = [text for text in texts if any(_fits(text, s) for s in shared)]
    if shared[:1] == ["ymd"] and all(text[:4].isdigit() for text in dates):
        return "ymd"
    return shared[0] if len(shared) == 1 else None


def is_date(text: str) -> bool:
    """Could be a date with a written month; bare counts of days or seconds do not qualify."""
    return any(_fits(text, style) for style in ("ymd", "dmy", "mdy"))


def is_clock(text: str) -> bool:
    return _CLOCK.fullmatch(text) is not None


def _fits(text: str, style: str) -> bool:
    if style == "excel" and not 20_000 <= float(text if _SERIAL.fullmatch(text) else 0) < 80_000:
        return False
    if style in ("dmy", "mdy") and not _YEAR_LAST.fullmatch(text):
        return False
    try:
        _SAMPLED[style].read(text, "", "")
    except Bad:
        return False
    return True


def _made(found: re.Match[str], order: str) -> datetime:
    year, month, day = (int(found[name]) for name in order)
    if year < 100:
        year += 2000
    return _at_clock(datetime(year, month, day), found)  # noqa: DTZ001


def _with_clock(moment: datetime, clock: str) -> datetime:
    """The moment's day at the time of the other column, which may be a fraction of a day."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if found := _CLOCK.fullmatch(clock) or _PACKED_CLOCK.fullmatch(clock):
        return _at_clock(day, found)
    if clock.startswith("0."):
        return day + timedelta(seconds=round(float(clock) * 86_400))
    # The time column may repeat the whole date, or a spreadsheet's day zero.
    if found := _YEAR_FIRST.fullmatch(clock):
        return _at_clock(day, found)
    raise ValueError(clock)


def _at_clock(day: datetime, found: re.Match[str]) -> datetime:
    parts = found.groupdict()
    if not parts["hour"]:
        return day
    hour = int(parts["hour"])
    half = (parts.get("before") or parts.get("after") or "").upper()
    if (
        half in ("PM", "下午", "晚上", "中午")
        and 1 <= hour < 12
        and not (half == "中午" and hour == 11)
    ):
        hour += 12
    elif half in ("AM", "上午", "凌晨") and hour == 12:
        hour = 0
    at = day.replace(hour=hour, minute=int(parts["minute"]), second=int(parts["second"] or 0))
    zone = (parts.get("zone") or "").upper()
    return datetime.fromisoformat(at.isoformat() + zone) if zone else at


def _from_serial(text: str) -> datetime:
    """Rounded to the second: a serial's fraction is binary noise below that."""
    days, _, fraction = text.partition(".")
    seconds = round(float(f"0.{fraction or 0}") * 86_400)
    return _EXCEL_EPOCH + timedelta(days=int(days), seconds=seconds)
