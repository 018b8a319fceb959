"""The columns process: sole opener of the chDB folder, reached over loopback by everybody else."""

import ctypes
import os
import signal
import sys
from pathlib import Path
from socket import socket as Socket  # noqa: N812
from types import FrameType

import structlog
import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from siyu.kernel.columns.door import Door
from siyu.kernel.columns.engine import Engine, Limits

_logger = structlog.get_logger()

CONNECTIONS = 512
SECRET_LENGTH = 16
_PR_SET_PDEATHSIG = 1


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8123,
    secret: str,
    limits: Limits | None = None,
) -> None:
    """Serve the folder until SIGTERM, SIGINT or the parent's death; inserts in hand are finished.

    Raises FolderTaken when another process has the folder. With port 0 the system picks one; the
    address stands in `owner.json` in the folder either way. Call it in a process of its own that
    never forks: the engine does not survive a fork.
    """
    if len(secret) < SECRET_LENGTH:
        raise ValueError(f"a secret of {SECRET_LENGTH} characters at least")
    limits = limits or Limits.of_machine()
    _follow_parent()
    engine = Engine(folder, limits, {"host": host, "port": port} if port else None)
    door = Door(engine, secret)
    config = uvicorn.Config(
        door,
        host=host,
        port=port,
        http="httptools",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=limits.stop_seconds,
    )
    socket = config.bind_socket()
    socket.listen(config.backlog)
    bound = socket.getsockname()[1]
    server = _Server(config, door)
    server.hear()
    engine.announce(host, bound)
    _logger.info("columns.listening", folder=str(folder), host=host, port=bound)
    try:
        server.run(sockets=[socket])
    finally:
        door.close()
        engine.close()
        _logger.info("columns.stopped", folder=str(folder))


class _Server(uvicorn.Server):
    """Stops on the first signal with an exit code of 0, at once on the second."""

    def __init__(self, config: uvicorn.Config, door: Door) -> None:
        super().__init__(config)
        self._door = door

    def hear(self) -> None:
        """Stop in order from now on: whoever finds the address may send a signal at once."""
        for one in HANDLED_SIGNALS:
            signal.signal(one, self.handle_exit)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.force_exit = self.should_exit
        self.should_exit = True
        self._door.stop()

    async def shutdown(self, sockets: list[Socket] | None = None) -> None:
        # Not in the handler: a second signal would wait there for a lock that the first one has.
        self._door.cancel_reads()
        await super().shutdown(sockets)


def _follow_parent() -> None:
    """Be sent SIGTERM when the parent dies, so that a killed supervisor leaves nothing behind."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
