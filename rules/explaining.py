"""A decision told in sentences, in Chinese or English, each naming its clause and how far that clause binds."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import isinf

from rules.advice import Opening
from rules.decision import Answered, Change, Decision, Outcome, TableOutcome, Verdict
from rules.expressions import Kind, Type
from rules.facts import yuan
from rules.policy import Fact, FactType, Policy, Standing, Table, Text
from rules.reasons import Reason

_VERDICTS = {
    Verdict.GRANTED: Text("可以享受", "granted"),
    Verdict.REFUSED: Text("不能享受", "not granted"),
    Verdict.UNKNOWN: Text("还不能确定", "cannot be told yet"),
}
_MARKS = {True: "✓", False: "✗", None: "?"}
_AMOUNT = {
    Standing.IN_FORCE: Text("金额依据{}", "amount under {}"),
    Standing.REFERENCE: Text("金额参照{}", "amount by reference to {}"),
    Standing.ILLUSTRATIVE: Text("金额为示例，{}", "amount is illustrative, {}"),
}
_LINE = {
    Standing.IN_FORCE: Text("依据{}", "under {}"),
    Standing.REFERENCE: Text("参照{}", "by reference to {}"),
    Standing.ILLUSTRATIVE: Text("示例设定，{}", "illustrative, {}"),
}


def explain(policy: Policy, decision: Decision, *, language: str = "zh") -> list[str]:
    """Return a decision as lines of plain text. language: 'zh' or 'en'."""
    return list(_Explanation(policy, decision, language).lines())


def change_said(policy: Policy, change: Change) -> Text:
    """Return the sentence that says which other answers would better an incentive, and what that is worth."""
    if_ = _if_answered(policy, change.answers)
    sums = [_thousands(yuan(fen)) for fen in (change.gain, change.fen or 0)]
    if change.gain == change.fen:
        return Text(f"{if_.zh}，就可以享受 {sums[1]} 元", f"It would be granted {if_.en} (CNY {sums[1]})")
    if change.gain:
        raised = f"金额就会增加 {sums[0]} 元，达到 {sums[1]} 元"
        return Text(f"{if_.zh}，{raised}", f"It would be CNY {sums[0]} more {if_.en} (CNY {sums[1]})")
    tables = [(policy.tables[name].title, policy.tables[name].outputs[output]) for name, output in change.tables]
    return Text(
        f"{if_.zh}，" + "，".join(f"{title.zh}就会是：{output.zh}" for title, output in tables),
        ", ".join(f"{title.en} would be {output.en}" for title, output in tables) + f" {if_.en}",
    )


def opening_said(policy: Policy, opening: Opening) -> Text:
    """Return the sentence that says which other answers would make an incentive possible again, and how much of it."""
    if_ = _if_answered(policy, opening.answers)
    if isinf(opening.most):
        return Text(f"{if_.zh}，就还有可能享受", f"It would be possible {if_.en}")
    most = _thousands(yuan(int(opening.most)))
    return Text(f"{if_.zh}，就还有可能享受，最多 {most} 元", f"Up to CNY {most} would be possible {if_.en}")


def _if_answered(policy: Policy, answers: Sequence[Answered]) -> Text:
    """Say under which answers: the question, the other answer, and how much of it is still lacking."""
    said = [(policy.facts[each.fact].ask, _reached(policy.facts[each.fact], each)) for each in answers]
    return Text(
        "如果" + "，并且".join(f"“{ask.zh}”的回答是：{after.zh}" for ask, after in said),
        "if " + " and ".join(f"the answer to '{ask.en}' were: {after.en}" for ask, after in said),
    )


def _reached(fact: Fact, answered: Answered) -> Text:
    after = _answered(fact, answered.after)
    if fact.type not in {FactType.INTEGER, FactType.MONEY}:
        return after
    lacking = Decimal(str(answered.after)) - Decimal(str(answered.before))
    if lacking <= 0:
        return after
    more = _answered(fact, str(lacking))
    return Text(f"{after.zh}（还差 {more.zh}）", f"{after.en}, {more.en} more")


def output_said(table: Table, outcome: TableOutcome) -> Text:
    """Return what a table came to, in words: its label, a number with its unit, yes or no."""
    output = outcome.output
    if output is None:
        settled = table.left_open and all(reason.holds is False for reason in outcome.reasons)
        if settled:
            return Text("政策没有规定这种情况", "the policy leaves this case open")
        return Text("还不能判断", "cannot be told yet")
    if isinstance(output, tuple):
        labels = [table.outputs[str(key)] for key in dict.fromkeys(output)]
        nothing = Text("无", "none")
        return Text("、".join(each.zh for each in labels), ", ".join(each.en for each in labels)) if labels else nothing
    if isinstance(output, bool):
        return Text("是", "yes") if output else Text("否", "no")
    return table.outputs[output] if isinstance(output, str) else _number_said(table.value_type, output)


def _number_said(type_: Type, number: int) -> Text:
    if type_.kind is Kind.MONEY:
        return Text(f"{_thousands(yuan(number))} 元", f"CNY {_thousands(yuan(number))}")
    if type_.kind is Kind.SHARE:
        return Text(f"{number / 100:g}%", f"{number / 100:g} %")
    return Text(f"{number} 个月", f"{number} months") if type_.unit == "month" else Text(str(number), str(number))


def _thousands(amount: str) -> str:
    """Write yuan for people: '200000.00' is '200,000'."""
    whole, _, rest = amount.partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest.strip("0") else "")


def _answered(fact: Fact, value: object) -> Text:
    """Write an answer, as JSON data, with its unit."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, list):
        labels = [fact.choices[key] for key in value]
        return Text("、".join(each.zh for each in labels) or "无", ", ".join(each.en for each in labels) or "none")
    if isinstance(value, str) and value in fact.choices:
        return fact.choices[value]
    shown = str(value)
    if fact.type is FactType.MONEY:
        return Text(f"{_thousands(shown)} 元", f"CNY {_thousands(shown)}")
    months = "month" if shown == "1" else "months"
    return Text(f"{shown} 个月", f"{shown} {months}") if fact.unit == "month" else Text(shown, shown)


