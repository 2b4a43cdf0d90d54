"""What notices ask the features above them."""

from blinker import Signal

#: Sent with `at` each time messages are delivered from the command line: who has something due by now posts it,
#: and may answer with a sentence for whoever runs the machine.
posting = Signal("about to deliver")
