#include "services/compensation/app/policies.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/obs/log.h"
#include "services/compensation/domain/abuse.h"
#include "services/compensation/domain/dmn_policy.h"
#include "services/compensation/domain/options.h"
#include "services/compensation/store/quotation_store.h"

namespace redress::compensation {
namespace {

constexpr char kVersionPrefix[] = "policyVersions/";
constexpr char kPublicationPrefix[] = "policyPublications/";

int64_t NumberIn(const std::string& name, absl::string_view prefix) {
  int64_t number = 0;
  return absl::SimpleAtoi(absl::StripPrefix(name, prefix), &number) ? number : 0;
}

absl::StatusOr<PolicyView> PolicyAgain(pqxx::transaction_base& transaction, int64_t number) {
  PolicyView view;
  ASSIGN_OR_RETURN(view.version, GetPolicyVersion(transaction, number));
  view.name = absl::StrCat(kVersionPrefix, number);
  view.files = GetPolicyFiles(transaction, number);
  return view;
}

// Outside of the transaction that read it: it takes its time, and nobody shall wait for it.
absl::StatusOr<PolicyView> WithWarnings(absl::StatusOr<PolicyView> view) {
  if (view.ok()) view->warnings = CheckPolicy(view->files);
  return view;
}

PublicationView ViewOf(Publication publication) {
  return {absl::StrCat(kPublicationPrefix, publication.number), "", std::move(publication)};
}

absl::StatusOr<PublicationView> PublicationAgain(pqxx::transaction_base& transaction, const std::string& name) {
  const int64_t number = NumberIn(name, kPublicationPrefix);
  for (Publication& publication : ListPublications(transaction)) {
    if (publication.number == number) return ViewOf(std::move(publication));
  }
  return Error(absl::StatusCode::kNotFound, "PUBLICATION_NOT_FOUND", "no such publication");
}

// What was just committed decides here at once; elsewhere within a second.
void Follow(const Context& context) {
  const absl::Status followed = context.policy.Refresh();
  if (!followed.ok()) obs::Log(obs::Level::kWarning, "policies_not_read", {{"status", followed}});
}

void Compare(bool same, const std::string& what, std::vector<std::string>* differences) {
  if (!same) differences->push_back(what);
}

// What differs between two options of the same number.
void CompareOptions(const Option& was, const Option& is, const std::string& where, std::vector<std::string>* differences) {
  Compare(was.kind == is.kind, where + ".kind", differences);
  Compare(was.order == is.order && was.line == is.line, where + ".line", differences);
  Compare(was.amount == is.amount, where + ".amount", differences);
  Compare(was.quantity == is.quantity, where + ".quantity", differences);
  Compare(was.required == is.required, where + ".required_authority", differences);
  Compare(was.within == is.within, where + ".due_within_ms", differences);
  Compare(was.rules == is.rules, where + ".rules", differences);
  Compare(was.reason_zh == is.reason_zh && was.reason_en == is.reason_en, where + ".reason", differences);
  Compare(was.ground == is.ground, where + ".ground", differences);
}

std::vector<std::string> DifferencesOf(const Quotation& was, const Quotation& is) {
  std::vector<std::string> differences;
  Compare(was.options.size() == is.options.size(), "options", &differences);
  for (size_t i = 0; i < std::min(was.options.size(), is.options.size()); ++i) {
    CompareOptions(was.options[i], is.options[i], absl::StrCat("options[", i, "]"), &differences);
  }
  Compare(was.decisions == is.decisions, "decisions", &differences);
  Compare(was.hash == is.hash, "hash", &differences);
  return differences;
}

}  // namespace

absl::StatusOr<PolicyView> CreatePolicy(const Context& context, const Request& request, const CreateCommand& command) {
  std::vector<PolicyFinding> findings = CheckPolicy(command.files);
  RETURN_IF_ERROR(ErrorOf(findings));
  RETURN_IF_ERROR(context.policy.Refresh());  // what came with the suite is version 1, whoever comes first
  absl::StatusOr<PolicyView> view = Once<PolicyView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<PolicyView> {
        LockPolicies(transaction);
        PolicyVersion version;
        version.sha256 = HashOf(command.files);
        if (const int64_t same = FindPolicyVersion(transaction, version.sha256); same != 0) {
          return Error(absl::StatusCode::kAlreadyExists, "POLICY_EXISTS",
                       absl::StrCat(kVersionPrefix, same, " has the same files"));
        }
        version.author = request.key.caller;
        version.note = command.note;
        version.create_time = context.time.Now();
        return PolicyAgain(transaction, InsertPolicyVersion(transaction, version, command.files));
      },
      [&](pqxx::work& transaction, const std::string& name) { return PolicyAgain(transaction, NumberIn(name, kVersionPrefix)); });
  if (view.ok()) view->warnings = std::move(findings);
  return view;
}

