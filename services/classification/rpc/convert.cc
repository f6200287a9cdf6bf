#include "services/classification/rpc/convert.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/numbered_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"

namespace redress::classification {
namespace {

void Put(const Span& span, type::v1::Span* out) {
  out->set_begin(span.begin);
  out->set_end(span.end);
}

absl::optional<Money> MoneyOf(const type::v1::Money& money, const std::string& prefix, Violations* violations) {
  const absl::StatusOr<Currency> currency = Currency::Parse(money.currency_code());
  if (!currency.ok()) {
    violations->Add(absl::StrCat(prefix, "amount_paid.currency_code"), "must be an ISO 4217 code of three capital letters");
  }
  if (money.amount_minor() < 0) violations->Add(absl::StrCat(prefix, "amount_paid.amount_minor"), "must not be negative");
  return currency.ok() ? absl::optional<Money>({money.amount_minor(), *currency}) : absl::nullopt;
}

// `prefix`: of the fields, `texts[3].`.
Content ContentOf(const v1::ClassifyRequest& request, const std::string& prefix, Violations* violations) {
  const size_t length = CodePointCount(request.text());
  if (length < 1 || length > kTextCodePointsMax) {
    violations->Add(absl::StrCat(prefix, "text"), absl::StrCat("must have 1 to ", kTextCodePointsMax, " code points"));
  }
  if (request.vip_level() < 0 || request.vip_level() > 3) violations->Add(absl::StrCat(prefix, "vip_level"), "must be 0 to 3");
  Content content{request.text(), request.channel() == type::v1::CHANNEL_REGULATOR, request.vip_level(), absl::nullopt};
  if (request.has_amount_paid()) content.amount_paid = MoneyOf(request.amount_paid(), prefix, violations);
  return content;
}

std::vector<ComplaintNumber> NumbersOf(const v1::BatchClassifyRequest& request, Violations* violations) {
  std::vector<ComplaintNumber> numbers;
  std::set<ComplaintNumber> seen;
  for (int i = 0; i < request.complaints_size(); ++i) {
    const std::string field = absl::StrCat("complaints[", i, "]");
    const absl::StatusOr<ComplaintNumber> number = ParseNumberedName(request.complaints(i), "complaints/", field);
    if (!number.ok()) {
      violations->Add(field, "must be `complaints/{number}` with the right check digits");
    } else if (!seen.insert(*number).second) {
      violations->Add(field, "stands twice");
    } else {
      numbers.push_back(*number);
    }
  }
  return numbers;
}

std::vector<Content> TextsOf(const v1::BatchClassifyRequest& request, Violations* violations) {
  std::vector<Content> texts;
  texts.reserve(static_cast<size_t>(request.texts_size()));
  size_t bytes = 0;
  for (int i = 0; i < request.texts_size(); ++i) {
    bytes += request.texts(i).text().size();
    texts.push_back(ContentOf(request.texts(i), absl::StrCat("texts[", i, "]."), violations));
  }
  if (bytes > kBatchBytesMax) violations->Add("texts", "must have 2 MiB together at most");
  return texts;
}

}  // namespace

void Put(const TagName& tag, type::v1::Tag* out) {
  out->set_l1(tag.l1);
  out->set_l2(tag.l2);
}

absl::StatusOr<Content> FromProto(const v1::ClassifyRequest& request) {
  Violations violations;
  Content content = ContentOf(request, "", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return content;
}

absl::StatusOr<BatchOf> FromProto(const v1::BatchClassifyRequest& request) {
  Violations violations;
  BatchOf batch;
  if (request.texts_size() > 0 && request.complaints_size() > 0)
    violations.Add("texts", "must be empty where complaints are named");
  if (request.texts_size() > kBatchMax) violations.Add("texts", absl::StrCat("must be at most ", kBatchMax));
  if ((request.texts_size() == 0 && request.complaints_size() == 0) || request.complaints_size() > kBatchMax) {
    violations.Add("complaints", absl::StrCat("must be 1 to ", kBatchMax));
  }
  RETURN_IF_ERROR(violations.ToStatus());
  batch.complaints = NumbersOf(request, &violations);
  batch.texts = TextsOf(request, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return batch;
}

absl::StatusOr<ExplainOf> FromProto(const v1::ExplainPredictionRequest& request) {
  Violations violations;
  ExplainOf of{request.text(), absl::nullopt};
  const size_t length = CodePointCount(request.text());
  if (request.complaint().empty() && (length < 1 || length > kExplainCodePointsMax)) {
    violations.Add("text", absl::StrCat("must have 1 to ", kExplainCodePointsMax, " code points"));
  }
  if (!request.complaint().empty()) {
    if (length > 0) violations.Add("text", "must be empty where a complaint is named");
    const absl::StatusOr<ComplaintNumber> number = ParseNumberedName(request.complaint(), "complaints/", "complaint");
    if (!number.ok()) {
      violations.Add("complaint", "must be `complaints/{number}` with the right check digits");
    } else {
      of.complaint = *number;
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return of;
}

absl::StatusOr<ComplaintNumber> FromProto(const v1::GetPredictionRequest& request) {
  return ParseNumberedName(request.name(), "predictions/", "name");
}

Content FromProto(intake::v1::BatchReadContentResponse::Content content) {
  Content out{std::move(*content.mutable_text()), content.channel() == type::v1::CHANNEL_REGULATOR, content.vip_level(),
              absl::nullopt};
  if (content.has_amount_paid()) {
    if (const auto currency = Currency::Parse(content.amount_paid().currency_code()); currency.ok()) {
      out.amount_paid = Money{content.amount_paid().amount_minor(), *currency};
    }
  }
  return out;
}

namespace {

void PutFindings(const Prediction& p, bool with_values, v1::Prediction* out) {
  for (const ScoredTag& scored : p.tags) {
    v1::ScoredTag* const t = out->add_tags();
    Put(scored.tag, t->mutable_tag());
    t->set_confidence(scored.confidence);
  }
  for (const TextField& field : p.fields) {
    v1::TextField* const f = out->add_fields();
    f->set_kind(field.kind);
    Put(field.span, f->mutable_span());
    if (with_values) f->set_value(field.value);
  }
  for (const Intent& intent : p.intents) {
    v1::Intent* const i = out->add_intents();
    i->set_name(intent.name);
    for (const Span& span : intent.spans) Put(span, i->add_spans());
    for (const Intent::Slot& slot : intent.slots) {
      v1::Intent::Slot* const s = i->add_slots();
      s->set_name(slot.name);
      s->set_field(slot.field);
    }
    for (const std::string& missing : intent.missing) i->add_missing_slots(missing);
  }
}

v1::Prediction ToProto(const Prediction& p, bool with_values) {
  v1::Prediction out;
  Put(p.tag, out.mutable_tag());
  out.set_confidence(p.confidence);
  Put(p.runner_up, out.mutable_runner_up());
  out.set_runner_up_confidence(p.runner_up_confidence);
  out.set_abstained(p.abstained);
  out.set_is_complaint(p.is_complaint);
  for (const Span& span : p.deciding_spans) Put(span, out.add_deciding_spans());
  for (const Signal& signal : p.signals) {
    type::v1::Signal* const s = out.add_signals();
    s->set_kind(signal.kind);
    s->set_value(signal.value);
    for (const Span& span : signal.spans) Put(span, s->add_spans());
  }
  out.set_severity(static_cast<type::v1::Severity>(p.severity.severity));
  for (const std::string& reason : p.severity.reasons) out.add_severity_reasons(reason);
  out.set_language(p.language);
  out.set_model_version(p.model_version);
  out.set_taxonomy_version(p.taxonomy_version);
  out.set_team(absl::StrCat("teams/", p.team));
  PutFindings(p, with_values, &out);
  return out;
}

}  // namespace

v1::Prediction ToProto(const Prediction& prediction) {
  return ToProto(prediction, true);
}

v1::Prediction ToProto(const StoredPrediction& stored, const Taxonomy& taxonomy) {
  // A prediction of this moment still knows the values, one that is read does not: both answer the same.
  v1::Prediction out = ToProto(stored.prediction, false);
  const std::vector<TagName> now = taxonomy.NowCalled(stored.prediction.tag);
  if (now.size() != 1 || now[0] != stored.prediction.tag) {
    for (const TagName& tag : now) Put(tag, out.add_current_tags());
  }
  out.set_name(absl::StrCat("predictions/", stored.complaint.ToString()));
  constexpr int64_t kMicros = 1'000'000;
  out.mutable_create_time()->set_seconds(stored.create_time.micros() / kMicros);
  out.mutable_create_time()->set_nanos(static_cast<int32_t>(stored.create_time.micros() % kMicros * 1000));
  return out;
}

v1::Taxonomy ToProto(const Taxonomy& taxonomy) {
  v1::Taxonomy out;
  out.set_version(taxonomy.version());
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    v1::Taxonomy::Level1* const l1 = out.add_level1();
    l1->set_id(level1.id);
    l1->set_display_name_zh(level1.name_zh);
    l1->set_display_name_en(level1.name_en);
    l1->set_complaint(level1.complaint);
    l1->set_team(absl::StrCat("teams/", level1.team));
    l1->set_routing_hint(level1.routing_hint);
    for (const Taxonomy::Level2& level2 : level1.level2) {
      v1::Taxonomy::Level2* const l2 = l1->add_level2();
      l2->set_id(level2.id);
      l2->set_display_name_zh(level2.name_zh);
      l2->set_display_name_en(level2.name_en);
      l2->set_description(level2.description);
      for (const std::string& example : level2.examples) l2->add_examples(example);
    }
  }
  for (const Taxonomy::Former& former : taxonomy.former()) {
    v1::Taxonomy::Former* const f = out.add_former();
    Put(former.tag, f->mutable_tag());
    for (const TagName& successor : former.successors) Put(successor, f->add_successors());
  }
  return out;
}

v1::Explanation ToProto(const Explanation& explanation, bool with_words) {
  v1::Explanation out;
  out.set_model_version(explanation.model_version);
  Put(explanation.tag, out.mutable_tag());
  Put(explanation.runner_up, out.mutable_runner_up());
  out.set_log_odds(explanation.log_odds);
  for (const WordSaid& word : explanation.words) {
    v1::Explanation::Word* const w = out.add_words();
    Put(word.span, w->mutable_span());
    if (with_words) w->set_text(word.text);
    w->set_contribution(word.contribution);
  }
  return out;
}

}  // namespace redress::classification
