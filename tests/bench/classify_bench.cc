// How many texts one thread classifies in a second, the whole pipeline: short Chinese texts, English ones, and hostile ones.
// Run by hand: bin/bench-classify. Prints CPU time, so that a busy machine distorts it little.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "services/classification/engine/classifier.h"

namespace redress::classification {
namespace {

const Classifier& Shared() {
  static const Classifier* const classifier = [] {
    auto loaded = Classifier::Load(REDRESS_SOURCE "/services/classification/data", REDRESS_MODEL_DIR);
    if (!loaded.ok()) {
      std::fprintf(stderr, "%s\n", loaded.status().ToString().c_str());
      std::exit(1);
    }
    return loaded->release();
  }();
  return *classifier;
}

void Run(benchmark::State& state, const std::vector<std::string>& texts) {
  const Classifier& classifier = Shared();
  size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(classifier.Classify({texts[i++ % texts.size()], false, 0, absl::nullopt}));
  }
  state.SetItemsProcessed(state.iterations());
}

void ShortChinese(benchmark::State& state) {
  Run(state,
      {"快递显示已经签收了，但是我根本没有收到，打电话也没有人接", "退货寄回去半个多月了，商家一直拖着不给退款，客服也不理人",
       "刚买的耳机用了两天左边就没声音了，换了手机还是一样的毛病", "付款成功以后订单一直显示待付款，钱已经扣了，请马上处理一下"});
}
void ShortEnglish(benchmark::State& state) {
  Run(state, {"My parcel was marked as delivered but nothing came", "They refuse to refund me after six weeks, nobody answers"});
}
// Each as long as a request may be; none may cost more than its length.
std::string Repeat(const std::string& piece, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += piece;
  return text;
}
void LongDigits(benchmark::State& state) {
  Run(state, {std::string(20'000, '1')});
}
void LongDecimals(benchmark::State& state) {
  Run(state, {Repeat("1.", 10'000)});
}
void LongWords(benchmark::State& state) {
  Run(state, {Repeat("refund ", 2'857)});
}
void LongChinese(benchmark::State& state) {
  Run(state, {Repeat("退款还没到", 4'000)});
}
void LongMarks(benchmark::State& state) {
  Run(state, {Repeat("\u0316\u0301", 10'000)});
}

// A megabyte where a request may have 20,000 code points: 25 times the marks of LongMarks, and 25 times their cost.
void MegabyteOfMarks(benchmark::State& state) {
  Run(state, {Repeat("\u0316\u0301", 250'000)});
}

BENCHMARK(ShortChinese);
BENCHMARK(ShortEnglish);
BENCHMARK(LongDigits);
BENCHMARK(LongDecimals);
BENCHMARK(LongWords);
BENCHMARK(LongChinese);
BENCHMARK(LongMarks);
BENCHMARK(MegabyteOfMarks);

}  // namespace
}  // namespace redress::classification

BENCHMARK_MAIN();
