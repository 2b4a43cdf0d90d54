"""A letter of the default policy as a PDF, in both languages: `python -m benchmarks.letter`."""

import tempfile
from dataclasses import replace
from datetime import date
from statistics import median
from time import perf_counter

from app import create_app
from benchmarks.cases import default_policy
from benchmarks.figures import Figure, print_figures
from rules import closures
from rules.facts import parse_facts
from rules.policy import Policy, Text
from talent.database import now
from talent.notices.letters import Appeal, LetterContent, LetterIncentive, LetterOutcome, LetterReason
from talent.notices.models import Letter
from talent.notices.pdf import letter_pdf
from talent.notices.wording import obligation_said


def figures(rounds: int = 30) -> list[Figure]:
    """Return the milliseconds of a letter; each is to another person, under another example of the policy."""
    contents = _contents(default_policy())
    times = []
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder, "SQLALCHEMY_DATABASE_URI": "sqlite://"})
        with app.app_context():
            for index in range(rounds + 1):
                content = replace(contents[index % len(contents)], recipient_name=f"王小明{index}")
                letter = Letter(number=content.number, code="c" * 22, content=content, issued_at=now())
                start = perf_counter()
                letter_pdf(letter)
                times.append(perf_counter() - start)
    return [
        Figure("letter as PDF, the first", times[0] * 1e3, "ms"),
        Figure("letter as PDF", median(times[1:]) * 1e3, "ms", under=150),
    ]


def _contents(policy: Policy) -> list[LetterContent]:
    """The examples of the policy as letters."""
    people = ((parse_facts(policy, example.given, on=example.on), example.on) for example in policy.examples)
    return [
        LetterContent(
            reference="7KQ2-M4XD",
            number="L-2026-7KQ2M4",
            issued_on=on,
            recipient_name="",
            pilot=Text("山嘴头未来社区", "Shanzuitou Future Community"),
            policy=policy.title,
            issued_by=policy.issued_by,
            outcome=LetterOutcome.PARTLY,
            reason="材料齐全，已与原件核对。",
            incentives=_incentives(policy, facts, on),
            sources=policy.sources,
            appeal=Appeal(policy.process.appeal_within_days, policy.issued_by, policy.process.appeal_source),
        )
        for facts, on in people
    ]


def _incentives(policy: Policy, facts: dict[str, object], on: date) -> tuple[LetterIncentive, ...]:
    decided = closures.decide(policy, facts, on=on).incentives
    return tuple(
        LetterIncentive(
            title=incentive.title,
            verdict=decided[id_].verdict,
            fen=decided[id_].fen,
            paid=decided[id_].paid,
            reasons=tuple(LetterReason(reason.says, reason.holds, reason.source) for reason in decided[id_].reasons),
            amount_sources=decided[id_].amount_sources,
            obligation=obligation_said(incentive.obligation) if incentive.obligation else None,
            obligation_source=incentive.obligation.source if incentive.obligation else None,
        )
        for id_, incentive in policy.incentives.items()
    )


def main() -> None:
    """Print the figures."""
    print_figures(figures())


if __name__ == "__main__":
    main()
