"""The page: how a run is written down, and its form, which stays the same from run to run while its numbers change. Notices to the
customer are not part of the form: whether one is sent at once depends on the hour (quiet hours).
"""

import json
import re
import textwrap

_WIDTH = 130
_BY_THE_HOUR = ("outreach",)
_WHO = {"AGENT": "the agent", "APPROVER": "a supervisor", "BACKEND": "a back end of the shop", "MANAGER": "a manager", "AUDITOR": "an auditor"}
_INTRO = """# A tour: one complaint, from what the customer says to the closed case

Made by `tools/tour` from a run against a private stack; every call and answer below is real, only shortened where `…` stands. To see it
yourself, with numbers of your own:

```sh
tools/demo && tools/tour --out my-tour.md
```

Calls go through the gateway (`REDRESS_GATEWAY` of `tools/stack env`), with the token of whoever calls: a role's token lies in
`REDRESS_TOKENS_DIR`, a person's is made by `redressctl token --sub agents/… --role SPECIALIST`. Under each call stand the events that
followed, in causal order, as the services' feeds (`GET /v1/events/{source}:read`) give them to whoever follows the suite. Nobody told
the next service what to do: each reads what happened and does its part. [architecture.md](architecture.md) is the map,
[states.md](states.md) the states.

The shop knows order `%s`, with one parcel that its carrier has given up; the people of the team for logistics are there.
"""


def text(played, order):
    """The whole page."""
    parts = [_INTRO % order] + [_step(number, one) for number, one in enumerate(played, start=1)]
    return "\n".join(parts) + _summary(played)


def _step(number, played):
    step = played.step
    lines = [f"## {number}. {step.title}", ""]
    said = textwrap.fill(f"{step.text} Called by {_WHO[step.who]}.", _WIDTH)
    lines += [said, "", "```sh", _curl(played), "```", "", "```json"]
    lines += [json.dumps(_shown(step, played.answer), indent=2, ensure_ascii=False), "```", ""]
    if played.events:
        lines += ["| said by | event | facts |", "|---|---|---|", *(_event(event) for event in played.events), ""]
    for letter in played.letters:
        lines += [f"The customer got, by {letter.way}: **{letter.title}**", ""]
        lines += [f"> {line}".rstrip() for line in letter.text.strip().splitlines()] + [""]
    return "\n".join(lines)


def _curl(played):
    token = f'-H "Authorization: Bearer ${played.step.who}"'
    place, _, condition = played.path.partition("?filter=")
    call = f'curl "$REDRESS_GATEWAY{place}" {token}'
    if condition:
        return f"curl -G \"$REDRESS_GATEWAY{place}\" {token} --data-urlencode 'filter={condition}'"
    return call + (f" -d '{json.dumps(played.body, indent=2, ensure_ascii=False)}'" if played.body is not None else "")


def _shown(step, answer):
    if not step.shown:
        return answer
    shown = {name: answer[name] for name in step.shown if name in answer}
    return {**shown, "…": "…"} if len(shown) < len(answer) else shown


def _event(event):
    facts = json.dumps(event["json"], ensure_ascii=False).replace("|", "\\|")
    kind = event["type"].rsplit(".", 1)[-1]
    return f"| {event['source']} {event['sequence']} | `{kind}` | `{facts if len(facts) < 400 else facts[:399] + '…'}` |"


def _summary(played):
    count = sum(len(one.events) for one in played)
    sources = sorted({event["source"] for one in played for event in one.events})
    return f"\n---\n{len(played)} calls, {count} events of {len(sources)} services: {', '.join(sources)}.\n"


def form(text_of_page):
    """What must not change from run to run: titles, calls, the fields of requests and answers, and which events there are."""
    steps = re.split(r"^## \d+\. ", text_of_page, flags=re.MULTILINE)[1:]
    told = re.findall(r"^\| (\w+) \d+ \| `(\w+)` \|", text_of_page, flags=re.MULTILINE)
    return {"steps": [_form_of(step) for step in steps], "events": sorted({f"{source} {kind}" for source, kind in told if source not in _BY_THE_HOUR})}


def _form_of(step):
    (call,) = re.findall(r"^```sh\n(.*?)^```", step, flags=re.MULTILINE | re.DOTALL)
    (answer,) = re.findall(r"^```json\n(.*?)^```", step, flags=re.MULTILINE | re.DOTALL)
    command, _, body = call.partition(" -d '")
    return {
        "title": step.splitlines()[0],
        "call": re.sub(r"\b[\w-]*\d[\w-]*(?=[\"':\s/]|$)", "{…}", command.strip().replace("/v1/", "/")),
        "body": _fields(json.loads(body.rstrip().removesuffix("'"))) if body else [],
        "answer": sorted(json.loads(answer)),
    }


def _fields(value, path=""):
    """Paths of all fields, sorted."""
    if isinstance(value, dict):
        return sorted({found for name, inner in value.items() for found in [f"{path}{name}", *_fields(inner, f"{path}{name}.")]})
    if isinstance(value, list):
        return sorted({found for inner in value for found in _fields(inner, path)})
    return []
