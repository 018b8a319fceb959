"""How the server is set: for one machine, silent about people, deaf to the network."""

from collections.abc import Mapping
from pathlib import Path

from siyu.kernel.postgres.pidfile import OURS
from siyu.kernel.postgres.values import PORT

FIXED = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "lc_messages": "C",
}
# A recycled segment keeps what was written to it before, names too, until it is written over.
FORGETFUL = {"wal_recycle": "off"}
SIZE = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "max_wal_size": "1GB",
}
LOG = {
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",  # a week of them, each overwritten when its day returns
    "log_file_mode": "0600",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_startup_progress_interval": "2s",
}
# The text of a statement or of an error may hold a name or a phone number. Who sent it gets it
# back; the log gets neither (`log_min_messages=log` leaves out what goes wrong inside a session).
SILENCE = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_lock_waits": "off",
}


def get_arguments(*, sockets: Path, logs: Path, chosen: Mapping[str, str]) -> list[str]:
    """As `-c` arguments, which no file in the folder can overrule; ours can't be chosen away."""
    folders = {"unix_socket_directories": f'"{sockets}"', "log_directory": str(logs)}
    wanted = {**SIZE, **LOG, **chosen, **SILENCE, **FORGETFUL, **FIXED, **folders}
    pairs = [OURS, *(f"{name}={value}" for name, value in wanted.items())]
    return [part for pair in pairs for part in ("-c", pair)]
