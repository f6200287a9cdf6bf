"""What customers were told: what outreach says that it sent, what its log says, and what lies at the other end."""

import collections
import email
import email.policy
import json
import pathlib

_SENT = ("NOTICE_STATE_SENT", "NOTICE_STATE_DELIVERED")
_WAYS = {"NOTICE_WAY_SMS": "sms", "NOTICE_WAY_PUSH": "push", "NOTICE_WAY_EMAIL": "email"}


def notices(stack, cases):
    """All notices of all cases, by JSON through the gateway."""
    return [notice for case in cases for notice in stack.json(f"/v1/{case}/notices", "AUDITOR").get("notices", [])]


def listed(all_notices):
    """(notice, way) of each that outreach lists as sent → how often."""
    return collections.Counter((notice["name"], _WAYS[notice["way"]]) for notice in all_notices if notice["state"] in _SENT)


def logged(events):
    """The same by the log."""
    return collections.Counter((event.data["notice"], _WAYS[event.data["way"]]) for event in events if event.kind == "NoticeSent")


def received(stack):
    """(notice, way, to) of each message at the receiver, mail box and hooks → how often."""
    found = collections.Counter()
    for mail in pathlib.Path(stack.env["REDRESS_MAILDIR"]).glob("*/*"):
        message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.compat32)
        found[message["Message-ID"].strip("<>").rsplit("@", 1)[0], "email", message["X-RcptTo"]] += 1
    for way in ("sms", "push"):
        file = pathlib.Path(stack.env["REDRESS_MESSAGES_DIR"], f"{way}.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
            message = json.loads(line)["message"]
            found[message["notice"], way, message["to"]] += 1
    return found


def strangers(messages, customers):
    """Messages that went to somebody else than the case's customer. `customers`: case → customer of the input."""
    wrong = []
    for notice, way, to in messages:
        customer = customers[notice.partition("/notices/")[0]]
        own = {"sms": customer.get("phone"), "email": customer.get("email"), "push": f"customers/{customer.get('id')}"}[way]
        if to != own:
            wrong.append(f"{notice} by {way}")
    return wrong
