"""Forms as govuk components: fields stay plain WTForms, the widget is chosen by the field when it is drawn."""

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf import wtforms_widgets as govuk
from markupsafe import Markup
from wtforms import Field, widgets

from talent.web.language import language


class Spoken:
    """Says in the language of the page what the component says to people who do not see it."""

    def render(self, params: dict[str, Any]) -> Markup:
        """Draw the component with our words."""
        if "errorMessage" in params:
            params["errorMessage"]["visuallyHiddenText"] = _("Error")
        params.setdefault("showPasswordText", _("Show"))
        params.setdefault("hidePasswordText", _("Hide"))
        params.setdefault("showPasswordAriaLabelText", _("Show the password"))
        params.setdefault("hidePasswordAriaLabelText", _("Hide the password"))
        params.setdefault("passwordShownAnnouncementText", _("Your password is visible"))
        params.setdefault("passwordHiddenAnnouncementText", _("Your password is hidden"))
        drawn: Markup = super().render(params)  # type: ignore[misc]
        return drawn


def spoken(component: type) -> Any:
    """Return a widget of the library that speaks our words."""
    return type(component.__name__, (Spoken, component), {})()


class DateInput(Spoken, govuk.GovFormBase):
    """A day in three fields, year first in Chinese and day first in English."""

    template = "govuk_frontend_wtf/date.html"

    def __call__(self, field: Field, **given: Any) -> Markup:
        """Draw the field."""
        drawn: Markup = super().__call__(field, id=field.id, **given)
        return drawn

    def map_gov_params(self, field: Field, **given: Any) -> dict[str, Any]:
        """Name and order the three fields: they are posted as year, month, day."""
        written = dict(zip(("year", "month", "day"), field.written(), strict=True))
        labels = {"year": _("Year"), "month": _("Month"), "day": _("Day")}
        order = ("day", "month", "year") if language() == "en" else ("year", "month", "day")
        items = [
            {
                "label": labels[part],
                "id": field.id if part == order[0] else f"{field.id}-{part}",
                "name": f"{field.name}-{part}",
                "value": written[part],
                "classes": ("govuk-input--width-4" if part == "year" else "govuk-input--width-2")
                + (" govuk-input--error" if field.errors else ""),
                "inputmode": "numeric",
            }
            for part in order
        ]
        given.pop("required", None)
        params = super().map_gov_params(field, **given)
        return {**params, "id": f"{field.id}-group", "items": items}


RADIOS = spoken(govuk.GovRadioInput)
CHECKBOXES = spoken(govuk.GovCheckboxesInput)

#: From WTForms' own widgets to the same thing as a govuk component; the first that fits is taken.
WIDGETS: tuple[tuple[type, Any], ...] = (
    (govuk.GovFormBase, None),
    (widgets.HiddenInput, None),
    (widgets.PasswordInput, spoken(govuk.GovPasswordInput)),
    (widgets.FileInput, spoken(govuk.GovFileInput)),
    (widgets.SubmitInput, spoken(govuk.GovSubmitInput)),
    (widgets.CheckboxInput, spoken(govuk.GovCheckboxInput)),
    (widgets.Select, spoken(govuk.GovSelect)),
    (widgets.TextArea, spoken(govuk.GovTextArea)),
    (widgets.Input, spoken(govuk.GovTextInput)),
)


class GovukMeta:
    """Draws every field of a form as the govuk component of its kind."""

    def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
        """Draw the field, without the browser's own checks: errors are told in our words, beside the field."""
        widget = next((mine for theirs, mine in WIDGETS if isinstance(field.widget, theirs)), None) or field.widget
        field.flags.required = False
        settings = {**(getattr(field, "render_kw", None) or {}), **render_kw}
        drawn: Markup = widget(field, **settings)
        return drawn


class Form(FlaskForm):
    """A form of ours."""

    class Meta(GovukMeta):
        """See `GovukMeta`."""
