#include "services/classification/train/linear_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "absl/container/flat_hash_map.h"
#include "services/classification/train/chance.h"

namespace redress::classification {
namespace {

// Probabilities of scores, in place.
void Softmax(std::vector<float>* scores) {
  const float top = *std::max_element(scores->begin(), scores->end());
  float sum = 0;
  for (float& s : *scores) sum += s = std::exp(s - top);
  for (float& s : *scores) s /= sum;
}

// Fisher–Yates by hand: std::shuffle's order is the library's own.
void Shuffle(std::mt19937* random, std::vector<size_t>* order) {
  for (size_t i = order->size(); i > 1; --i) std::swap((*order)[i - 1], (*order)[(*random)() % i]);
}

using Input = std::vector<WeighedFeature>;

// The forms of an example that a step may see.
struct Forms {
  Input plain;
  std::vector<Input> wrapped;
  std::vector<Input> spoilt;

  // The one that a step sees.
  const Input& Seen(const RegressionOptions& options, std::mt19937* random) const {
    const auto one = [&](const std::vector<Input>& of) -> const Input& { return of[(*random)() % of.size()]; };
    if (!spoilt.empty() && Draw(random, options.spoilt)) return one(spoilt);
    if (!wrapped.empty() && Draw(random, options.wrapped)) return one(wrapped);
    return plain;
  }
};
using Inputs = std::vector<Forms>;

// The mean of the weights of several runs.
class Mean {
 public:
  explicit Mean(const Rows& rows) : weights_(rows.size() * rows.classes()), bias_(rows.classes()) {}

  void Add(const Rows& rows) {
    ++count_;
    for (size_t r = 0; r < rows.size(); ++r) {
      for (size_t c = 0; c < rows.classes(); ++c) weights_[r * rows.classes() + c] += rows.regression(r)[c];
    }
    for (size_t c = 0; c < bias_.size(); ++c) bias_[c] += rows.bias()[c];
  }

  void Give(Rows* rows) const {
    const float share = 1.0f / static_cast<float>(count_);
    for (size_t r = 0; r < rows->size(); ++r) {
      for (size_t c = 0; c < rows->classes(); ++c) rows->regression(r)[c] = weights_[r * rows->classes() + c] * share;
    }
    for (size_t c = 0; c < bias_.size(); ++c) rows->bias()[c] = bias_[c] * share;
  }

 private:
  std::vector<float> weights_;
  std::vector<float> bias_;
  int count_ = 0;
};

// One run of stochastic descent from `rows`, which are zero.
Rows Descend(const RegressionOptions& options, uint32_t seed, absl::Span<const Tag> labels,
             absl::Span<const Example* const> examples, const Inputs& inputs, Rows rows) {
  const size_t classes = rows.classes();
  std::vector<size_t> order(examples.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::mt19937 random(seed);
  // Stochastic descent on log loss + decay/2 · |W|². The rows hold W / scale, so that the decay of all of them is one product.
  double scale = 1.0;
  double step = 0;
  std::vector<float>& bias = rows.bias();
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    Shuffle(&random, &order);
    for (const size_t i : order) {
      const double rate = options.rate / (1.0 + options.rate * options.decay * step++);
      Input input;
      for (const WeighedFeature& feature : inputs[i].Seen(options, &random)) {
        if (!Draw(&random, options.dropout)) input.push_back(feature), input.back().weight /= 1.0f - options.dropout;
      }
      std::vector<float> error(classes, 0.0f);
      for (const WeighedFeature& feature : input) {
        const absl::Span<float> row = rows.regression(feature.row);
        for (size_t c = 0; c < classes; ++c) error[c] += feature.weight * row[c];
      }
      for (size_t c = 0; c < classes; ++c) error[c] = error[c] * static_cast<float>(scale) + bias[c];
      Softmax(&error);
      const auto label = static_cast<size_t>(examples[i]->label);
      const float share = examples[i]->first_level_only ? 1.0f : options.level1;
      float level1 = 0;
      for (size_t c = 0; c < classes; ++c) level1 += labels[c].l1() == labels[label].l1() ? error[c] : 0.0f;
      for (size_t c = 0; c < classes; ++c) {
        if (labels[c].l1() == labels[label].l1()) error[c] -= share * error[c] / level1;
      }
      error[label] -= 1.0f - share;
      scale *= 1.0 - rate * options.decay;
      const auto factor = static_cast<float>(rate / scale);
      for (const WeighedFeature& feature : input) {
        const absl::Span<float> row = rows.regression(feature.row);
        for (size_t c = 0; c < classes; ++c) row[c] -= factor * feature.weight * error[c];
      }
      for (size_t c = 0; c < classes; ++c) bias[c] -= static_cast<float>(rate * 0.01) * error[c];
    }
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    for (float& value : rows.regression(r)) value *= static_cast<float>(scale);
  }
  return rows;
}

}  // namespace

Rows MakeVocabulary(size_t classes, absl::Span<const Example* const> examples, int texts_min, int spoilt_min) {
  struct Count {
    int texts = 0;
    int spoilt = 0;
  };
  absl::flat_hash_map<uint64_t, Count> counts;
  std::vector<uint64_t> seen;
  const auto count = [&](const std::vector<Feature>& features, int Count::*of) {
    seen.clear();
    for (const Feature& feature : features) seen.push_back(feature.hash);
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const uint64_t hash : seen) ++(counts[hash].*of);
  };
  for (const Example* example : examples) {
    count(example->features, &Count::texts);
    for (const std::vector<Feature>& spoilt : example->spoilt) count(spoilt, &Count::spoilt);
  }
  std::vector<uint64_t> hashes;
  for (const auto& [hash, one] : counts) {
    if (one.texts >= texts_min || one.spoilt >= spoilt_min) hashes.push_back(hash);
  }
  std::sort(hashes.begin(), hashes.end());
  Rows rows(classes, hashes);
  const auto total = static_cast<float>(examples.size() + 1);
  for (size_t i = 0; i < hashes.size(); ++i) {
    const Count& one = counts[hashes[i]];
    const int texts = one.texts > 0 ? one.texts : one.spoilt;
    rows.rarity()[i] = std::log(total / static_cast<float>(texts + 1)) + 1.0f;
  }
  return rows;
}

void TrainRegression(const RegressionOptions& options, absl::Span<const Tag> labels, absl::Span<const Example* const> examples,
                     Rows* rows) {
  Inputs inputs;
  inputs.reserve(examples.size());
  for (const Example* example : examples) {
    Forms& forms = inputs.emplace_back();
    forms.plain = rows->Weigh(example->features);
    forms.wrapped.reserve(example->wrapped.size());
    for (const std::vector<Feature>& wrapped : example->wrapped) forms.wrapped.push_back(rows->Weigh(wrapped));
    forms.spoilt.reserve(example->spoilt.size());
    for (const std::vector<Feature>& spoilt : example->spoilt) forms.spoilt.push_back(rows->Weigh(spoilt));
  }
  Mean mean(*rows);
  for (int run = 0; run < options.runs; ++run) {
    mean.Add(Descend(options, options.seed + static_cast<uint32_t>(run), labels, examples, inputs, *rows));
  }
  mean.Give(rows);
}

}  // namespace redress::classification
