"""What can be wrong with a community asked for."""

from talent.web.errors import Missing


class NoSuchPilot(Missing):
    """No community goes by this name."""
