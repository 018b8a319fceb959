"""Where the engines are: embedded in the data folder, or as the settings say."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from siyu.kernel.config import BadSetting, Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.postgres import SUPERUSER, Embedded, Options, Waited
from siyu.kernel.postgres.roles import Roles

if TYPE_CHECKING:
    from siyu.kernel.columns import Columns

DATABASE = "siyu"


class Urls(msgspec.Struct, frozen=True):
    """PostgreSQL by role; passwords are derived from the master secret."""

    admin: str
    owner: str
    app: str
    relay: str

    def __repr__(self) -> str:
        return "Urls(…)"


def embedded(
    settings: Settings, keyring: Keyring, *, report: Callable[[Waited], None] | None = None
) -> Embedded:
    """The launcher on the data folder; also tells other processes the running server's URLs."""
    tuned = {} if settings.fsync else {"fsync": "off"}
    options = Options(bin_folder=settings.postgres_bin, settings=tuned)
    folder = settings.data / "postgres"
    return Embedded(folder, password_of=keyring.password, options=options, report=report)


def urls(settings: Settings, keyring: Keyring) -> Urls:
    names = Roles.of(settings.database_role_prefix)
    if settings.database_url is None:
        server = embedded(settings, keyring)
        roles = (names.owner, names.app, names.relay)
        return Urls(server.url(SUPERUSER, DATABASE), *(server.url(r, DATABASE) for r in roles))
    parts = urlsplit(settings.database_url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadSetting("SIYU_DATABASE_URL must be postgresql://user:password@host/database")
    place = parts.netloc.rpartition("@")[2]

    def of(role: str) -> str:
        login = f"{quote(role)}:{quote(keyring.password(role))}@{place}"
        return urlunsplit(parts._replace(netloc=login, path=f"/{DATABASE}"))

    admin = urlunsplit(parts._replace(path=f"/{DATABASE}"))
    return Urls(admin, of(names.owner), of(names.app), of(names.relay))


def columns(settings: Settings, keyring: Keyring) -> "Columns":
    # `up` itself asks no columns.
    from siyu.kernel.columns import Columns  # noqa: PLC0415
    from siyu.kernel.columns.client import read_address  # noqa: PLC0415

    if settings.columns_url is None:
        return Columns.embedded("127.0.0.1", settings.columns_port, columns_secret(keyring))
    place = read_address(settings.columns_url)
    if place.user:
        return Columns.at(settings.columns_url)
    # Nobody is named: a `siyu columns` of this installation, elsewhere.
    return Columns.embedded(place.host, place.port, columns_secret(keyring))


def beside(settings: Settings) -> Settings:
    """For a command beside a running `up`: with the port its columns process told the folder."""
    try:
        owner = msgspec.json.decode((settings.data / "columns" / "owner.json").read_bytes())
        return msgspec.structs.replace(settings, columns_port=int(owner["port"]))
    except (OSError, msgspec.DecodeError, KeyError, ValueError):
        return settings


def columns_secret(keyring: Keyring) -> str:
    return keyring.password("columns")
