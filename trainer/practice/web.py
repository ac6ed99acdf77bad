"""The storefront: shows what is on sale and takes orders; pays through one service, keeps through another."""

from __future__ import annotations

import html
import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from trainer.practice import config, serving
from trainer.practice.basket import ARTICLES, VERSIONS, Basket, NotForSale, Price, basket_of
from trainer.practice.errors import PracticeError
from trainer.practice.place import Place
from trainer.practice.serving import HTML, Answer, Reply, Request

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>The practice shop</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 17px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem; }}
label {{ display: grid; grid-template-columns: 1fr 7rem 5rem; gap: 1rem; padding: .5rem 0;
  border-bottom: 1px solid #8884; }}
input {{ font: inherit; width: 100%; box-sizing: border-box; }}
button {{ font: inherit; margin-top: 1.5rem; padding: .5rem 1.5rem; }}
.price {{ text-align: right; font-variant-numeric: tabular-nums; }}
</style><h1>The practice shop</h1>{content}</html>
"""


class Storefront:
    """Takes orders. Raises PracticeError where its configuration is unusable."""

    def __init__(self, place: Place) -> None:
        path = place.config("web")
        self.version = config.word(path, "release", "version")
        if self.version not in VERSIONS:
            raise PracticeError(
                f"{path}: [release] version = {self.version}: installed are {', '.join(VERSIONS)}"
            )
        self._price: Callable[[Basket], Price] = VERSIONS[self.version]
        self._payment_wait = config.number(path, "timeouts", "payment", 0.1, 120)
        self._store_wait = config.number(path, "timeouts", "store", 0.1, 120)
        ports = place.ports()
        self._payment, self._store = ports["payment"], ports["store"]

    def front(self, _: Request) -> Reply:
        """What is on sale."""
        rows = "".join(
            f'<label>{html.escape(article.title)}<span class="price">EUR {article.price / 100:.2f}</span>'
            f'<input type="number" name="{name}" min="0" max="99" value="0"></label>'
            for name, article in ARTICLES.items()
        )
        form = f'<form method="post" action="/checkout">{rows}<button>Order and pay</button></form>'
        return Reply(200, _PAGE.format(content=form), HTML)

    def checkout(self, request: Request) -> Reply:
        """Price, pay and keep an order; answers a browser with a page, others with JSON."""
        order = _form(request) if request.is_form else request.json()
        began = time.monotonic()
        reply = self._order(order.get("basket"), bool(order.get("test")))
        took = (time.monotonic() - began) * 1_000
        log = logging.info if reply.status < 400 else logging.error
        log(
            "checkout %d in %.0f ms %s", reply.status, took, reply.body.strip() if reply.status >= 400 else ""
        )
        if not request.is_form:
            return reply
        text = "Thank you for your order." if reply.status < 400 else "Your order could not be taken."
        content = f'<p>{text}</p><pre>{html.escape(reply.body)}</pre><p><a href="/">Back to the shop</a></p>'
        return Reply(reply.status, _PAGE.format(content=content), HTML)

    def _order(self, wanted: Any, test: bool) -> Reply:
        try:
            basket = basket_of(wanted)
        except NotForSale as error:
            return Reply.of(400, error=str(error))
        price = self._price(basket)
        paid = serving.call(self._payment, "/authorise", {"amount": price.total}, timeout=self._payment_wait)
        if not paid.good:
            return _failed("payment", paid)
        payment = str(paid.json().get("reference", ""))
        order = {"total": price.total, "payment": payment, "basket": wanted, "test": test}
        kept = serving.call(self._store, "/orders", order, timeout=self._store_wait)
        if not kept.good:
            logging.error("payment %s has no order", payment)
            return _failed("store", kept)
        return Reply.of(
            201, order=kept.json().get("order"), total=price.total, payment=payment, receipt=price.receipt
        )

    def order(self, request: Request) -> Reply:
        """An order that was taken earlier."""
        found = serving.call(self._store, f"/orders/{request.tail}", timeout=self._store_wait)
        if found.status == 0:
            return _failed("store", found)
        return Reply(found.status, found.body.decode())


def _failed(service: str, answer: Answer) -> Reply:
    detail = answer.trouble or str(answer.json().get("error", ""))
    status = 504 if "no answer" in answer.trouble else 503
    return Reply.of(status, error=f"the {service} service failed", detail=detail)


def _form(request: Request) -> dict[str, Any]:
    fields = parse_qsl(request.body.decode(errors="replace"))
    return {"basket": {name: int(count) for name, count in fields if count.isdigit() and int(count)}}


def main(place: Place) -> None:
    """Run the storefront. Raises PracticeError."""
    serving.begin(place, "web")
    shop = Storefront(place)
    logging.info("storefront version %s", shop.version)
    routes = {
        ("GET", "/"): shop.front,
        ("POST", "/checkout"): shop.checkout,
        ("GET", "/orders/"): shop.order,
    }
    serving.serve(place, "web", routes, shop.version)
