"""Why a day is not set, or not taken away."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class DayOver(Refused):
    """A day before today would be changed: what was counted with it would be counted otherwise."""

    def says(self) -> str:
        """Say which days there are."""
        return str(_("Days before today cannot be changed. Give today or a later day."))


class DayFar(Refused):
    """A day more than two years ahead would be set: most likely its year is mistyped."""

    def says(self) -> str:
        """Say which days there are."""
        return str(_("Give a day of this year or of the next two."))


class DaySet(Refused):
    """The day is in the table already."""

    def says(self) -> str:
        """Say what is to be done first."""
        return str(_("This day is in the table already. Take it away first to change it."))


class DayAsPublished(Refused):
    """The published calendar says the same of the day."""

    def says(self) -> str:
        """Say so."""
        return str(_("The published calendar already says so: only days that differ from it are entered here."))


class NoteUnfit(Refused):
    """It is not said where the day was announced."""

    def says(self) -> str:
        """Say how long it is."""
        return str(_("Write where it was announced, in 2 to 200 characters."))


class NoSuchDay(Missing):
    """The day is not in the table."""
