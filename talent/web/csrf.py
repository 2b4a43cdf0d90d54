"""One token on every form that changes something."""

from flask_wtf import CSRFProtect

protect = CSRFProtect()
