"""The library's sentences in our words; lazy, so that each is said in the language of the page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security.babel import FsDomain

SENTENCES: dict[str, tuple[Any, str]] = {
    "GENERIC_AUTHN_FAILED": (_l("The e-mail address or the password is not right."), "error"),
    "CONFIRMATION_REQUIRED": (
        _l("One step is missing: open the link in the mail we sent you, then sign in. It can be sent again below."),
        "error",
    ),
    "DISABLED_ACCOUNT": (_l("This account is closed. Ask the bureau if you think that is a mistake."), "error"),
    "CONFIRM_REGISTRATION": (
        _l("Almost done: we have sent a mail to %(email)s. Open the link in it, then sign in."),
        "success",
    ),
    "EMAIL_CONFIRMED": (_l("Your address is confirmed. You can sign in now."), "success"),
    "ALREADY_CONFIRMED": (_l("This address is confirmed already. You can sign in."), "info"),
    "INVALID_CONFIRMATION_TOKEN": (_l("This link is not valid. Have the mail sent again."), "error"),
    "CONFIRMATION_EXPIRED": (_l("This link is too old. Have the mail sent again."), "error"),
    "CONFIRMATION_REQUEST": (
        _l("If an account with %(email)s waits for its confirmation, a mail is on its way."),
        "info",
    ),
    "PASSWORD_RESET_REQUEST": (_l("If there is an account with %(email)s, a mail with a link is on its way."), "info"),
    "PASSWORD_RESET_EXPIRED": (_l("This link is too old. Ask for a new one."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (_l("This link is not valid. Ask for a new one."), "error"),
    "PASSWORD_RESET_NO_LOGIN": (_l("Your new password is saved. Sign in with it."), "success"),
    "PASSWORD_CHANGE": (_l("Your new password is saved."), "success"),
    "PASSWORD_IS_THE_SAME": (_l("Choose a password that is not the present one."), "error"),
    "PASSWORD_INVALID_LENGTH": (_l("A password needs at least %(length)s characters."), "error"),
    "PASSWORD_NOT_PROVIDED": (_l("Enter the password."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_l("The two passwords are not the same."), "error"),
    "INVALID_PASSWORD": (_l("This is not your password."), "error"),
    "EMAIL_NOT_PROVIDED": (_l("Enter the e-mail address."), "error"),
    "INVALID_EMAIL_ADDRESS": (_l("This is not an e-mail address. Example: name@example.com."), "error"),
    "INVALID_REDIRECT": (_l("This link leads away from here and was not followed."), "error"),
    "REAUTHENTICATION_REQUIRED": (_l("Enter your password once more to go on."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Thank you. You can go on."), "info"),
    "ANONYMOUS_USER_REQUIRED": (_l("You are signed in already."), "info"),
    "TWO_FACTOR_INVALID_TOKEN": (_l("This code is not right. Wait for the next one and try again."), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("The code is right. You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        _l("The second step is set up. Make recovery codes too, for the day the phone is lost."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (_l("The second step is removed."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (_l("Sign in once more: that took too long."), "error"),
    "TWO_FACTOR_SETUP_EXPIRED": (_l("That took too long. Begin again."), "error"),
    "INVALID_RECOVERY_CODE": (_l("This is not one of your recovery codes, or it was used already."), "error"),
    "NO_RECOVERY_CODES_SETUP": (_l("You have no recovery codes yet."), "info"),
}

#: Mails carry both languages, and so do their subjects.
SUBJECTS = {
    "REGISTER": "请确认您的电子邮箱 · Confirm your e-mail address",
    "CONFIRM": "请确认您的电子邮箱 · Confirm your e-mail address",
    "PASSWORD_RESET": "设置新密码 · Choose a new password",
    "PASSWORD_NOTICE": "您的密码已修改 · Your password was changed",
    "PASSWORD_CHANGE_NOTICE": "您的密码已修改 · Your password was changed",
    "TWO_FACTOR_RESCUE": "无法登录 · Somebody cannot sign in",
}


class Domain(FsDomain):
    """The library's own translations, and our lazy sentences."""

    def gettext(self, string: Any, **variables: Any) -> str:
        """Translate a sentence of the library; say one of ours."""
        if isinstance(string, str):
            return str(super().gettext(string, **variables))
        said = str(string)
        return said % variables if variables else said
