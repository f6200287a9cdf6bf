// redressctl plans propose, withdraw, answer, complete-step, and redressctl approve: what is promised, who says yes, what is
// done.
#include <iostream>

#include "tools/client/files.h"
#include "tools/redressctl/case_commands.h"
#include "tools/redressctl/plan_steps.h"

namespace redress::ctl {
namespace {

namespace v1 = casework::v1;

struct ProposeFlags {
  std::vector<std::string> steps;
  std::string file, owner, due = "24h";
};

// Who sees to what names nobody else: the flag, else the owner of the case.
absl::StatusOr<StepDefaults> DefaultsOf(Cli& cli, const ProposeFlags& flags, const std::string& name) {
  StepDefaults defaults{FullName("agents/", flags.owner), flags.due};
  if (!defaults.owner.empty()) return defaults;
  ASSIGN_OR_RETURN(const v1::Case one, ReadCase(cli, name));
  defaults.owner = one.owner();
  return defaults;
}

absl::Status FillSteps(Cli& cli, const ProposeFlags& flags, v1::ProposePlanRequest* request) {
  if (flags.steps.empty() && flags.file.empty()) return BadFlag("--step", "what is promised; or --steps FILE");
  ASSIGN_OR_RETURN(const StepDefaults defaults, DefaultsOf(cli, flags, request->name()));
  ASSIGN_OR_RETURN(const BusinessTime now, cli.session().Now());
  if (!flags.file.empty()) {
    ASSIGN_OR_RETURN(const std::string json, client::ReadFile(flags.file));
    ASSIGN_OR_RETURN(const v1::ProposePlanRequest read, ParseStepsJson(json, defaults, now));
    *request->mutable_steps() = read.steps();
  }
  for (const std::string& text : flags.steps) {
    ASSIGN_OR_RETURN(*request->add_steps(), ParseStep(text, defaults, now));
  }
  return absl::OkStatus();
}

void AddPropose(Cli& cli, CLI::App* group) {
  auto flags = std::make_shared<ProposeFlags>();
  CLI::App* propose = AddCaseMove<v1::ProposePlanRequest>(
      cli, group, {"propose", "Propose a plan to the customer; takes the place of one that was not accepted", "ProposePlan"},
      [&cli, flags](v1::ProposePlanRequest* request) { return FillSteps(cli, *flags, request); });
  CLI::Option* step = propose->add_option("--step", flags->steps, kStepHelp)->allow_extra_args(false);
  propose->add_option("--steps", flags->file, "JSON file with the steps in the form of the API; - reads standard input")
      ->excludes(step);
  propose->add_option("--owner", flags->owner, "Who sees to the steps; default: the owner of the case");
  propose->add_option("--due", flags->due, "Until when steps are done that do not say it themselves")->capture_default_str();
}

void AddWithdraw(Cli& cli, CLI::App* group) {
  auto reason = std::make_shared<std::string>();
  AddCaseMove<v1::WithdrawPlanRequest>(cli, group, {"withdraw", "Take the plan back before the customer answers", "WithdrawPlan"},
                                       [reason](v1::WithdrawPlanRequest* request) {
                                         request->set_reason(*reason);
                                         return absl::OkStatus();
                                       })
      ->add_option("--reason", *reason, "Why")
      ->required();
}

// The hash that was given, else that of the present plan.
absl::StatusOr<std::string> HashOf(Cli& cli, const std::string& given, const std::string& name) {
  if (!given.empty()) return given;
  ASSIGN_OR_RETURN(const v1::Case one, ReadCase(cli, name));
  return one.plan().hash();
}

void AddAnswer(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string answer, reason, hash;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* answer = AddCaseMove<v1::AnswerPlanRequest>(
      cli, group, {"answer", "Record the customer's yes or no to the plan", "AnswerPlan"},
      [&cli, flags](v1::AnswerPlanRequest* request) -> absl::Status {
        ASSIGN_OR_RETURN(const v1::Plan::Answer known, WordFlag<v1::Plan::Answer>("ANSWER", flags->answer));
        request->set_answer(known);
        request->set_reason(flags->reason);
        ASSIGN_OR_RETURN(*request->mutable_plan_hash(), HashOf(cli, flags->hash, request->name()));
        return absl::OkStatus();
      });
  answer->add_option("ANSWER", flags->answer, "ACCEPTED or DECLINED")->required();
  answer->add_option("--reason", flags->reason, "How it was told, by staff: by phone, …");
  answer->add_option("--hash", flags->hash, "Hash of the plan that was answered; default: the present plan's");
}

void AddCompleteStep(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string step, result;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* complete =
      AddCaseMove<v1::CompleteStepRequest>(cli, group, {"complete-step", "Say that a person's step is done", "CompleteStep"},
                                           [flags](v1::CompleteStepRequest* request) {
                                             request->set_step(flags->step);
                                             request->set_result(flags->result);
                                             return absl::OkStatus();
                                           });
  complete->add_option("STEP", flags->step, "Which: s1, s2, …")->required();
  complete->add_option("--result", flags->result, "What was done");
}

struct ApproveFlags {
  std::string name, reason, hash, etag;
  bool refuse = false;
  RequestId request_id;
};

absl::Status Approve(Cli& cli, ApproveFlags& flags) {
  if (flags.name.empty()) return BadFlag("CASE", "which case's plan; or `approve delegate`");
  v1::DecideApprovalRequest request;
  request.set_name(FullName(kCases, flags.name));
  request.set_approved(!flags.refuse);
  request.set_reason(flags.reason);
  request.set_etag(flags.etag);
  ASSIGN_OR_RETURN(*request.mutable_plan_hash(), HashOf(cli, flags.hash, flags.name));
  request.set_request_id(flags.request_id.Get());
  ASSIGN_OR_RETURN(const v1::Case one, cli.session().Call<v1::Case>(absl::StrCat(kCasework, "DecideApproval"), request));
  PrintCase(cli, one);
  return absl::OkStatus();
}

struct DelegateFlags {
  std::string delegate, until = "8h";
  RequestId request_id;
};

absl::Status Delegate(Cli& cli, DelegateFlags& flags) {
  v1::DelegateApprovalRequest request;
  request.mutable_delegation()->set_delegate(FullName("agents/", flags.delegate));
  ASSIGN_OR_RETURN(const BusinessTime now, cli.session().Now());
  ASSIGN_OR_RETURN(*request.mutable_delegation()->mutable_expire_time(), TimeFlag("--until", flags.until, now));
  request.set_request_id(flags.request_id.Get());
  ASSIGN_OR_RETURN(const v1::Delegation lent,
                   cli.session().Call<v1::Delegation>(absl::StrCat(kCasework, "DelegateApproval"), request));
  if (cli.json()) {
    PrintJson(lent);
  } else {
    PrintFields({{"delegation", ShortName(lent.name())},
                 {"delegate", ShortName(lent.delegate())},
                 {"in place of", ShortName(lent.delegator())},
                 {"authority", client::Word(lent.authority())},
                 {"until", ShowTime(lent.expire_time())}});
  }
  return absl::OkStatus();
}

}  // namespace

void AddPlanCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("plans", "What is promised to customers");
  group->require_subcommand(1);
  AddPropose(cli, group);
  AddWithdraw(cli, group);
  AddAnswer(cli, group);
  AddCompleteStep(cli, group);
}

