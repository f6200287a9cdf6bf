"""The tour as data: each step is one call through the gateway, by whom, what of its answer is shown, and what it waits for."""

import dataclasses
from typing import Callable, Optional


@dataclasses.dataclass(frozen=True)
class Step:
    """One call. Texts in `path` and functions take the context: what earlier answers told (complaint, case, item, agent, …)."""

    title: str
    text: str
    who: str  # a role of the stack's tokens; AGENT: who was offered the work; APPROVER: a supervisor who is not AGENT
    verb: str
    path: str
    body: Optional[Callable] = None
    shown: tuple = ()  # top-level fields of the answer that are shown; none: all of them
    keep: Callable = lambda context, answer: None
    until: Optional[Callable] = None  # of the answer: it is asked again until this holds
    wait: str = ""  # a state of the case that is awaited afterwards


def _submission(context):
    return {
        "complaint": {
            "channel": "CHANNEL_APP",
            "text": "包裹丢了，物流说找不到，要求退款",
            "orders": [context["order"]],
            "amountPaid": {"currencyCode": "CNY", "amountMinor": "15000"},
            "customer": {"id": context["customer"], "displayName": "林晓", "phone": "+8613800165201", "email": "lin@shop.example"},
            "remedySought": "退款",
        }
    }


def _keep_complaint(context, answer):
    answer.setdefault("partition", 0)  # JSON leaves a 0 out
    context.update(complaint=answer["name"], number=answer["name"].split("/")[1], case=answer["case"], partition=answer["partition"])


def _keep_item(context, answer):
    item = answer["workItems"][0]
    context.update(item=item["name"], agent=item["agent"])


def _keep_refund(context, answer):
    refund = next(option for option in answer["options"] if option["kind"] == "REMEDY_KIND_REFUND")
    context.update(quotation=answer["name"], option=refund["id"])


def _plan(context):
    own = {"owner": context["agent"], "dueTime": context["tomorrow"]}
    return {
        "steps": [
            {"kind": "KIND_APOLOGY", "description": "为包裹丢失道歉", **own},
            {"kind": "KIND_REMEDY", "quotation": context["quotation"], "option": context["option"], "description": "全额退款", **own},
        ]
    }


def _keep_plan(context, answer):
    context["plan_hash"] = answer["plan"]["hash"]


_CASE = ("name", "state", "owner", "tag", "etag")

STEPS = (
    Step(
        "The customer complains",
        "A back end of the shop hands in what the customer wrote. The answer comes when complaint and event are stored together; the same"
        " `requestId` again gives the same answer.",
        "BACKEND", "POST", "/v1/complaints", _submission, keep=_keep_complaint,
    ),
    Step(
        "Somebody is offered the work",
        "Routing had the text classified and looked for the person whom it fits best. Nobody asked it to: it read the event.",
        "MANAGER", "GET", '/v1/workItems?filter=complaint = "{complaint}"', keep=_keep_item,
        until=lambda answer: answer.get("workItems", [{}])[0].get("state") == "STATE_OFFERED",
    ),
    Step(
        "What the model saw",
        "The tag is a proposal with a probability, the places of the words that decided, and signals. It never holds the text.",
        "MANAGER", "GET", "/v1/predictions/{number}",
    ),
    Step(
        "The agent accepts",
        "Capacity and ownership change in one step; the case has an owner from here on.",
        "AGENT", "POST", "/v1/{item}:accept", lambda _: {}, shown=("name", "state", "agent", "case"),
    ),
    Step(
        "The agent begins to verify",
        "Every move needs the case's last state; an illegal one is refused with the list of legal ones.",
        "AGENT", "POST", "/v1/{case}:advance", lambda _: {"toState": "STATE_VERIFYING", "reason": "read the complaint"}, shown=_CASE,
    ),
    Step(
        "The tag of record is set",
        "A person confirms or corrects the proposal; classification learns from the difference.",
        "AGENT", "POST", "/v1/{case}:setTag", lambda _: {"tag": {"l1": "LOGISTICS", "l2": "LOST"}, "reason": "the parcel is lost"},
        shown=_CASE,
    ),
    Step(
        "The shop's records fill the checklist",
        "Order, payment and parcel are asked of the platform; what it does not know, the agent checks by hand.",
        "AGENT", "POST", "/v1/{case}:fillChecklist", lambda _: {}, shown=("name", "checklist"),
    ),
    Step(
        "Everything is verified: investigate",
        "Here the shop's records say enough. Otherwise evidence is asked of seller or carrier, with a deadline and a default on silence.",
        "AGENT", "POST", "/v1/{case}:advance", lambda _: {"toState": "STATE_INVESTIGATING", "reason": "verified"}, shown=_CASE,
    ),
    Step(
        "What may be given",
        "Compensation answers from the policy's tables: alternatives with amount, the authority that must approve them, the version and the"
        " rules that fired.",
        "AGENT", "POST", "/v1/{case}:quote", lambda _: {}, keep=_keep_refund,
    ),
    Step(
        "A plan is proposed",
        "Ordered steps, each with an owner and a due time: a promise without a time is refused.",
        "AGENT", "POST", "/v1/{case}:proposePlan", _plan, shown=("name", "state", "plan"), keep=_keep_plan,
    ),
    Step(
        "The customer says yes",
        "By the signed link of the notice, or, as here, on the phone. The hash says to which plan.",
        "AGENT", "POST", "/v1/{case}:answerPlan",
        lambda context: {"planHash": context["plan_hash"], "answer": "ANSWER_ACCEPTED", "reason": "on the phone"},
        shown=("name", "state"),
    ),
    Step(
        "A supervisor approves",
        "Above ¥100 by somebody else: nobody approves their own plan. The approval names the hash; another plan would need another one.",
        "APPROVER", "POST", "/v1/{case}:decideApproval",
        lambda context: {"planHash": context["plan_hash"], "approved": True, "reason": "the shop's records agree"},
        shown=("name", "state", "approval"),
    ),
    Step(
        "The agent apologises",
        "A step that a person does is reported; the refund goes by itself, once, when its turn comes.",
        "AGENT", "POST", "/v1/{case}:completeStep", lambda _: {"step": "s1", "result": "apologised on the phone"},
        shown=("name", "state"), wait="STATE_CALLBACK_DUE",
    ),
    Step(
        "The refund is paid",
        "Compensation asked the shop's platform under the grant's own name, so that it is paid once whatever gets lost on the way.",
        "MANAGER", "GET", '/v1/grants?filter=case = "{case}"', until=lambda answer: answer["grants"][0]["state"] == "STATE_PAID",
    ),
    Step(
        "The customer is called back",
        "Within 48 h, three attempts; whoever is not content is heard again by a supervisor.",
        "AGENT", "POST", "/v1/{case}:recordCallback", lambda _: {"outcome": "OUTCOME_SATISFIED"}, shown=("name", "state", "callbacks"),
    ),
    Step(
        "The case is closed",
        "Not before a finding, a responsible party and a root cause are named: they are what is learned from.",
        "AGENT", "POST", "/v1/{case}:close",
        lambda _: {
            "closing": {
                "finding": "FINDING_SUBSTANTIATED", "responsibleParty": "PARTY_CARRIER", "rootCause": "PARCEL_LOST", "remedySought": "REFUND",
            }
        },
        shown=("name", "state", "closing"),
    ),
    Step(
        "The audit trail is whole",
        "Every change of the case is an entry whose hash holds the one before. A changed byte would be named here.",
        "AUDITOR", "POST", "/v1/audit:verify", lambda context: {"case": context["case"]},
    ),
)
