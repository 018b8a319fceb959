"""`siyu up`: PostgreSQL, columns, worker and web as one thing that starts and stops."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import msgspec

from siyu.bootstrap import addresses
from siyu.bootstrap.house import furnish_database, keyring
from siyu.kernel.config import PREFIX, BadSetting, Settings
from siyu.kernel.postgres import FolderLock
from siyu.kernel.processes import Child, Supervisor

Say = Callable[[str], None]
READY_S = 120


async def run(settings: Settings, say: Say, ready: Callable[[str], None]) -> None:
    """Everything up until SIGINT or SIGTERM; FolderBusy names the first one's address."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    settings.data.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        lock = FolderLock(settings.data / "up.lock")
        lock.take(address(settings, settings.port))
        stack.callback(lock.free)
        bound = stack.enter_context(_bound(settings))
        settings = msgspec.structs.replace(settings, port=bound.getsockname()[1])
        url = address(settings, settings.port)
        lock.say(url)
        await _engines(stack, settings, say)
        supervisor = Supervisor(report(settings))
        stack.push_async_callback(supervisor.stop)
        _children(supervisor, settings, bound)
        watching = asyncio.create_task(supervisor.watch())
        stack.callback(watching.cancel)
        await _answering(bound.getsockname()[1], settings, stop)
        if not stop.is_set():
            ready(url)
        await stop.wait()
        say("stopping")


def address(settings: Settings, port: int) -> str:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def report(settings: Settings) -> Path:
    return settings.data / "processes.json"


def listening(host: str, port: int) -> socket.socket:
    """A bound socket that children may inherit; OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    bound.set_inheritable(True)
    return bound


def _bound(settings: Settings) -> socket.socket:
    try:
        return listening(settings.host, settings.port)
    except OSError as taken:
        raise BadSetting(
            f"port {settings.port} on {settings.host} is taken: set SIYU_PORT or --port"
        ) from taken


async def _engines(stack: AsyncExitStack, settings: Settings, say: Say) -> None:
    if settings.database_url is None:
        say("starting PostgreSQL")
        server = addresses.embedded(settings, keyring(settings))
        await stack.enter_async_context(server)
        await server.furnish(prefix=settings.database_role_prefix, database=addresses.DATABASE)
    say("bringing the database up to date")
    await furnish_database(settings)


def _children(supervisor: Supervisor, settings: Settings, bound: socket.socket) -> None:
    env = environment(settings)
    if settings.columns_url is None:
        env[f"{PREFIX}COLUMNS_PORT"] = str(_free_port())
        supervisor.start(Child("columns", ["columns"], env))
    supervisor.start(Child("worker", ["worker"], env))
    for number in range(settings.web_processes):
        command = ["web", "--fd", str(bound.fileno())]
        supervisor.start(Child(f"web-{number + 1}", command, env, [bound.fileno()]))


def environment(settings: Settings) -> dict[str, str]:
    """The environment that gives a child the same settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    for field in settings.__struct_fields__:
        value = getattr(settings, field)
        if value is not None:
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            kept[f"{PREFIX}{field.upper()}"] = shown
    kept[f"{PREFIX}DATA"] = str(settings.data.absolute())
    return kept


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def _answering(port: int, settings: Settings, stop: asyncio.Event) -> None:
    """Until the web process is ready to be asked, or somebody wants to stop."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    for _ in range(READY_S * 5):
        if stop.is_set() or await _is_ready(host, port):
            return
        await asyncio.sleep(0.2)
    raise BadSetting(f"the web process did not answer within {READY_S} s; see the log above")


async def _is_ready(host: str, port: int) -> bool:
    with suppress(OSError, asyncio.TimeoutError):
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"GET /ops/ready HTTP/1.1\r\nHost: siyu\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            return b" 200 " in line
    return False
