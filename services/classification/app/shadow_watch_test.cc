#include "services/classification/app/shadow_watch.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

std::shared_ptr<const Classifier> Shared() {
  static const std::shared_ptr<const Classifier> classifier =
      Classifier::Load(REDRESS_SOURCE "/services/classification/data", REDRESS_MODEL_DIR).value();
  return classifier;
}

ShadowWatch::Seen Seen(const std::string& text, const TagName& tag) {
  return {{text, false, 0, absl::nullopt}, tag, false, 2.0};
}

TEST_CASE("a shadow is counted against what the serving model said", "[classification]") {
  obs::Metrics metrics;
  ShadowWatch watch(metrics);
  CHECK_FALSE(watch.active());
  watch.Offer({Seen("退款一直不到账", {"A", "B"})});  // nobody watches
  watch.Drain();
  CHECK(watch.Take().texts == 0);

  watch.Watch(7, Shared());
  CHECK(watch.run() == 7);
  const Prediction own = Shared()->Classify({"退款一直不到账", false, 0, absl::nullopt});
  watch.Offer(
      {Seen("退款一直不到账", own.tag), Seen("退款一直不到账", {own.tag.l1, "ELSE"}), Seen("退款一直不到账", {"ELSE", "X"})});
  watch.Drain();
  const ShadowCounts counts = watch.Take();
  CHECK(counts.texts == 3);
  CHECK(counts.dropped == 0);
  CHECK(counts.l1_agree == 2);
  CHECK(counts.tag_agree == 1);
  CHECK(counts.cpu_micros > 0);
  CHECK(counts.serving_cpu_micros == 6.0);
  CHECK(watch.Take().texts == 0);

  watch.Watch(0, nullptr);
  CHECK_FALSE(watch.active());
}

TEST_CASE("what does not fit is dropped and counted", "[classification]") {
  obs::Metrics metrics;
  ShadowWatch watch(metrics);
  watch.Watch(1, Shared());
  watch.Offer(std::vector<ShadowWatch::Seen>(3 * ShadowWatch::kWaitingMax, Seen("还没发货", {"A", "B"})));
  watch.Drain();
  const ShadowCounts counts = watch.Take();
  CHECK(counts.dropped > 0);
  CHECK(counts.texts + counts.dropped == 3 * ShadowWatch::kWaitingMax);
}

}  // namespace
}  // namespace redress::classification
