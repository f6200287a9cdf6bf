"""The loop, shown: a shop whose model never heard of food, live streams, presales, memberships, its own app and fitters begins with all of them; its
agents set the tags right, and the model learns. The texts are those of the corpus that speak of such things, withheld from the
model that serves first. Nothing is held back from the comparison: it is made on corrections that the new model was not shown."""

import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.parse
import uuid

from stackkit.layout import Layout
from trainkit import corpus, loop

NEW_BUSINESS = re.compile(
    "外卖|骑手|奶茶|餐|保质期|过期|发霉|变质|臭|异味|生鲜|水果|海鲜|直播|主播|带货|百亿补贴|先用后付|拼单|砍价|预售|尾款|定金|以旧换新|国补"
    "|会员|积分|红包|充值|App|APP|app|软件|闪退|登录|验证码|账号|密码|实名|安装|师傅"
)
CORRECTIONS = 500
PATIENCE = 300
NAME = "train-demo"


def env_file(stack):
    """Where a stack says what belongs to it."""
    if stack and "/" in stack:
        return pathlib.Path(stack)
    stack = stack or os.environ.get("REDRESS_STACK", "")
    if "/" in stack:
        return pathlib.Path(stack)
    return Layout.of(stack or None).env_file


def stack_value(path, name):
    """A value of stack.env; KeyError where it has none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key == name:
            return value.strip('"')
    raise KeyError(name)


class Gateway:
    """JSON over one connection, with the stack's ready-made tokens."""

    def __init__(self, env):
        address = urllib.parse.urlsplit(stack_value(env, "REDRESS_GATEWAY"))
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        self.tokens = pathlib.Path(stack_value(env, "REDRESS_TOKENS_DIR"))

    def call(self, role, method, path, body=None):
        """(status, answer). 429 and 503 are tried again for a while."""
        token = (self.tokens / role).read_text().strip()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        deadline = time.monotonic() + PATIENCE
        while True:
            self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = self.connection.getresponse()
            answer = json.loads(response.read() or b"{}")
            if response.status not in (429, 503) or time.monotonic() > deadline:
                return response.status, answer
            time.sleep(0.2)

    def until(self, role, method, path, body=None):
        """The answer, once what is asked for is there."""
        deadline = time.monotonic() + PATIENCE
        while True:
            status, answer = self.call(role, method, path, body)
            if status == 200:
                return answer
            if status != 404 or time.monotonic() > deadline:
                raise loop.CannotTrain(f"{method} {path}: {status} {answer.get('message', '')}")
            time.sleep(0.2)


def withheld_texts(folder):
    """The texts of new business, from all classes in turn, always in the same order."""
    by_class = {}
    for l1, l2, text in corpus.texts(folder):
        if NEW_BUSINESS.search(text):
            by_class.setdefault((l1, l2), []).append((l1, l2, text))
    rows = []
    while any(by_class.values()):
        for some in by_class.values():
            if some:
                rows.append(some.pop(0))
    return rows


def is_correction(prediction, l1, l2):
    """As classification decides it: the model had said otherwise, or had abstained."""
    tag = prediction["tag"]
    return bool(prediction.get("abstained")) or tag["l1"] != l1 or (l2 != "" and tag.get("l2", "") != l2)


def submit(gateway, number, text):
    body = {
        "request_id": str(uuid.uuid4()),
        "complaint": {"channel": "CHANNEL_APP", "text": text, "customer": {"id": f"u-train-{number}"}, "orders": [f"o-train-{number}"]},
    }
    return gateway.until("BACKEND", "POST", "/v1/complaints", body)["name"].removeprefix("complaints/")


def correct(gateway, number, l1, l2):
    """An agent reads the complaint and sets the tag of record."""
    tag = {"l1": l1, "l2": l2} if l2 else {"l1": l1}
    body = {"request_id": str(uuid.uuid4()), "tag": tag, "reason": "the customer says so"}
    gateway.until("SUPERVISOR", "POST", f"/v1/cases/{number}:setTag", body)


def play(gateway, rows, say):
    """Submits texts and has them tagged until 500 of the tags were corrections or no text is left; how many were submitted and corrected."""
    submitted = corrected = 0
    for begin in range(0, len(rows), 100):
        some = rows[begin : begin + 100]
        numbers = [submit(gateway, begin + i, text) for i, (_, _, text) in enumerate(some)]
        for number, (l1, l2, _) in zip(numbers, some):
            prediction = gateway.until("SUPERVISOR", "GET", f"/v1/predictions/{number}")
            correct(gateway, number, l1, l2)
            submitted += 1
            corrected += is_correction(prediction, l1, l2)
            if corrected == CORRECTIONS:
                return submitted, corrected
        say(f"{submitted} complaints were handled, {corrected} of their tags corrected")
    return submitted, corrected


def stack(verb, name, *more):
    done = subprocess.run([str(loop.ROOT / "tools/stack"), verb, "--name", name, *more], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise loop.CannotTrain(f"tools/stack {verb}: {done.stderr.strip()[-800:]}")


def base_build(options, folder, withheld, say):
    """A build whose model has never seen the withheld texts; its corpus beside it."""
    build = options.redressctl.parent.parent
    base = folder / "corpus"
    corpus.copy_without(options.corpus, base, withheld)
    out = folder / "build"
    out.mkdir()
    for part in ("bin", "proto"):
        (out / part).symlink_to(build / part)
    say(f"{len(withheld)} texts of new business are withheld; training what serves first")
    card, _ = loop.train(options.redress_train, base, options.data, out / "model")
    shutil.copyfile(build / "model/held_out.jsonl", out / "model/held_out.jsonl")
    return out, base, card


def wait_for_corrections(suite, count):
    deadline = time.monotonic() + PATIENCE
    while True:
        seen = len(suite.ask("--role", "ANALYST", "models", "corrections", "--limit", "100000").get("corrections", []))
        if seen >= count:
            return
        if time.monotonic() > deadline:
            raise loop.CannotTrain(f"{seen} corrections were noted, {count} were made")
        time.sleep(0.5)


def run(options, say):
    """The demo from an empty stack to a promoted model; what the loop says, and how many complaints it took."""
    rows = withheld_texts(options.corpus)
    with loop.private_folder() as folder:
        folder = pathlib.Path(folder)
        build, options.corpus, _ = base_build(options, folder, frozenset(text for _, _, text in rows), say)
        say("starting a stack")
        stack("up", NAME, "--all-in-one", "--build", str(build))
        try:
            env = env_file(NAME)
            submitted, corrected = play(Gateway(env), rows, say)
            suite = loop.Suite(options.redressctl, env)
            wait_for_corrections(suite, corrected)
            options.models_dir, options.promote = pathlib.Path(stack_value(env, "REDRESS_MODELS_DIR")), True
            result = loop.run(suite, options, say)
        finally:
            if not options.keep:
                stack("reset", NAME, "--yes")
    result["demo"] = {"withheld": len(rows), "submitted": submitted, "corrected": corrected}
    say(f"{submitted} complaints of new business, {corrected} tags corrected")
    return result
