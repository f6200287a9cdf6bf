// redressctl cases advance, fill-checklist, check, tag, note: the daily work on a case. Use --as AGENT to act as its owner.
#include "absl/strings/ascii.h"
#include "tools/client/files.h"
#include "tools/redressctl/case_commands.h"

namespace redress::ctl {
namespace {

namespace v1 = casework::v1;

void AddAdvance(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string state, reason;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* advance = AddCaseMove<v1::AdvanceCaseRequest>(
      cli, group,
      {"advance", "Begin to verify or to investigate; other states are reached by doing what they stand for", "AdvanceCase"},
      [flags](v1::AdvanceCaseRequest* request) -> absl::Status {
        ASSIGN_OR_RETURN(const v1::Case::State state, WordFlag<v1::Case::State>("STATE", flags->state));
        request->set_to_state(state);
        request->set_reason(flags->reason);
        return absl::OkStatus();
      });
  advance->add_option("STATE", flags->state, "VERIFYING or INVESTIGATING")->required();
  advance->add_option("--reason", flags->reason, "Why")->required();
}

void AddCheck(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string kind, result, finding;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* check = AddCaseMove<v1::CheckItemRequest>(
      cli, group, {"check", "Answer one item of the checklist", "CheckItem"},
      [flags](v1::CheckItemRequest* request) -> absl::Status {
        ASSIGN_OR_RETURN(const v1::ChecklistItem::Result result, WordFlag<v1::ChecklistItem::Result>("RESULT", flags->result));
        request->set_kind(absl::AsciiStrToUpper(flags->kind));
        request->set_result(result);
        request->set_finding(flags->finding);
        return absl::OkStatus();
      });
  check->add_option("ITEM", flags->kind, "ORDER, TRANSACTION, PRODUCT_STATE or DELIVERY_RECORD")->required();
  check->add_option("RESULT", flags->result, "CONFIRMED, CONTRADICTED or NOT_APPLICABLE")->required();
  check->add_option("--finding", flags->finding, "What was found; required for CONTRADICTED");
}

void AddTag(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string tag, reason;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* tag =
      AddCaseMove<v1::SetTagRequest>(cli, group, {"tag", "Set the tag of record", "SetTag"}, [flags](v1::SetTagRequest* request) {
        *request->mutable_tag() = TagFlag(flags->tag);
        request->set_reason(flags->reason);
        return absl::OkStatus();
      });
  tag->add_option("TAG", flags->tag, "L1/L2, as `redressctl taxonomy` lists them")->required();
  tag->add_option("--reason", flags->reason, "Why; required where it differs from the present one");
}

void AddNote(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string text;
    bool shown = false;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* note = AddCaseMove<v1::AddNoteRequest>(cli, group, {"note", "Write a note into the case", "AddNote"},
                                                   [flags](v1::AddNoteRequest* request) -> absl::Status {
                                                     request->set_text(flags->text);
                                                     request->set_shown_to_customer(flags->shown);
                                                     if (flags->text != "-") return absl::OkStatus();
                                                     ASSIGN_OR_RETURN(*request->mutable_text(), client::ReadFile("-"));
                                                     return absl::OkStatus();
                                                   });
  note->add_option("TEXT", flags->text, "The note; - reads standard input")->required();
  note->add_flag("--shown", flags->shown, "The customer may see it");
}

}  // namespace

void AddCaseMoves(Cli& cli, CLI::App* group) {
  AddAdvance(cli, group);
  AddCaseMove<v1::FillChecklistRequest>(
      cli, group, {"fill-checklist", "Fill the checklist from the shop's records, where these answer", "FillChecklist"});
  AddCheck(cli, group);
  AddTag(cli, group);
  AddNote(cli, group);
}

}  // namespace redress::ctl
