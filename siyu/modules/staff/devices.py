"""What somebody signed in with, in a few words: enough to tell one's own from a stranger's."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
# The first that fits: Edge, WeChat and others also call themselves Chrome, and Chrome Safari.
_PROGRAMS = (
    ("wxwork/", "WeCom"),
    ("MicroMessenger/", "WeChat"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def device_of(user_agent: str) -> str:
    """`Chrome · Windows`; empty for what is not known."""
    found = (_first(_PROGRAMS, user_agent), _first(_SYSTEMS, user_agent))
    return " · ".join(name for name in found if name)


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")
