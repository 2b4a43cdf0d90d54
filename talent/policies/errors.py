"""What can be wrong with a policy asked for."""

from talent.web.errors import Missing


class NoSuchPolicy(Missing):
    """No policy at hand has this id or digest."""
