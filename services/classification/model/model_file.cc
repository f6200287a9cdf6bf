#include "services/classification/model/model_file.h"

#include <sodium.h>

#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is written as the memory stands");

constexpr char kMagic[] = "redress-model-4\n";
constexpr size_t kVersionDigits = 16;

class Writer {
 public:
  template <class T>
  void Put(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void Text(absl::string_view text) {
    Put(static_cast<uint32_t>(text.size()));
    bytes_.append(text.data(), text.size());
  }
  template <class T>
  void Array(absl::Span<const T> values) {
    Put(static_cast<uint32_t>(values.size()));
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what Writer wrote; past the end everything is zero or empty and ok() is false.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : rest_(bytes) {}

  template <class T>
  T Get() {
    T value{};
    const absl::string_view bytes = Take(sizeof(T));
    if (ok_) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }
  std::string Text() { return std::string(Take(Get<uint32_t>())); }
  template <class T>
  std::vector<T> Array() {
    const size_t count = Get<uint32_t>();
    const absl::string_view bytes = Take(count * sizeof(T));
    std::vector<T> values(ok_ ? count : 0);
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  absl::string_view Take(size_t size) {
    ok_ = ok_ && size <= rest_.size();
    if (!ok_) return {};
    const absl::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && rest_.empty(); }

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

absl::Status Damaged(absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "MODEL_DAMAGED", absl::StrCat("the model is refused: ", what));
}

std::string Sha256Hex(absl::string_view bytes) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return absl::BytesToHexString(hash);
}

void PutCard(const ModelCard& card, Writer* writer) {
  writer->Put(static_cast<int32_t>(card.training_text_count));
  for (const double value :
       {card.l1_accuracy, card.l2_accuracy, card.calibration_error, card.coverage, card.precision, card.precision_asked}) {
    writer->Put(value);
  }
  writer->Put(static_cast<uint8_t>(card.precision_reached));
  for (const double value : {card.calibration_error_zh, card.calibration_error_en, card.further_precision, card.further_recall})
    writer->Put(value);
}

ModelCard GetCard(Reader* reader) {
  ModelCard card;
  card.training_text_count = reader->Get<int32_t>();
  for (double* value :
       {&card.l1_accuracy, &card.l2_accuracy, &card.calibration_error, &card.coverage, &card.precision, &card.precision_asked}) {
    *value = reader->Get<double>();
  }
  card.precision_reached = reader->Get<uint8_t>() != 0;
  for (double* value : {&card.calibration_error_zh, &card.calibration_error_en, &card.further_precision, &card.further_recall})
    *value = reader->Get<double>();
  return card;
}

void PutCalibration(const ModelParts& parts, Writer* writer) {
  for (const Curve& curve : parts.curves) {
    for (const double value : {curve.sharpness, curve.offset, curve.slope}) writer->Put(value);
  }
  writer->Put(parts.abstain_below);
  writer->Put(static_cast<uint32_t>(parts.thresholds.size()));
  for (const ClassThreshold& one : parts.thresholds) writer->Text(one.l1), writer->Put(one.abstain_below);
  const FurtherRule& further = parts.further;
  for (const double value : {further.offset, further.clause, further.whole, further.above}) writer->Put(value);
}

struct CalibrationParts {
  Curves curves;
  double abstain_below = 0;
  std::vector<ClassThreshold> thresholds;
  FurtherRule further;
};

CalibrationParts GetCalibration(Reader* reader) {
  CalibrationParts parts;
  for (Curve& curve : parts.curves) {
    for (double* value : {&curve.sharpness, &curve.offset, &curve.slope}) *value = reader->Get<double>();
  }
  parts.abstain_below = reader->Get<double>();
  for (uint32_t n = reader->Get<uint32_t>(); reader->ok() && parts.thresholds.size() < n;) {
    std::string l1 = reader->Text();
    parts.thresholds.push_back({std::move(l1), reader->Get<double>()});
  }
  FurtherRule& further = parts.further;
  for (double* value : {&further.offset, &further.clause, &further.whole, &further.above}) *value = reader->Get<double>();
  return parts;
}

nlohmann::ordered_json CardJson(const ModelParts& parts, const std::string& hash) {
  const SeenTexts& seen = parts.seen;
  const ModelCard& card = parts.card;
  nlohmann::ordered_json curves, thresholds = nlohmann::ordered_json::object();
  for (size_t i = 0; i < parts.curves.size(); ++i) {
    const Curve& curve = parts.curves[i];
    curves[std::string(LanguageName(static_cast<Language>(i)))] = {
        {"sharpness", curve.sharpness}, {"offset", curve.offset}, {"slope", curve.slope}};
  }
  for (const ClassThreshold& one : parts.thresholds) thresholds[one.l1] = one.abstain_below;
  return {{"version", hash.substr(0, kVersionDigits)},
          {"sha256", hash},
          {"taxonomy_version", parts.taxonomy_version},
          {"training_text_count", card.training_text_count},
          {"classes", parts.labels.size()},
          {"features", parts.rows.size()},
          {"fasttext_mix", parts.rows.mix()},
          {"calibration", curves},
          {"abstain_below", parts.abstain_below},
          {"abstain_below_by_class", thresholds},
          {"further_tag_above", parts.further.above},
          {"drift_reference",
           {{"first_levels", seen.first_levels}, {"abstained", seen.abstained}, {"unknown_words", seen.unknown_words}}},
          {"held_out",
           {{"l1_accuracy", card.l1_accuracy},
            {"l2_accuracy", card.l2_accuracy},
            {"calibration_error", card.calibration_error},
            {"calibration_error_zh", card.calibration_error_zh},
            {"calibration_error_en", card.calibration_error_en},
            {"coverage", card.coverage},
            {"precision", card.precision},
            {"precision_asked", card.precision_asked},
            {"precision_reached", card.precision_reached},
            {"further_tag_precision", card.further_precision},
            {"further_tag_recall", card.further_recall}}}};
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file && !bytes.empty()) return bytes;
  return Error(absl::StatusCode::kFailedPrecondition, "MODEL_MISSING",
               absl::StrCat("no model: ", std::filesystem::path(path).filename().string(), " cannot be read"));
}

}  // namespace

