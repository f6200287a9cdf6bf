#include "services/compensation/domain/publication.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/compensation/domain/form.h"

namespace redress::compensation {
namespace {

bool Matches(const std::string& wanted, const std::string& word) {
  return wanted.empty() || wanted == word;
}

bool Covers(const Publication& publication, const PolicyQuestion& question, BusinessTime now) {
  if (publication.cancel_time.has_value() || now < publication.from) return false;
  if (publication.until.has_value() && now >= *publication.until) return false;
  const PolicyScope& scope = publication.scope;
  if (!Matches(scope.channel, question.from.channel) || !Matches(scope.region, question.from.region) ||
      !Matches(scope.seller_tier, question.from.seller_tier)) {
    return false;
  }
  return InShare(question.case_number, publication);
}

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

}  // namespace

bool InShare(const std::string& case_number, const Publication& publication) {
  if (publication.share_percent >= 100) return true;
  if (case_number.empty()) return false;
  const std::string hash = Form().Add(case_number).Add(publication.number).Sha256Hex();
  return std::stoul(hash.substr(0, 8), nullptr, 16) % 100 < static_cast<unsigned long>(publication.share_percent);
}

absl::optional<int64_t> VersionFor(const std::vector<Publication>& publications, const PolicyQuestion& question,
                                   BusinessTime now) {
  for (auto publication = publications.rbegin(); publication != publications.rend(); ++publication) {
    if (Covers(*publication, question, now)) return publication->version;
  }
  return absl::nullopt;
}

absl::Status CheckApprovable(const PolicyVersion& version, const std::string& approver, const std::string& sha256) {
  if (sha256 != version.sha256) return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "the version has another content");
  if (!version.approver.empty()) return Refuse("ALREADY_APPROVED", "somebody said yes to it already");
  if (approver == version.author) return Refuse("APPROVAL_SELF_GIVEN", "nobody approves what they wrote themselves");
  return absl::OkStatus();
}

absl::Status CheckPublishable(const PolicyVersion& version, const Publication& publication, BusinessTime now) {
  Violations violations;
  if (publication.from < now) violations.Add("from_time", "must not be in the past");
  if (publication.until.has_value() && *publication.until <= publication.from) {
    violations.Add("until_time", "must be after from_time");
  }
  if (!violations.ToStatus().ok()) return violations.ToStatus();
  if (version.approver.empty()) return Refuse("NOT_APPROVED", "a second person has to approve it first");
  return absl::OkStatus();
}

absl::StatusOr<Publication> FindRollback(const std::vector<Publication>& publications, int64_t number) {
  for (auto publication = publications.rbegin(); publication != publications.rend(); ++publication) {
    if (number != 0 && publication->number != number) continue;
    const bool stands = !publication->cancel_time.has_value();
    if (number == 0 && !stands) continue;
    if (!stands) return Refuse("NOTHING_TO_ROLL_BACK", "it was taken back already");
    if (publication->number == 1) return Refuse("NOTHING_TO_ROLL_BACK", "the first publication stays: publish another version");
    return *publication;
  }
  if (number == 0) return Refuse("NOTHING_TO_ROLL_BACK", "nothing is published");
  return Error(absl::StatusCode::kNotFound, "PUBLICATION_NOT_FOUND", "no such publication");
}

}  // namespace redress::compensation
