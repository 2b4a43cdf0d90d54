"""What accounts ask the features above them, inside the transaction."""

from blinker import Signal

#: Sent with the person before their name or their document changes; a listener refuses by raising a `Refused`.
identity_changing = Signal("identity about to change")
