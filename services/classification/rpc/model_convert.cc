#include "services/classification/rpc/model_convert.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"
#include "libs/rpc/request_hash.h"
#include "services/classification/rpc/convert.h"

namespace redress::classification {
namespace {

constexpr size_t kReasonMax = 500;
constexpr size_t kChangesMax = 50;
constexpr PageSizes kCorrectionPages{100, 1000};

std::string ModelName(const std::string& version) {
  return absl::StrCat("models/", version);
}

// What promotion, rollback and shadow have in common.
ModelRequest RequestOf(const google::protobuf::Message& request, const rpc::Caller& caller, Violations* violations) {
  const Uuid id = rpc::RequestIdOf(request, violations);
  rpc::CheckNoNul(request, violations);
  return {{{caller.subject, id, request.GetTypeName(), rpc::RequestHash(request)}, caller.deadline}, caller.subject, ""};
}

void TakeReason(const std::string& reason, ModelRequest* request, Violations* violations) {
  rpc::CheckText(reason, kReasonMax, "reason", violations);
  request->reason = reason;
}

v1::Evaluation::Scores ToProto(const Scores& scores) {
  v1::Evaluation::Scores out;
  out.set_l1_accuracy(scores.l1_accuracy);
  out.set_l1_macro_f1(scores.l1_macro_f1);
  out.set_l2_accuracy(scores.l2_accuracy);
  out.set_calibration_error(scores.calibration_error);
  out.set_coverage(scores.coverage);
  out.set_precision(scores.precision);
  out.set_micros_per_text(scores.micros_per_text);
  for (const Confusion& confusion : scores.confusions) {
    v1::Evaluation::Confusion* const c = out.add_confusions();
    c->set_actual_l1(confusion.actual);
    c->set_predicted_l1(confusion.predicted);
    c->set_text_count(confusion.count);
  }
  return out;
}

v1::Evaluation::Comparison ToProto(const Comparison& comparison) {
  v1::Evaluation::Comparison out;
  out.set_text_count(comparison.count);
  *out.mutable_candidate() = ToProto(comparison.candidate);
  *out.mutable_serving() = ToProto(comparison.serving);
  for (const ClassScores& one : comparison.classes) {
    v1::Evaluation::ClassScores* const c = out.add_classes();
    c->set_l1(one.l1);
    c->set_text_count(one.count);
    c->set_candidate_f1(one.candidate_f1);
    c->set_serving_f1(one.serving_f1);
  }
  return out;
}

bool TakeTime(const Condition& condition, CorrectionQuery* query) {
  const absl::StatusOr<BusinessTime> time = BusinessTime::ParseRfc3339(condition.value);
  absl::optional<BusinessTime>& bound = condition.op == FilterOp::kLess ? query->until : query->from;
  if (!time.ok() || bound) return false;
  bound = *time;
  return true;
}

}  // namespace

absl::StatusOr<std::string> VersionIn(const v1::EvaluateModelRequest& request) {
  Violations violations;
  std::string version = rpc::IdIn("models/*", request.name(), "name", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return version;
}

absl::StatusOr<ModelCommand> FromProto(const v1::PromoteModelRequest& request, const rpc::Caller& caller) {
  Violations violations;
  ModelCommand command{RequestOf(request, caller, &violations), rpc::IdIn("models/*", request.name(), "name", &violations)};
  TakeReason(request.reason(), &command.request, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return command;
}

absl::StatusOr<ModelCommand> FromProto(const v1::RollbackModelRequest& request, const rpc::Caller& caller) {
  Violations violations;
  ModelCommand command{RequestOf(request, caller, &violations), ""};
  TakeReason(request.reason(), &command.request, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return command;
}

absl::StatusOr<ModelCommand> FromProto(const v1::ShadowModelRequest& request, const rpc::Caller& caller) {
  Violations violations;
  ModelCommand command{RequestOf(request, caller, &violations), ""};
  if (!request.name().empty()) command.version = rpc::IdIn("models/*", request.name(), "name", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return command;
}

absl::StatusOr<CorrectionQuery> FromProto(const v1::ListCorrectionsRequest& request) {
  Violations violations;
  CorrectionQuery query;
  query.limit = rpc::LimitOf(request.page_size(), kCorrectionPages, &violations);
  rpc::ApplyFilter(request.filter(),
                   {{{"correct_time", {FilterOp::kGreaterOrEqual, FilterOp::kLess}},
                     [&](const Condition& condition) { return TakeTime(condition, &query); }},
                    {{"model"}, rpc::NameInto("models/*", &query.model)}},
                   &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(const std::string key, ReadPageToken(request.page_token(), request.filter()));
  if (!key.empty()) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(key, absl::MaxSplits('/', 1));
    int64_t micros = 0;
    if (!absl::SimpleAtoi(parts.first, &micros)) {
      return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
    }
    query.after = CorrectionKey{BusinessTime::FromUnixMicros(micros), parts.second};
  }
  return query;
}

v1::Model ToProto(const ShelvedModel& model) {
  v1::Model out;
  out.set_name(ModelName(model.version));
  out.set_version(model.version);
  out.set_evaluated(model.evaluated);
  if (!model.facts) {
    out.set_state(v1::Model::STATE_DAMAGED);
    out.set_fault(model.fault);
    return out;
  }
  out.set_state(model.serving ? v1::Model::STATE_SERVING : v1::Model::STATE_AVAILABLE);
  out.set_taxonomy_version(model.facts->taxonomy_version);
  out.set_abstain_below(model.facts->abstain_below);
  out.set_training_text_count(model.facts->card.training_text_count);
  out.set_held_out_l1_accuracy(model.facts->card.l1_accuracy);
  out.set_held_out_calibration_error(model.facts->card.calibration_error);
  out.set_held_out_coverage(model.facts->card.coverage);
  out.set_held_out_precision(model.facts->card.precision);
  return out;
}

v1::ListModelsResponse ToProto(const ModelListing& listing) {
  v1::ListModelsResponse out;
  for (const ShelvedModel& model : listing.models) *out.add_models() = ToProto(model);
  for (size_t i = 0; i < std::min(listing.changes.size(), kChangesMax); ++i) {
    const ModelChange& change = listing.changes[i];
    v1::ModelChange* const c = out.add_changes();
    c->set_model(ModelName(change.model));
    c->set_former_model(ModelName(change.former));
    c->set_rollback(change.rollback);
    c->set_actor(change.actor);
    c->set_reason(change.reason);
    *c->mutable_change_time() = redress::ToProto(change.time);
  }
  return out;
}

v1::Evaluation ToProto(const EvaluationReport& report) {
  v1::Evaluation out;
  out.set_model(ModelName(report.model));
  out.set_serving_model(ModelName(report.serving));
  *out.mutable_held_out() = ToProto(report.held_out);
  *out.mutable_corrections() = ToProto(report.corrections);
  out.set_promotable(report.objections.empty() && report.model != report.serving);
  for (const std::string& objection : report.objections) out.add_objections(objection);
  for (const std::string& one : report.worse) out.add_worse(one);
  *out.mutable_evaluate_time() = redress::ToProto(report.time);
  return out;
}

v1::Shadow ToProto(const absl::optional<ShadowRun>& run) {
  v1::Shadow out;
  if (!run) return out;
  const ShadowCounts& counts = run->counts;
  out.set_name(ModelName(run->model));
  *out.mutable_start_time() = redress::ToProto(run->start);
  out.set_actor(run->actor);
  out.set_text_count(counts.texts);
  out.set_dropped_count(counts.dropped);
  out.set_l1_agree_count(counts.l1_agree);
  out.set_tag_agree_count(counts.tag_agree);
  out.set_abstain_count(counts.abstained);
  out.set_serving_abstain_count(counts.serving_abstained);
  if (counts.texts > 0) {
    out.set_micros_per_text(counts.cpu_micros / static_cast<double>(counts.texts));
    out.set_serving_micros_per_text(counts.serving_cpu_micros / static_cast<double>(counts.texts));
  }
  return out;
}

v1::ListCorrectionsResponse ToProto(const std::vector<Correction>& corrections, const CorrectionQuery& query,
                                    const std::string& filter) {
  v1::ListCorrectionsResponse out;
  for (const Correction& correction : corrections) {
    v1::Correction* const c = out.add_corrections();
    c->set_complaint(absl::StrCat("complaints/", correction.complaint.ToString()));
    Put(correction.predicted, c->mutable_predicted());
    Put(correction.corrected, c->mutable_corrected());
    c->set_abstained(correction.abstained);
    c->set_model(ModelName(correction.model));
    *c->mutable_correct_time() = redress::ToProto(correction.time);
    c->set_held_out(IsHeldOut(correction.complaint));
  }
  if (static_cast<int>(corrections.size()) == query.limit) {
    const Correction& last = corrections.back();
    out.set_next_page_token(MakePageToken(absl::StrCat(last.time.micros(), "/", last.complaint.ToString()), filter));
  }
  return out;
}

}  // namespace redress::classification