void AddApproveCommands(Cli& cli) {
  CLI::App* approve = cli.app().add_subcommand("approve", "Decide on somebody else's plan, or lend the authority to do so");
  auto flags = std::make_shared<ApproveFlags>();
  approve->add_option("CASE", flags->name, "Case number");
  approve->add_flag("--refuse", flags->refuse, "Say no; the case goes back to investigation");
  approve->add_option("--reason", flags->reason, "Why; required for a no");
  approve->add_option("--hash", flags->hash, "Hash of the plan that is decided on; default: the present plan's");
  approve->add_option("--etag", flags->etag, "Refuse if the case changed since this etag was read");
  flags->request_id.AddTo(approve);
  CLI::App* delegate = approve->add_subcommand("delegate", "Let somebody else decide in your place until a time");
  cli.Run(approve, [&cli, flags, delegate] { return delegate->parsed() ? absl::OkStatus() : Approve(cli, *flags); });
  auto lent = std::make_shared<DelegateFlags>();
  delegate->add_option("AGENT", lent->delegate, "Who decides")->required();
  delegate->add_option("--until", lent->until, "How long: 8h, or a time; at most 30 days")->capture_default_str();
  lent->request_id.AddTo(delegate);
  cli.Run(delegate, [&cli, lent] { return Delegate(cli, *lent); });
}

}  // namespace redress::ctl