std::string EncodeModel(const ModelParts& parts) {
  Writer writer;
  writer.Text(kMagic);
  writer.Text(parts.taxonomy_version);
  writer.Put(static_cast<uint32_t>(parts.labels.size()));
  for (const TagName& label : parts.labels) writer.Text(label.l1), writer.Text(label.l2);
  const FeatureOptions& o = parts.options;
  for (const uint8_t value : {o.ngram_max, o.word_piece_min, o.word_piece_max, o.concepts, o.concept_pairs}) writer.Put(value);
  for (const float value : {o.ngram_weight, o.word_piece_weight, o.concept_weight, o.concept_pair_weight, o.sound_weight})
    writer.Put(value);
  writer.Put(static_cast<uint32_t>(parts.concepts.size()));
  for (const Concept& one : parts.concepts) {
    writer.Text(one.name);
    writer.Put(static_cast<uint32_t>(one.phrases.size()));
    for (const std::u32string& phrase : one.phrases) writer.Text(EncodeUtf8(phrase));
  }
  writer.Put(static_cast<uint32_t>(parts.words.size()));
  for (const std::u32string& word : parts.words) writer.Text(EncodeUtf8(word));
  PutCalibration(parts, &writer);
  PutCard(parts.card, &writer);
  writer.Array<double>(parts.seen.first_levels);
  writer.Put(parts.seen.abstained), writer.Put(parts.seen.unknown_words);
  const Rows& rows = parts.rows;
  writer.Array<uint64_t>(rows.hashes());
  writer.Array<float>(rows.rarity());
  writer.Array<float>(rows.bias());
  writer.Put(rows.mix());
  for (size_t i = 0; i < rows.size(); ++i) {
    writer.Array(rows.regression(i));
    if (rows.mix() != 0) writer.Array(rows.fasttext(i));
  }
  return writer.Take();
}

