"""BatchClassify with texts in the request: the whole pipeline over gRPC, beside the same pipeline without it."""
import json
import subprocess

from harness.goals import store_env
from harness.load import costed
from harness.plan import outcome
from harness.servers import BIN, Servers, rss_mib
from harness.stats import errors_of, median

PER_CALL = 256
# Those of bench-classify, ShortChinese.
TEXTS = ("快递显示已经签收了，但是我根本没有收到，打电话也没有人接", "退货寄回去半个多月了，商家一直拖着不给退款，客服也不理人",
         "刚买的耳机用了两天左边就没声音了，换了手机还是一样的毛病", "付款成功以后订单一直显示待付款，钱已经扣了，请马上处理一下")


def _one_thread(seconds):
    """Texts that one thread classifies in a second of CPU time, without gRPC."""
    answer = subprocess.run([BIN / "bench-classify", "--benchmark_filter=ShortChinese", f"--benchmark_min_time={seconds}", "--benchmark_format=json"],
                            check=True, capture_output=True, text=True).stdout
    return json.loads(answer)["benchmarks"][0]["items_per_second"]


def g4c(plan):
    """Texts a second over gRPC, load client included, against one thread without gRPC."""
    seconds = plan.seconds(10)
    ours, peer, memory = [], [], 0.0
    with Servers() as servers:
        servers.keys()
        process, port = servers.service("redress-classification", store_env(servers))
        token = servers.token("backends/bench", "BACKEND")
        texts = servers.folder / "texts"
        texts.write_text("\n".join(TEXTS) + "\n", encoding="utf-8")
        for _ in plan.repeats("batches of texts, one thread without gRPC"):
            ours.append(costed([process], port, "classify", token, seconds=seconds, channels=2, in_flight=2,
                               more=["--names-file", texts, "--texts-per-call", PER_CALL]))
            memory = max(memory, rss_mib(process.pid))
            peer.append(_one_thread(2 if plan.quick else 5))
    return outcome([run["per_second"] * PER_CALL for run in ours], peer, "texts/s", sum(map(errors_of, ours)), runs=plan.runs,
                   note=f"BatchClassify, {PER_CALL} texts a call, full pipeline, load client on the same cores; "
                        f"service's CPU {median([run['cpu_us'] for run in ours]) / PER_CALL:.1f} µs a text, memory {memory:.0f} MiB; "
                        "peer: one thread without gRPC")
