"""Every sentence of a letter, in Chinese and English: the page and the document read out the same words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from flask_babel import force_locale

from rules.decision import Instalment, Verdict
from rules.policy import Obligation, Source, Text
from talent.notices import words
from talent.notices.letters import LetterContent, LetterIncentive, LetterReason
from talent.web.filters import day, moment, money
from talent.web.language import LANGUAGES

#: More equal instalments in a row than this are told in one line.
LISTED = 6
#: How a condition came out, by whether it holds.
CONDITIONS = {True: "met", False: "not_met", None: "not_known"}


@dataclass(frozen=True)
class WrittenInstalment:
    """One line of a schedule. provided: what must hold then, or that nothing further must."""

    which: str
    when: str
    amount: str
    provided: str
    conditional: bool


@dataclass(frozen=True)
class WrittenLine:
    """One line about an incentive, with the clause it stands on.

    kind: 'amount', 'met', 'not_met', 'not_known' or 'owed'; label: the same in words.
    clause: its number in this letter, None where no clause is named; cited: its document and name.
    """

    kind: str
    label: str
    says: str
    clause: int | None
    cited: str


@dataclass(frozen=True)
class WrittenIncentive:
    """One incentive. verdict: 'granted', 'refused' or 'unknown'; label: the same in words; note: why not, if not."""

    title: str
    verdict: str
    label: str
    amount: str
    note: str
    paid: tuple[WrittenInstalment, ...]
    lines: tuple[WrittenLine, ...]


@dataclass(frozen=True)
class WrittenClause:
    """A clause in its own words. number: as the letter refers to it."""

    number: int
    document: str
    clause: str
    text: str
    standing: str


@dataclass(frozen=True)
class Sentences:
    """A whole letter in one language. labels: headings and the like, by name."""

    language: str
    labels: dict[str, str]
    particulars: tuple[tuple[str, str], ...]
    greeting: str
    opening: str
    decision: str
    reason: str
    incentives: tuple[WrittenIncentive, ...]
    clauses: tuple[WrittenClause, ...]
    appeal: tuple[str, ...]
    issued_by: str
    issued_on: str


def sentences(content: LetterContent, language: str, withdrawn_at: datetime | None = None) -> Sentences:
    """Return the letter in 'zh' or 'en'. Needs an application context, as everything that writes money and days."""
    with force_locale(LANGUAGES[language]):
        written = _Writer(content, language).written()
        if withdrawn_at is None:
            return written
        withdrawn = (words.WITHDRAWN.to(language), moment(withdrawn_at))
        return replace(written, particulars=(withdrawn, *written.particulars))


def outcome_said(content: LetterContent, language: str) -> str:
    """Return the outcome in a word or two: 'granted', 'granted in part', 'not granted'."""
    return words.OUTCOMES[content.outcome].to(language)


def obligation_said(obligation: Obligation) -> Text:
    """Return what a person owes in return as a sentence: years to serve, a home to keep, what is paid back else."""
    asked = ((words.SERVE, obligation.serve_years), (words.HOLD, obligation.hold_home_years))
    duties = [(duty, years) for duty, years in asked if years]

    def said(language: str, joined: str) -> str:
        listed = joined.join(duty.to(language) % {"years": years} for duty, years in duties)
        owes = words.OWES.to(language) % {"duties": listed} if duties else ""
        return owes + words.RECOVERIES[obligation.recovery].to(language)

    return Text(said("zh", "，并"), said("en", " and "))


class _Writer:
    """Writes one letter in one language, whose locale is in force."""

    def __init__(self, content: LetterContent, language: str) -> None:
        self.content, self.language = content, language
        self.numbers = {source: number for number, source in enumerate(content.cited, start=1)}

    def say(self, text: Text, **values: object) -> str:
        return text.to(self.language) % values

    def written(self) -> Sentences:
        content = self.content
        return Sentences(
            language=self.language,
            labels={name: text.to(self.language) for name, text in words.LABELS.items()},
            particulars=self.particulars(),
            greeting=self.say(words.GREETING, name=content.recipient_name),
            opening=self.say(words.OPENING, policy=content.policy.to(self.language)),
            decision=self.decision(),
            reason=content.reason,
            incentives=tuple(self.incentive(incentive) for incentive in content.incentives),
            clauses=tuple(self.clause(source) for source in content.cited),
            appeal=self.appeal(),
            issued_by=content.issued_by.to(self.language),
            issued_on=day(content.issued_on),
        )

    def decision(self) -> str:
        says = self.say(words.DECISIONS[self.content.outcome], total=money(self.content.fen))
        closes_on = self.content.notice_closes_on
        return says + self.say(words.ON_NOTICE, day=day(closes_on)) if closes_on else says

    def particulars(self) -> tuple[tuple[str, str], ...]:
        content = self.content
        values = {
            "number": content.number,
            "issued_on": day(content.issued_on),
            "reference": content.reference,
            "pilot": content.pilot.to(self.language),
        }
        known = tuple((words.PARTICULARS[name].to(self.language), value) for name, value in values.items())
        return known + tuple((table.to(self.language), output.to(self.language)) for table, output in content.placed)

    def incentive(self, incentive: LetterIncentive) -> WrittenIncentive:
        granted = incentive.verdict is Verdict.GRANTED
        return WrittenIncentive(
            title=incentive.title.to(self.language),
            verdict=str(incentive.verdict),
            label=words.VERDICTS[incentive.verdict].to(self.language),
            amount=money(incentive.fen) if granted and incentive.fen is not None else "",
            note="" if granted else self.why_not(incentive),
            paid=self.schedule(incentive.paid) if granted else (),
            lines=tuple(self.lines(incentive, granted)),
        )

    def why_not(self, incentive: LetterIncentive) -> str:
        if incentive.verdict is Verdict.UNKNOWN:
            return self.say(words.NOT_KNOWN)
        if incentive.override:
            return self.say(words.BUREAU_REFUSED)
        failed = any(reason.holds is False for reason in incentive.reasons)
        return self.say(words.CONDITION_FAILED if failed else words.BUREAU_REFUSED)

    def lines(self, incentive: LetterIncentive, granted: bool) -> Iterator[WrittenLine]:
        """Why it is not as the rules say, the amount's sources, every condition, what failed first, what is owed."""
        if incentive.override:
            yield self.line("override", incentive.override.to(self.language), incentive.override_source)
        if granted:
            for id_ in incentive.amount_sources:
                yield self.line("amount", self.amount_from(self.content.sources[id_]), id_)
        for reason in sorted(incentive.reasons, key=_failing_first):
            yield self.line(CONDITIONS[reason.holds], reason.says.to(self.language), reason.source)
        if granted and incentive.obligation:
            yield self.line("owed", incentive.obligation.to(self.language), incentive.obligation_source)

    def line(self, kind: str, says: str, id_: str | None) -> WrittenLine:
        label = words.LINES[kind].to(self.language)
        if id_ is None:
            return WrittenLine(kind, label, says, None, "")
        return WrittenLine(kind, label, says, self.numbers[id_], self.cited(id_))

    def amount_from(self, source: Source) -> str:
        """Say where the amount comes from: from here, from elsewhere, or from us."""
        return self.say(words.AMOUNTS[source.standing], document=quoted(source))

    def schedule(self, paid: tuple[Instalment, ...]) -> tuple[WrittenInstalment, ...]:
        lines: list[WrittenInstalment] = []
        number = 1
        for _, group in groupby(paid, key=lambda part: (part.fen, part.provided)):
            run = list(group)
            if len(run) > LISTED:
                lines.append(self.run(number, run))
            else:
                lines.extend(self.instalment(number + offset, part) for offset, part in enumerate(run))
            number += len(run)
        return tuple(lines)

    def instalment(self, number: int, part: Instalment) -> WrittenInstalment:
        which = self.say(words.INSTALMENT, number=number)
        return WrittenInstalment(which, day(part.on), money(part.fen), self.provided(part), part.provided is not None)

    def run(self, number: int, run: list[Instalment]) -> WrittenInstalment:
        first, last = run[0], run[-1]
        return WrittenInstalment(
            self.say(words.INSTALMENTS, first=number, last=number + len(run) - 1),
            self.say(words.FROM_TO, first=day(first.on), last=day(last.on)),
            self.say(words.EACH, each=money(first.fen)),
            self.provided(first),
            first.provided is not None,
        )

    def provided(self, part: Instalment) -> str:
        return (part.provided or words.NOTHING_MORE).to(self.language)

    def cited(self, id_: str) -> str:
        source = self.content.sources[id_]
        return f"{document_number(source.document)} {source.clause}"

    def clause(self, id_: str) -> WrittenClause:
        source = self.content.sources[id_]
        standing = words.STANDINGS[source.standing].to(self.language)
        return WrittenClause(self.numbers[id_], source.document, source.clause, source.text, standing)

    def appeal(self) -> tuple[str, ...]:
        appeal = self.content.appeal
        said = [self.say(words.APPEAL, days=appeal.days, to=appeal.to.to(self.language))]
        if appeal.source:
            said.append(self.say(words.APPEAL_BY, number=self.numbers[appeal.source], cited=self.cited(appeal.source)))
        return tuple(said)


def _failing_first(reason: LetterReason) -> int:
    return (False, None, True).index(reason.holds)


def document_number(document: str) -> str:
    """Return what a document is called in short: '金政办发〔2020〕4号' of '金政办发〔2020〕4号《…》'."""
    before, bracket, after = document.partition("《")
    if not before and bracket:
        return f"《{after.partition('》')[0]}》"
    return re.split("[(\uff08]", before)[0].strip() or document


def quoted(source: Source) -> str:
    """Return the document as Chinese quotes a title: 《…》."""
    name = document_number(source.document)
    return source.document if "《" in source.document else f"《{name}》"
