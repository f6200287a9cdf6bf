"""What customers were given, by the plans that casework executed, by compensation's grants and by the shop's own books."""

import collections

from weekkit import logs, worktime

_KINDS = {
    "REMEDY_KIND_REFUND": "refund",
    "REMEDY_KIND_DIFFERENCE": "refund",
    "REMEDY_KIND_COUPON": "coupon",
    "REMEDY_KIND_RESHIP": "reshipment",
    "REMEDY_KIND_EXCHANGE": "exchange",
    "REMEDY_KIND_GIFT": "reshipment",
}
_SQL = """SELECT operation, requester, kind, order_id, line, amount_minor, currency, quantity, state, coalesce(end_us, 0)
FROM platform.operation ORDER BY operation"""


def executed(casework_events):
    """What became of each step that was asked of somebody else → how often casework says so: (effect, case, DONE or FAILED)."""
    ended = collections.Counter()
    for event in casework_events:
        if event.kind == "StepEnded" and event.data.get("effect"):
            ended[event.data["effect"], event.case, event.data["state"].removeprefix("STATE_")] += 1
    return ended


def granted(compensation_events):
    """The same of compensation's grants by its log."""
    words = {"GrantPaid": "DONE", "GrantFailed": "FAILED", "GrantReversed": "UNDONE"}
    return collections.Counter((event.data["grant"], event.case, words[event.kind]) for event in compensation_events if event.kind in words)


def shop(stack):
    """The shop's own books: operation → (requester, kind, order, line, amount, currency, pieces, state, end in µs)."""
    books = {}
    for operation, requester, kind, order, line, amount, currency, quantity, state, end in stack.sql(_SQL):
        books[operation] = (requester, kind, order, line, int(amount), currency, int(quantity), state, int(end))
    return books


def as_in_shop(grants):
    """Compensation's grants (ListGrants) as the shop should have them; goods have no sum there, money no pieces."""
    books = {}
    for grant in grants:
        kind, money = _KINDS[grant["kind"]], grant["amount"]
        goods = kind in ("reshipment", "exchange")
        books[grant["name"].removeprefix("grants/")] = (
            "services/compensation",
            kind,
            grant["order"].removeprefix("orders/"),
            grant.get("line", ""),
            0 if goods else int(money["amountMinor"]),
            "" if goods else money["currencyCode"],
            int(grant.get("quantity", 0)),
            {"STATE_PAID": "SUCCEEDED", "STATE_FAILED": "FAILED"}.get(grant["state"], grant["state"]),
            worktime.at(grant["payTime"] if "payTime" in grant else grant["failTime"]),
        )
    return books


def sums_of_cases(cases):
    """(case, currency) → what casework says was granted."""
    return {(case["name"], money["currencyCode"]): int(money["amountMinor"]) for case in cases for money in case.get("granted", [])}


def sums_of_grants(compensation_events):
    """The same from compensation's log: what was committed, less what failed or was taken back."""
    grants, gone = {}, set()
    for event in compensation_events:
        if event.kind == "GrantCommitted":
            amount = event.data["amount"]
            grants[event.data["grant"]] = (event.case, amount["currency_code"], amount["amount_minor"])
        elif event.kind in ("GrantFailed", "GrantReversed"):
            gone.add(event.data["grant"])
    sums = collections.Counter()
    for name, (case, currency, minor) in grants.items():
        if name not in gone:
            sums[case, currency] += minor
    return dict(sums)


def committed(compensation_events):
    """grant → when it was decided, in µs."""
    return {event.data["grant"]: logs.micros(event.data["commit_time"]) for event in compensation_events if event.kind == "GrantCommitted"}
