"""What the shop sells, and what a basket costs: the part of the storefront that a release changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Article:
    """Something on sale; prices in cents."""

    title: str
    price: int
    regular: int

    @property
    def reduced(self) -> bool:
        """Whether it costs less than it usually does."""
        return self.price < self.regular


ARTICLES: Final[Mapping[str, Article]] = {
    "kettle": Article("Kettle", 2_490, 2_990),
    "lamp": Article("Reading lamp", 3_900, 3_900),
    "mug": Article("Mug", 850, 850),
    "blanket": Article("Blanket", 2_950, 4_200),
    "clock": Article("Wall clock", 5_400, 5_400),
}
BASKETS: Final[tuple[Mapping[str, int], ...]] = (
    {"kettle": 1, "mug": 4},
    {"lamp": 1},
    {"blanket": 2, "lamp": 1},
    {"kettle": 1},
    {"clock": 1, "mug": 1},
)
"""What customers put together; two in five hold nothing reduced."""


class NotForSale(Exception):
    """A basket that is empty or holds what the shop does not sell; says which."""


Basket: TypeAlias = Sequence[tuple[Article, int]]


def basket_of(wanted: Any) -> Basket:
    """The basket that a customer's order names, number by article. Raises NotForSale."""
    if not isinstance(wanted, Mapping) or not wanted:
        raise NotForSale("the basket is empty; send a number for each article")
    lines = []
    for name, count in wanted.items():
        if name not in ARTICLES:
            raise NotForSale(f"there is no article {str(name)[:40]!r}; we have {', '.join(ARTICLES)}")
        if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= 99:
            raise NotForSale(f"of {name} one can order 1 to 99")
        lines.append((ARTICLES[name], count))
    return lines


@dataclass(frozen=True, slots=True)
class Price:
    """What a basket costs, in cents, and what the receipt says of savings."""

    total: int
    receipt: str


def _price_41(basket: Basket) -> Price:
    return Price(sum(article.price * count for article, count in basket), "")


def _price_42(basket: Basket) -> Price:
    """Shows what each reduced article saves on average; the defect that people are to find is in here."""
    price = _price_41(basket)
    reduced = [(article, count) for article, count in basket if article.reduced]
    saved = sum((article.regular - article.price) * count for article, count in reduced)
    each = saved / sum(count for _, count in reduced)
    return Price(price.total, f"you save {each / 100:.2f} on each reduced article")


VERSIONS: Final[Mapping[str, Callable[[Basket], Price]]] = {"41": _price_41, "42": _price_42}
"""Releases of the storefront that are installed."""
