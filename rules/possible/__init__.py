"""What a policy can still decide of a person of whom not everything is known: abstract interpretation of its trees."""

from rules.possible.prospect import Outlook, Prospect, outlook

__all__ = ["Outlook", "Prospect", "outlook"]
