"""The made-up people of the copies: each with a name, numbers and references of their own."""

import json
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from stdnum import luhn
from stdnum.cn import ric

from talent.accounts.identity import in_bulk
from talent.applications.models import REFERENCE_ALPHABET
from talent.demo.made_up import GIVEN, SURNAMES

#: Coprime with 30: stepping by it visits every word of an alphabet of 30 letters once.
STEP = 282_475_249
LETTERS = len(REFERENCE_ALPHABET)
#: The orders of those born on a day: first those that no birth uses, then, of some hundred thousand copies, others.
ORDERS = (*range(900, 1000), *range(500, 900))
#: Where the hand-made people are from: none of the copies is.
HAND_MADE = 330702


@dataclass(frozen=True)
class Copy:
    """What differs between a copy and its pattern. shift: seconds by which it happened earlier."""

    pattern: int
    step: int
    number: int
    shift: int
    reference: str
    name: str
    name_json: str
    email: str
    uniquifier: str
    phone: str
    identity: bytes
    identity_lookup: str
    bank: bytes
    bank_lookup: str
    letter: str
    code: str
    account: str


class Persons:
    """Make people up, no two with the same number of anything."""

    def __init__(self, born: dict[int, date], *, done: int, letters: frozenset[str]) -> None:
        """born: the birthday of each pattern's person. done: how many copies are there. letters: taken numbers."""
        self.born, self.letters = born, letters
        self.random = random.Random(done)  # noqa: S311 - made-up people
        self.used: Counter[date] = Counter()
        for day in born.values():
            self.used[day] += -(-done // len(born))
        self.start = secrets.randbelow(LETTERS**8)
        self.encrypt, self.lookup = in_bulk()
        self.orders = [f"{place}{order}" for order, place in product(ORDERS, _places())]
        self.names = [surname + given for surname, given in product(SURNAMES, GIVEN)]

    def copy(self, pattern: int, step: int, number: int, *, shift: int, year: int, person: int) -> Copy:
        """Make one up. person: the id they get."""
        card, account = self._card(self.born[pattern]), _account(number)
        name = self.random.choice(self.names)
        reference = word(self.start + number, 8)
        return Copy(
            pattern=pattern,
            step=step,
            number=number,
            shift=shift,
            reference=f"{reference[:4]}-{reference[4:]}",
            name=name,
            name_json=json.dumps(name)[1:-1],
            email=f"person{number:07}@demo.example",
            uniquifier=secrets.token_hex(16),
            phone=f"+8613{number:09}",
            identity=self.encrypt(card),
            identity_lookup=self.lookup(card),
            bank=self.encrypt(account),
            bank_lookup=self.lookup(account),
            letter=self._letter(year, number),
            account=f"person:{person}:",
            code=secrets.token_urlsafe(16),
        )

    def _letter(self, year: int, number: int) -> str:
        """Return the number of a letter; another from the far half of them where it is taken."""
        first, other = (f"L-{year}-{word(self.start + number + far, 6)}" for far in (0, LETTERS**6 // 2))
        return other if first in self.letters else first

    def _card(self, born: date) -> str:
        place_and_order = self.orders[self.used[born]]
        self.used[born] += 1
        body = f"{place_and_order[:6]}{born:%Y%m%d}{place_and_order[6:]}"
        return body + str(ric.calc_check_digit(body + "0"))


def word(number: int, length: int) -> str:
    """Return the word of a number: other numbers, below 30 to the length, have other words."""
    rest, letters = number * STEP % LETTERS**length, []
    for _ in range(length):
        rest, letter = divmod(rest, LETTERS)
        letters.append(REFERENCE_ALPHABET[letter])
    return "".join(reversed(letters))


def _account(number: int) -> str:
    plain = f"622202121{number:09}"
    return plain + str(luhn.calc_check_digit(plain))


def _places() -> Iterator[str]:
    """Yield the counties of Zhejiang, as the first six digits of an identity number name them."""
    for code in range(330100, 331200):
        try:
            ric.get_birth_place(f"{code}199001019000")
        except (ValueError, KeyError):  # The library knows of some codes that they were given up.
            continue
        if code != HAND_MADE:
            yield str(code)
