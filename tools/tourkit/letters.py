"""What the customer got in a run: mail of the Maildir, SMS and push of the receiver's folder. What follows a link's `#` is cut away:
it is a token, and whoever has it may answer for the customer."""

import dataclasses
import email
import email.policy
import json
import pathlib
import re

_WAYS = ("sms", "push")


@dataclasses.dataclass(frozen=True)
class Letter:
    """One message; `name` is unique among all that lie there."""

    name: str
    way: str
    title: str
    text: str


def of_case(env, case):
    """All that lies there about a case, in the order of arrival within each way."""
    return [*_mail(pathlib.Path(env["REDRESS_MAILDIR"]), case), *_messages(pathlib.Path(env["REDRESS_MESSAGES_DIR"]), case)]


def _mail(folder, case):
    number = case.split("/")[-1]
    files = sorted((folder / "new").glob("*"), key=lambda file: file.stat().st_mtime_ns)
    for file in files:
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = message.get_body(("plain",))
        if number in message.get("Message-ID", "") and body:
            yield Letter(file.name, "e-mail", message.get("Subject", ""), _without_tokens(body.get_content()))


def _messages(folder, case):
    for way in _WAYS:
        file = folder / f"{way}.jsonl"
        for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
            entry = json.loads(line)
            message = entry["message"]
            if message.get("notice", "").startswith(case + "/"):
                yield Letter(entry["id"], way, message.get("title", ""), _without_tokens(message.get("text", "")))


def _without_tokens(text):
    return re.sub(r"(https?://[^\s#]+#)[\w.~%-]+", r"\1…", text)
