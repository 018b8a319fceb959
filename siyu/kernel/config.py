"""Settings from the environment, strictly: an unknown or unreadable one stops the start."""

import os
import secrets
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

import msgspec

PREFIX = "SIYU_"
FEWEST_MONTHS = 3


class BadSetting(Exception):
    """A setting that can't be used; the message says which and what it may be."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting; each field is `SIYU_<NAME>`, or a file named by `SIYU_<NAME>_FILE`."""

    data: Path = Path("data")
    """Folder of everything that is kept: database, columns, uploads, the master secret."""
    database_url: str | None = None
    """`postgresql://` of an owner role on PostgreSQL 15 or later; empty: the embedded one."""
    database_role_prefix: str = "siyu"
    """Leads the names of the four roles; two installations in one cluster need two prefixes."""
    postgres_bin: Path | None = None
    """Folder with another embedded PostgreSQL's programs."""
    columns_url: str | None = None
    """`http://user:password@host:port/database` of a ClickHouse, `http://host:port` of our own
    `siyu columns` on another host; empty: the embedded chDB here."""
    columns_port: int = 8123
    """Where the embedded columns process listens on loopback."""
    facts_months: int = 18
    """Whole months of facts kept in PostgreSQL before they move into the archive; 0: for ever."""
    archive: Path | None = None
    """Folder of what was archived; empty: `archive` in the data folder."""
    secret: str | None = None
    """Master secret, at least 32 characters; empty: made once and kept in the data folder."""
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int = 1
    sandbox: bool = True
    """Vendors are played by the sandboxes; a merchant who goes live switches this off."""
    public_url: str | None = None
    """The address customers see, for links and codes; empty: that of the request."""
    sms_key_id: str | None = None
    """Access key of the text message account; only without the sandbox."""
    sms_key_secret: str | None = None
    sms_sign: str | None = None
    """The approved signature in front of each text message."""
    sms_code_template: str | None = None
    """The approved template of sign-in codes, with the one variable `code`."""
    log_level: str = "info"
    fsync: bool = True
    """Off only in tests: a power cut then loses what was promised."""

    @property
    def loopback_url(self) -> str:
        """Where this installation's own web process answers, for the sandboxes' call-backs."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def facts_archive(self) -> Path:
        """Where archived months of facts lie."""
        return (self.archive or self.data / "archive") / "facts"

    def __post_init__(self) -> None:
        if self.facts_months != 0 and self.facts_months < FEWEST_MONTHS:
            raise BadSetting(f"SIYU_FACTS_MONTHS must be 0 or at least {FEWEST_MONTHS}")
        if self.secret is not None and len(self.secret) < 32:
            raise BadSetting("SIYU_SECRET needs at least 32 characters")
        if not 0 <= self.port <= 65535:
            raise BadSetting("SIYU_PORT must be 0 to 65535")
        if not 1 <= self.web_processes <= 64:
            raise BadSetting("SIYU_WEB_PROCESSES must be 1 to 64")


def load(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """Settings from the environment, overruled by what was given on the command line."""
    values: dict[str, Any] = {}
    fields = {f.name: f for f in msgspec.structs.fields(Settings)}
    for name, text in environment.items():
        if name.startswith(PREFIX):
            field, value = _read(name, text, list(fields))
            values[field] = _typed(name, value, fields[field].type)
    values |= {k: v for k, v in given.items() if v is not None}
    return Settings(**values)


def _read(name: str, text: str, known: list[str]) -> tuple[str, str]:
    field = name.removeprefix(PREFIX).lower()
    if field in known:
        return field, text
    if field.endswith("_file") and field.removesuffix("_file") in known:
        try:
            return field.removesuffix("_file"), Path(text).read_text().strip()
        except OSError as why:
            raise BadSetting(f"{name}: cannot read {text}: {why.strerror}") from why
    near = get_close_matches(field, known, n=1)
    hint = f"; did you mean {PREFIX}{near[0].upper()}?" if near else ""
    raise BadSetting(f"{name} is not a setting of Siyu{hint}")


def _typed(name: str, text: str, type_: Any) -> Any:
    kinds = [t for t in get_args(type_) or (type_,) if t is not type(None)]
    kind = kinds[0]
    if text == "" and len(get_args(type_)) > 1:
        return None
    if kind is bool:
        if text.lower() not in {"true", "false"}:
            raise BadSetting(f"{name} must be true or false, not {text!r}")
        return text.lower() == "true"
    try:
        return kind(text)
    except ValueError as why:
        raise BadSetting(f"{name} must be a {kind.__name__}, not {text!r}") from why


def master_secret(settings: Settings) -> bytes:
    """The master secret: as set, else the one kept in the data folder, made on first use."""
    if settings.secret is not None:
        return settings.secret.encode()
    place = settings.data / "secret"
    if not place.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        _write_once(place, secrets.token_hex(32))
    return place.read_text().strip().encode()


def _write_once(place: Path, text: str) -> None:
    """Whole or not at all, and the first of two writers wins."""
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