absl::StatusOr<PolicyView> ApprovePolicy(const Context& context, const Request& request, const ApproveCommand& command) {
  return WithWarnings(Once<PolicyView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<PolicyView> {
        LockPolicies(transaction);
        ASSIGN_OR_RETURN(const PolicyVersion version, GetPolicyVersion(transaction, command.version));
        RETURN_IF_ERROR(CheckApprovable(version, request.key.caller, command.sha256));
        InsertPolicyApproval(transaction, version.number, request.key.caller, context.time.Now());
        return PolicyAgain(transaction, version.number);
      },
      [&](pqxx::work& transaction, const std::string& name) {
        return PolicyAgain(transaction, NumberIn(name, kVersionPrefix));
      }));
}

absl::StatusOr<PublicationView> PublishPolicy(const Context& context, const Request& request, const PublishCommand& command) {
  absl::StatusOr<PublicationView> view = Once<PublicationView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<PublicationView> {
        LockPolicies(transaction);
        const BusinessTime now = context.time.Now();
        Publication publication = command.publication;
        if (command.at_once) publication.from = now;
        ASSIGN_OR_RETURN(const PolicyVersion version, GetPolicyVersion(transaction, publication.version));
        RETURN_IF_ERROR(CheckPublishable(version, publication, now));
        publication.publisher = request.key.caller;
        publication.create_time = now;
        publication.number = InsertPublication(transaction, publication);
        return ViewOf(std::move(publication));
      },
      [&](pqxx::work& transaction, const std::string& name) { return PublicationAgain(transaction, name); });
  if (view.ok()) Follow(context);
  return view;
}

absl::StatusOr<PublicationView> RollbackPolicy(const Context& context, const Request& request, const RollbackCommand& command) {
  absl::StatusOr<PublicationView> view = Once<PublicationView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<PublicationView> {
        LockPolicies(transaction);
        ASSIGN_OR_RETURN(const Publication found, FindRollback(ListPublications(transaction), command.publication));
        InsertCancellation(transaction, found.number, request.key.caller, command.reason, context.time.Now());
        return PublicationAgain(transaction, absl::StrCat(kPublicationPrefix, found.number));
      },
      [&](pqxx::work& transaction, const std::string& name) { return PublicationAgain(transaction, name); });
  if (view.ok()) Follow(context);
  return view;
}

absl::StatusOr<PolicyView> ReadPolicy(pg::Pool& pool, int64_t number) {
  absl::StatusOr<PolicyView> view;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    view = PolicyAgain(transaction, number);
    return view.status();
  }));
  return WithWarnings(std::move(view));
}

absl::StatusOr<std::vector<PolicyVersion>> ReadPolicies(pg::Pool& pool, int64_t before, int limit) {
  std::vector<PolicyVersion> versions;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    versions = ListPolicyVersions(transaction, before, limit);
    return absl::OkStatus();
  }));
  return versions;
}

absl::StatusOr<std::vector<Publication>> ReadPublications(pg::Pool& pool, int64_t before, int limit) {
  std::vector<Publication> all;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    all = ListPublications(transaction);
    return absl::OkStatus();
  }));
  std::vector<Publication> page;
  for (auto publication = all.rbegin(); publication != all.rend() && static_cast<int>(page.size()) < limit; ++publication) {
    if (before == 0 || publication->number < before) page.push_back(std::move(*publication));
  }
  return page;
}

absl::StatusOr<Reproduction> ReproduceQuote(const Context& context, const std::string& id) {
  Quotation was;
  Reproduction made;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(was, GetQuotation(transaction, id));
    const int64_t number = NumberIn(was.policy_version, "");
    if (number == 0) {
      return Error(absl::StatusCode::kFailedPrecondition, "FACTS_INCOMPLETE",
                   absl::StrCat("the policy ", was.policy_version, " was not kept"));
    }
    ASSIGN_OR_RETURN(const PolicyVersion version, GetPolicyVersion(transaction, number));
    made.policy_sha256 = HashOf(GetPolicyFiles(transaction, number));
    Compare(made.policy_sha256 == version.sha256, "policy", &made.differences);
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const PolicyPtr policy, context.policy.OfVersion(was.policy_version));
  ASSIGN_OR_RETURN(const std::vector<Subject> subjects, SubjectsFrom(was.facts, policy->terms().currency));
  ASSIGN_OR_RETURN(Offered offered, OptionsOf(*policy, subjects));
  Quotation is = was;
  is.options = std::move(offered.options);
  is.decisions = std::move(offered.decisions);
  ShowKeptSigns(was.facts, policy->terms().abuse, &is.options);
  is.hash = HashOf(is);
  made.hash = is.hash;
  for (std::string& difference : DifferencesOf(was, is)) made.differences.push_back(std::move(difference));
  return made;
}

absl::StatusOr<std::vector<VersionSums>> ComparePolicies(const Context& context, BusinessTime since) {
  std::vector<VersionSums> sums;
  const Currency currency = context.policy.terms().currency;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    sums = SumByVersion(transaction, since, currency);
    return absl::OkStatus();
  }));
  std::sort(sums.begin(), sums.end(), [](const VersionSums& a, const VersionSums& b) {
    return std::make_pair(NumberIn(a.version, ""), a.version) > std::make_pair(NumberIn(b.version, ""), b.version);
  });
  return sums;
}

}  // namespace redress::compensation
