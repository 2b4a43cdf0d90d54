"""What cases tell the features above them, inside the transaction."""

from blinker import Signal

#: Sent with the case, the approved `decision` of the rules, and `at`, when a case has been decided.
decided = Signal("case decided")

#: Sent with the case, `by` whom and `at`, when a decision is taken back: the features above take back what hangs on it,
#: or refuse. Each returns what it took back, as plain data.
taking_back = Signal("decision taken back")
#: Sent with the case, the `clerk` and `at`, when a clerk verifies, asks for more or recommends.
worked = Signal("a clerk worked on a case")

#: Sent with the case and the `decision` of the rules, when a case that is there is decided anew.
judged = Signal("case judged by the rules")

#: Asks the features above, with a decided case, for the `Step`s that follow for its applicant.
followed = Signal("what follows a decision")

#: Asks the features above, with a decided case and its `turn`, for the `Turn` to show instead, or None.
afterwards = Signal("how a decision stands")

#: Asks the features above, with a decided case, for the ids of incentives that were granted and are no longer.
fallen = Signal("what fell away of a decision")

#: Asks the features above, with the case and `seen_by`, for parts of its page: each names the `template` that draws it.
panels = Signal("page of a case")