def standing_of_amount(policy: Policy, outcome: Outcome, *, language: str = "zh") -> list[str]:
    """Return, for an amount, a phrase per source: 'amount by reference to …', '金额参照……'.

    The clause that is in force is left out where it only refers to the others.
    """
    sources = [policy.sources[name] for name in outcome.amount_sources]
    borrowed = [source for source in sources if source.standing is not Standing.IN_FORCE]
    return [
        _AMOUNT[source.standing].to(language).format(_clause(policy, source.id, language))
        for source in borrowed or sources
    ]


def _clause(policy: Policy, source: str, language: str) -> str:
    each = policy.sources[source]
    return f"{each.document}{'，' if language == 'zh' else ', '}{each.clause}"


class _Explanation:
    """Writes one decision in one language."""

    def __init__(self, policy: Policy, decision: Decision, language: str) -> None:
        self.policy, self.decision, self.language = policy, decision, language

    def _say(self, zh: str, en: str) -> str:
        return Text(zh, en).to(self.language)

    def lines(self) -> Iterator[str]:
        """Yield title, tables, incentives, overlaps and what is missing."""
        day = self.decision.on.isoformat()
        yield f"{self.policy.title.to(self.language)} · {day}"
        yield from self._tables()
        for name, outcome in self.decision.incentives.items():
            yield ""
            yield from self._incentive(name, outcome)
        for overlap in self.decision.overlaps:
            yield ""
            yield f"{overlap.applied.to(self.language)} {self._source(overlap.source)}"
        if self.decision.missing:
            yield ""
            yield self._say("还需要知道：", "Still to be known:")
            for name in self.decision.missing:
                yield f"  {self.policy.facts[name].ask.to(self.language)}"

    def _tables(self) -> Iterator[str]:
        for name, outcome in self.decision.tables.items():
            table = self.policy.tables[name]
            told = output_said(table, outcome).to(self.language)
            yield f"{table.title.to(self.language)}{self._say('：', ': ')}{told}"
            for reason in outcome.reasons:
                yield self._reason(reason)

    def _incentive(self, name: str, outcome: Outcome) -> Iterator[str]:
        title = self.policy.incentives[name].title.to(self.language)
        total = "" if outcome.fen is None else _thousands(yuan(outcome.fen))
        amount = self._say(f" {total} 元", f" CNY {total}") if total else ""
        yield f"{title}{self._say('：', ': ')}{_VERDICTS[outcome.verdict].to(self.language)}{amount}"
        for reason in outcome.reasons:
            yield self._reason(reason)
        if outcome.fen is not None:
            for phrase in standing_of_amount(self.policy, outcome, language=self.language):
                yield f"  {phrase}"
            for part in outcome.paid:
                provided = f" · {part.provided.to(self.language)}" if part.provided else ""
                sum_ = _thousands(yuan(part.fen))
                yield f"  {part.on.isoformat()}  {self._say(f'{sum_} 元', f'CNY {sum_}')}{provided}"
        for change in outcome.would_change:
            yield f"  {change_said(self.policy, change).to(self.language)}"

    def _reason(self, reason: Reason) -> str:
        return f"  {_MARKS[reason.holds]} {reason.says.to(self.language)} {self._source(reason.source)}"

    def _source(self, name: str) -> str:
        phrase = _LINE[self.policy.sources[name].standing].to(self.language)
        clause = phrase.format(_clause(self.policy, name, self.language))
        return self._say(f"（{clause}）", f"({clause})")
