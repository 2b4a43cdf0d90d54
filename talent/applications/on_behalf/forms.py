"""What is begun for somebody."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from talent.pilots.queries import pilots
from talent.policies.library import policies_in_force
from talent.web.filters import said
from talent.web.forms import RADIOS, Form
from talent.web.language import language


class BeginForForm(Form):
    """The community the person has moved to, and the policy."""

    pilot = RadioField(
        _l("The community the person has moved to"),
        widget=RADIOS,
        validators=[InputRequired(_l("Choose the community."))],
    )
    policy = RadioField(_l("Policy"), widget=RADIOS, validators=[InputRequired(_l("Choose the policy."))])

    def offer(self) -> None:
        """Offer every community and what is in force today; what alone can be chosen is chosen."""
        english = language() == "en"
        self.pilot.choices = [(each.slug, each.name_en if english else each.name_zh) for each in pilots()]
        self.policy.choices = [(each.id, said(each.title)) for each in policies_in_force()]
        if len(self.policy.choices) == 1 and self.policy.data is None:
            self.policy.data = self.policy.choices[0][0]
