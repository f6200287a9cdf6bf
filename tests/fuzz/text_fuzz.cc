// Any bytes as a complaint: normalised, cut, its fields and signals found, classified and explained. Every position lies within
// the text as received, and what is said of a text is said again. The model is a small one, made here: its weights are of no
// account.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/text.h"
#include "services/classification/engine/explain.h"
#include "services/classification/files/data_files.h"
#include "services/classification/model/model_file.h"

namespace redress::classification {
namespace {

void Expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  Expect(value.ok());
  return *std::move(value);
}

// Weights that differ, and are the same on every run.
float WeightOf(uint64_t hash, size_t label) {
  return static_cast<float>(CombineHashes(hash, label) % 2000) / 250.0F - 4.0F;
}

// The features of a few texts.
std::vector<uint64_t> SomeFeatures(const Normaliser& normaliser, const FeatureExtractor& extractor) {
  std::vector<Feature> features;
  for (const char* text :
       {"快递丢了还没到，客服不理人", "退款一直没到账", "charged twice, refund not here 订单 12 元", "手机 2026-11-05 😡"}) {
    const NormalText normal = normaliser.Normalise(text);
    extractor.Extract(normal.chars, Tokenise(normal.chars), &features);
  }
  std::vector<uint64_t> hashes;
  hashes.reserve(features.size());
  for (const Feature& feature : features) hashes.push_back(feature.hash);
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

ModelParts SmallModel(const Taxonomy& taxonomy, const Normaliser& normaliser, const std::string& corpus) {
  std::vector<TagName> labels;
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    for (const Taxonomy::Level2& level2 : level1.level2) labels.push_back({level1.id, level2.id});
  }
  const FeatureOptions options;
  std::vector<Concept> concepts = Must(ReadConcepts(corpus + "/concepts.yaml", normaliser));
  const std::vector<uint64_t> hashes = SomeFeatures(normaliser, FeatureExtractor(options, concepts));
  Rows rows(labels.size(), hashes);
  for (size_t row = 0; row < hashes.size(); ++row) {
    for (size_t c = 0; c < labels.size(); ++c) rows.regression(row)[c] = WeightOf(hashes[row], c);
  }
  constexpr FurtherRule kFurther{-1, 0.5, 0.5, 0.3};
  SeenTexts seen{std::vector<double>(taxonomy.level1().size(), 0.1), 0.4, 0.1};
  return {taxonomy.version(),
          std::move(labels),
          options,
          std::move(concepts),
          {U"refund", U"parcel", U"never"},
          std::move(rows),
          Curves{},
          0.5,
          {},
          kFurther,
          {},
          std::move(seen)};
}

struct Pipeline {
  std::unique_ptr<Normaliser> normaliser;
  std::unique_ptr<Classifier> classifier;
};

Pipeline Make() {
  const std::string source = std::string(REDRESS_SOURCE) + "/services/classification";
  const std::string data = source + "/data";
  Pipeline pipeline{Must(Normaliser::Create()), nullptr};
  std::string folder = std::filesystem::temp_directory_path() / "redress-fuzz-XXXXXX";
  Expect(mkdtemp(folder.data()) != nullptr);
  Must(WriteModel(SmallModel(Must(ReadTaxonomy(data + "/taxonomy.yaml")), *pipeline.normaliser, source + "/corpus"), folder));
  pipeline.classifier = Must(Classifier::Load(data, folder));
  std::filesystem::remove_all(folder);
  return pipeline;
}

void Within(const Span& span, int32_t length) {
  Expect(span.begin >= 0 && span.begin < span.end && span.end <= length);
}

void CheckText(const NormalText& text) {
  Expect(text.sources.size() == text.chars.size());
  int32_t last = 0;
  for (const Span& source : text.sources) {
    Within(source, text.received_length);
    Expect(source.begin >= last);
    last = source.begin;
  }
  uint32_t end = 0;
  for (const Token& token : Tokenise(text.chars)) {
    Expect(token.begin >= end && token.end > token.begin && token.end <= text.chars.size());
    end = token.end;
  }
}

void CheckPrediction(const Prediction& prediction, int32_t length) {
  Expect(prediction.confidence >= 0 && prediction.confidence <= 1 && prediction.runner_up_confidence <= prediction.confidence);
  Expect(prediction.abstained == prediction.tags.empty());
  for (const Span& span : prediction.deciding_spans) Within(span, length);
  for (const Signal& signal : prediction.signals) {
    for (const Span& span : signal.spans) Within(span, length);
  }
  for (const TextField& field : prediction.fields) {
    Within(field.span, length);
    Expect(ValidUtf8(field.value) && !field.value.empty());
  }
  for (const Intent& intent : prediction.intents) {
    for (const Intent::Slot& slot : intent.slots)
      Expect(slot.field >= 0 && slot.field < static_cast<int>(prediction.fields.size()));
  }
}

void TryOne(const uint8_t* data, size_t size) {
  static const auto& pipeline = *new Pipeline(Make());
  const std::string received(reinterpret_cast<const char*>(data), size);
  const NormalText text = pipeline.normaliser->Normalise(received);
  CheckText(text);
  const Prediction prediction = pipeline.classifier->Classify({received, false, 0, absl::nullopt});
  CheckPrediction(prediction, text.received_length);
  Expect(prediction == pipeline.classifier->Classify({received, false, 0, absl::nullopt}));
  for (const WordSaid& word : Explain(*pipeline.classifier, received).words) Within(word.span, text.received_length);
}

}  // namespace
}  // namespace redress::classification

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  redress::classification::TryOne(data, size);
  return 0;
}
