"""What was measured of durable-rules 2.0.28 and is relied on: an upgrade that changes it is noticed here."""

import json
import threading
from itertools import count

import durable_rules_engine
import pytest

from rules.engine.conditions import MOST_MATCHES, asked
from rules.engine.machine import Machine

_names = (f"measured{number}" for number in count())


def fire(conditions, message):
    """Return the names of the conditions that fire for one message."""
    name = next(_names)
    machine = Machine({name: {str(place): condition for place, condition in enumerate(conditions)}})
    return machine.fire(name, json.dumps(message)[1:-1])


def test_a_missing_property_fires_nothing_not_even_unequal():
    assert fire([{"a": 1}, {"$neq": {"a": 1}}, {"$lt": {"a": 1}}, {"$gte": {"a": 1}}], {"b": 1}) == set()


@pytest.mark.parametrize(
    ("sign", "fires"), [("$lt", {0}), ("$lte", {0, 1}), ("$gt", {2}), ("$gte", {1, 2}), ("$neq", {0, 2})]
)
def test_each_comparison_fires_on_its_side_of_the_boundary(sign, fires):
    name = next(_names)
    machine = Machine({name: {"r": {sign: {"a": 45}}}})
    assert {place for place, value in enumerate((44, 45, 46)) if machine.fire(name, f'"a":{value}')} == fires


def test_two_properties_of_a_message_compare_by_their_values():
    assert fire([{"$gte": {"a": {"$m": "b"}}}], {"a": 3, "b": 2}) == {"0"}
    assert fire([{"$gte": {"a": {"$m": "b"}}}], {"a": 1, "b": 2}) == set()
    assert fire([{"a": {"$m": "b"}}], {"a": 2, "b": 2}) == {"0"}
    assert fire([{"a": {"$m": "b"}}], {"a": 1, "b": 2}) == set()


@pytest.mark.parametrize("sign", ["$lt", "$lte", "$gt", "$gte", "$neq"])
def test_a_property_missing_on_the_right_fires_so_that_it_is_asked_for_as_well(sign):
    compared = {sign: {"a": {"$m": "b"}}}
    assert fire([compared], {"a": 3}) == {"0"}
    assert fire([{"$and": [{"$gte": {"b": -(2**53) + 1}}, compared]}], {"a": 3}) == set()


def test_and_and_or_nest():
    nested = {"$or": [{"$and": [{"a": 1}, {"$or": [{"b": 1}, {"c": 1}]}]}, {"d": 1}]}
    assert fire([nested], {"a": 1, "b": 0, "c": 1, "d": 0}) == {"0"}
    assert fire([nested], {"a": 0, "b": 1, "c": 1, "d": 0}) == set()


def test_an_or_with_both_sides_true_is_one_conclusion():
    assert fire([{"$or": [{"a": 1}, {"b": 1}]}], {"a": 1, "b": 1}) == {"0"}


def test_whole_numbers_keep_the_precision_of_an_integer():
    assert fire([{"$gte": {"a": 2**53 - 1}}], {"a": 2**53 - 2}) == set()
    assert fire([{"$gte": {"a": 2**53 - 1}}], {"a": 2**53 - 1}) == {"0"}


def test_the_engine_overflows_where_sixty_four_comparisons_match_at_once():
    handle = durable_rules_engine.create_ruleset(
        next(_names), json.dumps({f"r{n}": {"all": [{"m": {"$gte": {f"a{n}": 0}}}]} for n in range(200)})
    )
    message = {"sid": "1", "id": "1", **{f"a{n}": 1 for n in range(200)}}
    try:
        code = durable_rules_engine.assert_fact(handle, json.dumps(message))[0]
    except Exception:
        code = 303
    assert code not in (0, 1)


def test_as_many_comparisons_as_a_ruleset_may_hold_all_answer():
    conditions = [{"$gte": {f"a{n}": 0}} for n in range(MOST_MATCHES)]
    assert len(fire(conditions, {f"a{n}": 1 for n in range(MOST_MATCHES)})) == MOST_MATCHES


def test_a_condition_that_is_asked_for_answers_and_one_that_is_not_does_not():
    conditions = [asked(n, {"$or": [{"$gte": {f"a{n}": 0}}, {f"b{n}": 1}]}) for n in range(MOST_MATCHES // 2)]
    told = {f"{letter}{n}": 1 for letter in "ab" for n in range(len(conditions))}
    assert fire(conditions, told) == set()
    assert fire(conditions, {**told, "asked.3": 1}) == {"3"}
    assert len(fire(conditions, {**told, **{f"asked.{n}": 1 for n in range(len(conditions))}})) == len(conditions)


def test_thirty_conditions_and_their_negations_all_answer():
    conditions = [c for n in range(30) for c in ({"$gte": {f"a{n}": 5}}, {"$lt": {f"a{n}": 5}})]
    assert len(fire(conditions, {f"a{n}": n for n in range(30)})) == 30


def test_nothing_is_left_of_one_person_for_the_next():
    name = next(_names)
    machine = Machine({name: {"both": {"$and": [{"a": 1}, {"b": 1}]}}})
    assert machine.fire(name, '"a":1') == set()
    assert machine.fire(name, '"b":1') == set()
    assert machine.fire(name, '"a":1,"b":1') == {"both"}
    assert machine.fire(name, '"a":1,"b":1') == {"both"}


def test_eight_threads_get_their_own_answers():
    name = next(_names)
    machine = Machine({name: {str(n): {"a": n} for n in range(30)}})
    wrong = []

    def post(start):
        for step in range(300):
            number = (start + step) % 30
            if machine.fire(name, f'"a":{number}') != {str(number)}:
                wrong.append(number)

    threads = [threading.Thread(target=post, args=(start,)) for start in range(8)]
    before = threading.active_count()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert threading.active_count() == before


def test_a_machine_starts_no_timer_threads():
    before = threading.active_count()
    Machine({next(_names): {"r": {"a": 1}}})
    assert threading.active_count() == before


def test_people_about_whom_nothing_fires_do_not_end_the_process():
    machine = Machine({(name := next(_names)): {"r": {"a": 1}}})
    assert all(machine.fire(name, properties) == set() for _ in range(2000) for properties in ("", '"b":1', '"a":2'))


@pytest.mark.parametrize(("outer", "inner"), [("$and", "$or"), ("$or", "$and")])
def test_a_rule_of_sixteen_groups_is_refused_and_one_of_eleven_is_not(outer, inner):
    def condition(count):
        return {outer: [{inner: [{"a": n}, {"b": n}]} for n in range(count)]}

    assert fire([condition(11)], {}) == set()
    with pytest.raises(durable_rules_engine.error, match="113"):
        fire([condition(16)], {})
