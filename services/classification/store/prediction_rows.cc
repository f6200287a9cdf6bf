#include "services/classification/store/prediction_rows.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "redress/classification/v1/classification_service.pb.h"

namespace redress::classification {
namespace {

template <class Get>
std::string Texts(absl::Span<const StoredPrediction> predictions, Get get) {
  std::vector<std::string> values;
  for (const StoredPrediction& stored : predictions) values.push_back(get(stored));
  return pg::ArrayOf(absl::MakeConstSpan(values));
}

template <class Get>
std::string Flags(absl::Span<const StoredPrediction> predictions, Get get) {
  std::vector<bool> values;
  for (const StoredPrediction& stored : predictions) values.push_back(get(stored.prediction));
  return pg::ArrayOf(values);
}

// With all digits: a prediction that is read back is the one that was answered, to the bit.
template <class Get>
std::string Numbers(absl::Span<const StoredPrediction> predictions, Get get) {
  return absl::StrCat("{",
                      absl::StrJoin(predictions, ",",
                                    [&](std::string* out, const StoredPrediction& stored) {
                                      absl::StrAppendFormat(out, "%.17g", static_cast<double>(get(stored.prediction)));
                                    }),
                      "}");
}

std::string FindingsOf(const Prediction& prediction) {
  v1::Prediction findings;
  const auto put = [](const Span& span, type::v1::Span* out) {
    out->set_begin(span.begin);
    out->set_end(span.end);
  };
  for (const Span& span : prediction.deciding_spans) put(span, findings.add_deciding_spans());
  for (const Signal& signal : prediction.signals) {
    type::v1::Signal* const out = findings.add_signals();
    out->set_kind(signal.kind);
    out->set_value(signal.value);
    for (const Span& span : signal.spans) put(span, out->add_spans());
  }
  for (const ScoredTag& scored : prediction.tags) {
    v1::ScoredTag* const out = findings.add_tags();
    out->mutable_tag()->set_l1(scored.tag.l1);
    out->mutable_tag()->set_l2(scored.tag.l2);
    out->set_confidence(scored.confidence);
  }
  // What stands at a field is the customer's: only where it stands is kept.
  for (const TextField& field : prediction.fields) {
    v1::TextField* const out = findings.add_fields();
    out->set_kind(field.kind);
    put(field.span, out->mutable_span());
  }
  return findings.SerializeAsString();
}

absl::Status ReadFindings(const std::string& bytes, Prediction* prediction) {
  v1::Prediction findings;
  if (!findings.ParseFromString(bytes)) return Error(absl::StatusCode::kInternal, "ROW_INVALID", "findings cannot be read");
  for (const type::v1::Span& span : findings.deciding_spans()) prediction->deciding_spans.push_back({span.begin(), span.end()});
  for (const type::v1::Signal& signal : findings.signals()) {
    Signal& out = prediction->signals.emplace_back(Signal{signal.kind(), signal.value(), {}});
    for (const type::v1::Span& span : signal.spans()) out.spans.push_back({span.begin(), span.end()});
  }
  for (const v1::ScoredTag& scored : findings.tags()) {
    prediction->tags.push_back({{scored.tag().l1(), scored.tag().l2()}, scored.confidence()});
  }
  for (const v1::TextField& field : findings.fields()) {
    prediction->fields.push_back({field.kind(), {field.span().begin(), field.span().end()}, ""});
  }
  prediction->intents = IntentsOf(prediction->signals, prediction->fields);
  return absl::OkStatus();
}

}  // namespace

PredictionColumns::PredictionColumns(absl::Span<const StoredPrediction> p)
    : complaints(Texts(p, [](const StoredPrediction& s) { return s.complaint.ToString(); })),
      l1s(Texts(p, [](const StoredPrediction& s) { return s.prediction.tag.l1; })),
      l2s(Texts(p, [](const StoredPrediction& s) { return s.prediction.tag.l2; })),
      confidences(Numbers(p, [](const Prediction& s) { return s.confidence; })),
      runner_up_l1s(Texts(p, [](const StoredPrediction& s) { return s.prediction.runner_up.l1; })),
      runner_up_l2s(Texts(p, [](const StoredPrediction& s) { return s.prediction.runner_up.l2; })),
      runner_up_confidences(Numbers(p, [](const Prediction& s) { return s.runner_up_confidence; })),
      abstentions(Flags(p, [](const Prediction& s) { return s.abstained; })),
      complaint_flags(Flags(p, [](const Prediction& s) { return s.is_complaint; })),
      severities(Numbers(p, [](const Prediction& s) { return static_cast<int>(s.severity.severity); })),
      reasons(Texts(p, [](const StoredPrediction& s) { return absl::StrJoin(s.prediction.severity.reasons, ","); })),
      languages(Texts(p, [](const StoredPrediction& s) { return s.prediction.language; })),
      teams(Texts(p, [](const StoredPrediction& s) { return s.prediction.team; })) {
  std::vector<std::string> bytes;
  for (const StoredPrediction& stored : p) bytes.push_back(FindingsOf(stored.prediction));
  findings = pg::ByteArrayOf(absl::MakeConstSpan(bytes));
}

const char kPredictionColumns[] =
    "complaint, model_version, taxonomy_version, l1, l2, confidence, runner_up_l1, runner_up_l2, runner_up_confidence, "
    "abstained, "
    "is_complaint, severity, severity_reasons, language, team, findings, (extract(epoch from create_time) * 1000000)::bigint";

absl::StatusOr<StoredPrediction> PredictionOf(const pqxx::row& row) {
  ASSIGN_OR_RETURN(const ComplaintNumber complaint, ComplaintNumber::Parse(row[0].c_str()));
  Prediction p;
  p.model_version = row[1].c_str();
  p.taxonomy_version = row[2].c_str();
  p.tag = {row[3].c_str(), row[4].c_str()};
  p.confidence = row[5].as<double>();
  p.runner_up = {row[6].c_str(), row[7].c_str()};
  p.runner_up_confidence = row[8].as<double>();
  p.abstained = row[9].as<bool>();
  p.is_complaint = row[10].as<bool>();
  p.severity = {static_cast<Severity>(row[11].as<int>()), pg::ParseTextArray(row[12].c_str())};
  p.language = row[13].c_str();
  p.team = row[14].c_str();
  RETURN_IF_ERROR(ReadFindings(pg::BytesOf(row[15]), &p));
  return StoredPrediction{complaint, std::move(p), BusinessTime::FromUnixMicros(row[16].as<int64_t>())};
}

}  // namespace redress::classification