absl::StatusOr<ModelParts> DecodeModel(absl::string_view bytes) {
  Reader reader(bytes);
  if (reader.Text() != kMagic) return Damaged("it is no model of this format");
  std::string taxonomy_version = reader.Text();
  std::vector<TagName> labels;
  for (uint32_t n = reader.Get<uint32_t>(); reader.ok() && labels.size() < n;) {
    std::string l1 = reader.Text();
    labels.push_back({std::move(l1), reader.Text()});
  }
  FeatureOptions o;
  for (uint8_t* value : {&o.ngram_max, &o.word_piece_min, &o.word_piece_max, &o.concepts, &o.concept_pairs})
    *value = reader.Get<uint8_t>();
  for (float* value : {&o.ngram_weight, &o.word_piece_weight, &o.concept_weight, &o.concept_pair_weight, &o.sound_weight})
    *value = reader.Get<float>();
  std::vector<Concept> concepts;
  for (uint32_t n = reader.Get<uint32_t>(); reader.ok() && concepts.size() < n;) {
    Concept one{reader.Text(), {}};
    for (uint32_t m = reader.Get<uint32_t>(); reader.ok() && one.phrases.size() < m;)
      one.phrases.push_back(DecodeUtf8(reader.Text()));
    concepts.push_back(std::move(one));
  }
  std::vector<std::u32string> words;
  for (uint32_t n = reader.Get<uint32_t>(); reader.ok() && words.size() < n;) words.push_back(DecodeUtf8(reader.Text()));
  CalibrationParts calibration = GetCalibration(&reader);
  const ModelCard card = GetCard(&reader);
  SeenTexts seen{reader.Array<double>(), 0, 0};
  seen.abstained = reader.Get<double>(), seen.unknown_words = reader.Get<double>();
  const std::vector<uint64_t> hashes = reader.Array<uint64_t>();
  const std::vector<float> rarity = reader.Array<float>(), bias = reader.Array<float>();
  if (!reader.ok() || rarity.size() != hashes.size() || bias.size() != labels.size()) return Damaged("it is cut short");
  Rows rows(labels.size(), hashes);
  rows.rarity() = rarity;
  rows.bias() = bias;
  rows.set_mix(reader.Get<float>());
  const auto get_row = [&](absl::Span<float> row) {
    const std::vector<float> values = reader.Array<float>();
    if (values.size() != row.size()) return false;
    std::copy(values.begin(), values.end(), row.begin());
    return true;
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!get_row(rows.regression(i)) || (rows.mix() != 0 && !get_row(rows.fasttext(i)))) return Damaged("it is cut short");
  }
  if (!reader.at_end()) return Damaged("something stands behind its end");
  return ModelParts{std::move(taxonomy_version),
                    std::move(labels),
                    o,
                    std::move(concepts),
                    std::move(words),
                    std::move(rows),
                    calibration.curves,
                    calibration.abstain_below,
                    std::move(calibration.thresholds),
                    calibration.further,
                    card,
                    std::move(seen)};
}

absl::StatusOr<std::string> WriteModel(const ModelParts& parts, const std::string& folder) {
  const std::string bytes = EncodeModel(parts);
  const std::string hash = Sha256Hex(bytes);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::ofstream binary(absl::StrCat(folder, "/model.bin"), std::ios::binary | std::ios::trunc);
  binary << bytes;
  std::ofstream card(absl::StrCat(folder, "/model.json"), std::ios::trunc);
  card << CardJson(parts, hash).dump(2) << '\n';
  binary.close(), card.close();
  if (!binary || !card)
    return Error(absl::StatusCode::kFailedPrecondition, "MODEL_NOT_WRITTEN", "the model folder cannot be written");
  return hash.substr(0, kVersionDigits);
}

absl::StatusOr<std::unique_ptr<Model>> LoadModel(const std::string& folder, const Taxonomy& taxonomy) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(absl::StrCat(folder, "/model.bin")));
  ASSIGN_OR_RETURN(const std::string card, ReadFile(absl::StrCat(folder, "/model.json")));
  const nlohmann::json json = nlohmann::json::parse(card, nullptr, false);
  const std::string hash = Sha256Hex(bytes);
  const std::string expected = json.is_object() ? json.value("sha256", "") : "";
  if (hash != expected)
    return Damaged(absl::StrCat("model.bin has SHA-256 ", hash, ", model.json says ", expected.empty() ? "nothing" : expected));
  ASSIGN_OR_RETURN(ModelParts parts, DecodeModel(bytes));
  return Model::Make(std::move(parts), hash.substr(0, kVersionDigits), taxonomy);
}

}  // namespace redress::classification
