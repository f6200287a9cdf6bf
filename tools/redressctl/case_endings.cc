// redressctl cases callback, close, reject, appeal, reopen, merge, unmerge: how a case ends, or goes on after all.
#include "absl/strings/ascii.h"
#include "tools/redressctl/case_commands.h"

namespace redress::ctl {
namespace {

namespace v1 = casework::v1;

void AddCallback(Cli& cli, CLI::App* group) {
  auto outcome = std::make_shared<std::string>();
  AddCaseMove<v1::RecordCallbackRequest>(
      cli, group, {"callback", "Record one attempt to call the customer back (回访)", "RecordCallback"},
      [outcome](v1::RecordCallbackRequest* request) -> absl::Status {
        ASSIGN_OR_RETURN(const v1::Callback::Outcome known, WordFlag<v1::Callback::Outcome>("OUTCOME", *outcome));
        request->set_outcome(known);
        return absl::OkStatus();
      })
      ->add_option("OUTCOME", *outcome, "SATISFIED, NOT_SATISFIED or NOT_REACHED")
      ->required();
}

struct CloseFlags {
  std::string finding, responsible, cause, sought;
  bool no_complaint = false;
};

absl::Status FillClosing(const CloseFlags& flags, v1::Closing* closing) {
  if (flags.no_complaint) {
    closing->set_finding(v1::Closing::FINDING_NOT_A_COMPLAINT);
    return absl::OkStatus();
  }
  // What is missing is for casework to say: it names all of it at once.
  if (!flags.finding.empty()) {
    ASSIGN_OR_RETURN(const v1::Closing::Finding finding, WordFlag<v1::Closing::Finding>("--finding", flags.finding));
    closing->set_finding(finding);
  }
  if (!flags.responsible.empty()) {
    ASSIGN_OR_RETURN(const v1::Party party, WordFlag<v1::Party>("--responsible", flags.responsible));
    closing->set_responsible_party(party);
  }
  closing->set_root_cause(absl::AsciiStrToUpper(flags.cause));
  closing->set_remedy_sought(absl::AsciiStrToUpper(flags.sought));
  return absl::OkStatus();
}

void AddClose(Cli& cli, CLI::App* group) {
  auto flags = std::make_shared<CloseFlags>();
  CLI::App* close = AddCaseMove<v1::CloseCaseRequest>(
      cli, group, {"close", "Close a case with what was found", "CloseCase"},
      [flags](v1::CloseCaseRequest* request) { return FillClosing(*flags, request->mutable_closing()); });
  CLI::Option* nothing =
      close->add_flag("--not-a-complaint", flags->no_complaint, "An enquiry, praise or the like: needs nothing else");
  close->add_option("--finding", flags->finding, "SUBSTANTIATED, PARTLY or NOT_SUBSTANTIATED")->excludes(nothing);
  close->add_option("--responsible", flags->responsible, "PLATFORM, SELLER, CARRIER, SUPPLIER, CUSTOMER or NONE");
  close->add_option("--cause", flags->cause, "The root cause in countable words: PACKAGING_TOO_WEAK");
  close->add_option("--sought", flags->sought, "What the customer wanted: REFUND, APOLOGY, …");
}

template <class Request>
void AddWithReason(Cli& cli, CLI::App* group, const CaseCommand& command, const std::string& help) {
  auto reason = std::make_shared<std::string>();
  AddCaseMove<Request>(cli, group, command,
                       [reason](Request* request) {
                         request->set_reason(*reason);
                         return absl::OkStatus();
                       })
      ->add_option("--reason", *reason, help)
      ->required();
}

void AddMerge(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string into, reason;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* merge = AddCaseMove<v1::MergeCaseRequest>(cli, group, {"merge", "Make a case part of another one", "MergeCase"},
                                                      [flags](v1::MergeCaseRequest* request) {
                                                        request->set_into(FullName(kCases, flags->into));
                                                        request->set_reason(flags->reason);
                                                        return absl::OkStatus();
                                                      });
  merge->add_option("--into", flags->into, "The case that goes on")->required();
  merge->add_option("--reason", flags->reason, "Why")->required();
}

}  // namespace

void AddCaseEndings(Cli& cli, CLI::App* group) {
  AddCallback(cli, group);
  AddClose(cli, group);
  AddWithReason<v1::RejectCaseRequest>(cli, group, {"reject", "Refuse the complaint; it can be appealed", "RejectCase"},
                                       "Why, for the customer to read");
  AddWithReason<v1::AppealCaseRequest>(
      cli, group, {"appeal", "The customer does not accept how it ended: it reopens, to a supervisor", "AppealCase"}, "Why");
  AddWithReason<v1::ReopenCaseRequest>(cli, group, {"reopen", "Open a case again that was closed or rejected", "ReopenCase"},
                                       "Why");
  AddMerge(cli, group);
  AddWithReason<v1::UnmergeCaseRequest>(cli, group, {"unmerge", "Undo a merge: the case goes on where it was", "UnmergeCase"},
                                        "Why");
}

}  // namespace redress::ctl
