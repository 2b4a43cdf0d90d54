"""Settle a run by what the treasury reports: all of a file or nothing, and the same file again changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import exists, func, select, update

from talent.accounts.models import Person
from talent.audit.operations import record
from talent.awards.models import Instalment, InstalmentState
from talent.awards.payments.errors import WrongState
from talent.awards.payments.keys import read_key
from talent.awards.payments.messages import tell_results
from talent.awards.payments.models import RESULTS, Payment, PaymentRun, PaymentState, ResultFile, RunState
from talent.awards.payments.operations import hold, refuse_preparer
from talent.awards.payments.results import Results, Row
from talent.database import db
from talent.web.days import policy_day
from talent.web.errors import Refused


class Wrong(StrEnum):
    """What is wrong with a line. FOREIGN: no payment of ours. OTHER_RUN: of another run. TWICE: in the file before."""

    FOREIGN = "foreign"
    OTHER_RUN = "other_run"
    TWICE = "twice"
    AMOUNT = "amount"
    RESULT = "result"
    DAY = "day"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True)
class Problem:
    """A line that cannot be taken in. kept: what we have instead, where we have something: fen, run id, line, state."""

    line: int
    key: str
    wrong: Wrong
    kept: object = None


class ResultsRefused(Refused):
    """A file with wrong lines: nothing of it was taken in. problems: every one, by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settled:
    """What a file brought. known: lines that were known before; open: payments that nothing is reported of yet."""

    paid: int
    failed: int
    returned: int
    known: int
    open: int

    @property
    def new(self) -> int:
        """How many lines brought something new."""
        return self.paid + self.failed + self.returned


@dataclass(frozen=True)
class _Kept:
    id: int
    fen: int
    state: PaymentState


#: Where a payment may go from where it is; what is reported again as it is known changes nothing.
_WAYS = {
    PaymentState.SENT: set(RESULTS),
    PaymentState.PAID: {PaymentState.RETURNED},
}


def settle(run: PaymentRun, results: Results, *, filename: str, approver: Person, at: datetime) -> Settled:
    """Take in what the treasury reports. Raises WrongState, SamePreparer, ResultsRefused with every wrong line."""
    hold(run)
    if run.state not in {RunState.EXPORTED, RunState.SETTLED}:
        raise WrongState(run.state)
    refuse_preparer(run, approver)
    if any(file.sha256 == results.sha256 for file in run.result_files):
        return Settled(0, 0, 0, len(results.rows), _open(run))
    kept = _kept(run)
    problems = list(_problems(results.rows, kept, run, policy_day(at)))
    if problems:
        raise ResultsRefused(problems)
    fresh = [(row, here) for row in results.rows if (here := kept[_read(row)]).state is not row.result]
    counts = {state: sum(row.result is state for row, _here in fresh) for state in RESULTS}
    if fresh:
        _apply(run, fresh, at)
        _note(run, results.sha256, counts, ResultFile(filename=filename[:255], imported_by=approver, imported_at=at))
    open_count = _open(run)
    if not open_count and run.state is RunState.EXPORTED:
        run.state, run.settled_at = RunState.SETTLED, at
        db.session.flush()
        record("payment run settled", by=approver.id, about=run.about, at=at)
    paid, failed, returned = (counts[state] for state in RESULTS)
    return Settled(paid, failed, returned, len(results.rows) - len(fresh), open_count)


def _open(run: PaymentRun) -> int:
    query = select(func.count()).where(Payment.run_id == run.id, Payment.state == PaymentState.SENT)
    return db.session.scalar(query) or 0


def _read(row: Row) -> tuple[int, int]:
    return read_key(row.key) or (0, 0)


def _kept(run: PaymentRun) -> Mapping[tuple[int, int], _Kept]:
    query = select(Payment.instalment_id, Payment.attempt, Payment.id, Payment.fen, Payment.state)
    found = db.session.execute(query.where(Payment.run_id == run.id))
    return {(row.instalment_id, row.attempt): _Kept(row.id, row.fen, row.state) for row in found}


def _problems(
    rows: Sequence[Row], kept: Mapping[tuple[int, int], _Kept], run: PaymentRun, today: date
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        if row.key in seen:
            yield Problem(row.line, row.key, Wrong.TWICE, seen[row.key])
            continue
        seen[row.key] = row.line
        here = kept.get(_read(row))
        yield from [_stray(row, run)] if here is None else _unfit(row, here, today)


def _stray(row: Row, run: PaymentRun) -> Problem:
    """Say whose a line is that is not of this run."""
    found = read_key(row.key)
    if found is not None:
        query = select(Payment.run_id).where(Payment.instalment_id == found[0], Payment.attempt == found[1])
        if (other := db.session.scalar(query)) is not None:
            return Problem(row.line, row.key, Wrong.OTHER_RUN, other)
    return Problem(row.line, row.key, Wrong.FOREIGN)


def _unfit(row: Row, here: _Kept, today: date) -> Iterator[Problem]:
    """Say what of a line does not fit the payment it names."""
    if row.fen != here.fen:
        yield Problem(row.line, row.key, Wrong.AMOUNT, here.fen)
    if row.result is None:
        yield Problem(row.line, row.key, Wrong.RESULT)
    elif row.result is not here.state and row.result not in _WAYS.get(here.state, ()):
        yield Problem(row.line, row.key, Wrong.CONTRADICTS, here.state)
    if row.day_is_wrong or (row.day is not None and row.day > today):
        yield Problem(row.line, row.key, Wrong.DAY)


def _apply(run: PaymentRun, fresh: Sequence[tuple[Row, _Kept]], at: datetime) -> None:
    """Write the results; an instalment is paid by the payment that arrived, and due again when it came back."""
    in_run = select(Payment.instalment_id).where(Payment.run_id == run.id)
    db.session.execute(select(Instalment.id).where(Instalment.id.in_(in_run)).order_by(Instalment.id).with_for_update())
    changes = [
        {"id": here.id, "state": row.result, "settled_at": at, "settled_on": row.day, "reason": row.reason}
        for row, here in fresh
    ]
    db.session.execute(update(Payment), changes)
    arrived = exists().where(Payment.instalment_id == Instalment.id, Payment.state == PaymentState.PAID)
    ways = ((InstalmentState.PAID, arrived), (InstalmentState.DUE, ~arrived))
    for state, condition in ways:
        changed = update(Instalment).where(Instalment.id.in_(in_run), Instalment.state != state, condition)
        db.session.execute(changed.values(state=state).execution_options(synchronize_session=False))
    db.session.flush()
    db.session.expire_all()
    tell_results([here.id for _row, here in fresh], at=at)


def _note(run: PaymentRun, sha256: str, counts: Mapping[PaymentState, int], file: ResultFile) -> None:
    """Keep which file was taken in, and record it."""
    plain = {state.value: count for state, count in counts.items()}
    file.sha256, file.paid, file.failed, file.returned = sha256, plain["paid"], plain["failed"], plain["returned"]
    run.result_files.append(file)
    db.session.flush()
    details: dict[str, object] = {**plain, "sha256": sha256}
    record("payment results imported", by=file.imported_by_id, about=run.about, at=file.imported_at, details=details)
