"""What the checks ask the features above cases."""

from blinker import Signal

#: Sent with the case: each feature answers with the `Check`s that only it can make.
checking = Signal("automatic checks of a case")
