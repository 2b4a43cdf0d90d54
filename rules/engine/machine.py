"""durable-rules 2.0.28 behind a fence: one lock, no timers, no state left behind, and a lean firing loop.

The facts this stands on were measured and are kept by tests/rules/test_durable_rules.py.
"""

from collections.abc import Mapping
from itertools import count
from threading import Lock
from typing import Any

import durable_rules_engine
from durable.engine import Host

#: What `assert_fact` says of a message that some rule matches, as one always does here.
_MATCHED = 0
#: A property of every message and the rule that it fires. `delete_state` frees a pointer that only a first firing sets
#: (`createStateNode` in state.c leaves `context.messages` as it finds it): without this a person about whom nothing
#: fires can end the process.
_ALWAYS = "posted"
#: The engine is not safe against two threads, whichever rulesets they use.
_LOCK = Lock()


class EngineFailed(Exception):  # noqa: N818  it names what happened
    """The engine refused a message: its code is not one of those that mean an answer."""


class _QuietHost(Host):  # type: ignore[misc]  # durable has no types
    """A Host without the two endless timer threads, which end the process by a segmentation fault."""

    def _run(self) -> None:
        """Start nothing."""


class Machine:
    """Rulesets kept by the engine as long as the process lives: make one per policy digest."""

    def __init__(self, rulesets: Mapping[str, Mapping[str, Any]]) -> None:
        """Register rulesets: per name, the condition of each rule."""
        with _LOCK:
            host = _QuietHost({name: _definition(rules) for name, rules in rulesets.items()})
            self._handles = {name: host.get_ruleset(name)._handle for name in rulesets}
        self._host = host
        self._messages = count(1)

    def fire(self, ruleset: str, properties: str) -> set[str]:
        """Return the names of the rules that fire for one message.

        properties: the inside of a JSON object, '"age":45,"pay":30000000'; a property that is missing fires nothing.
        Raises EngineFailed when the engine could not answer.
        """
        handle = self._handles[ruleset]
        with _LOCK:
            number = str(next(self._messages))
            rest = f",{properties}" if properties else ""
            fired = _fired(handle, f'{{"sid":"{number}","id":"{number}","{_ALWAYS}":1{rest}}}')
            durable_rules_engine.delete_state(handle, number)
        fired.discard(_ALWAYS)
        return fired


def _definition(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Registration takes `run` away from what it is given, so the definition is made fresh."""
    conditions = {**rules, _ALWAYS: {_ALWAYS: 1}}
    return {name: {"all": [{"m": condition}], "run": _nothing} for name, condition in conditions.items()}


def _nothing(_closure: Any) -> None:
    """Rules act by having fired."""


def _fired(handle: int, message: str) -> set[str]:
    """Let the engine fire all it has: its own loop through Host costs three times as much."""
    code, state = durable_rules_engine.assert_fact(handle, message)
    if code != _MATCHED:
        raise EngineFailed(f"durable-rules answered {code} to {message}")
    fired: set[str] = set()
    started = durable_rules_engine.start_action_for_state(handle, state)
    action = started[1] if started else None
    while action:
        fired.add(action[2 : action.index('"', 2)])
        action = durable_rules_engine.complete_and_start_action(handle, state)
    return fired
