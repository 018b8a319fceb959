"""There is one way to a person, and the room's front door is not it."""

from siyu.modules import messaging


def test_the_front_door_of_messaging_sends_nothing() -> None:
    """What it may hand out is a sign-in code, which the person asks for herself."""
    assert [name for name in messaging.__all__ if "send" in name] == [
        "get_send",
        "list_sends",
        "send_code",
    ]
