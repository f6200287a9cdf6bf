// redressctl classify, taxonomy, model: what classification thinks of a text, and by what.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "tools/client/files.h"
#include "tools/client/spans.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = classification::v1;
constexpr char kService[] = "redress.classification.v1.ClassificationService.";

struct ClassifyFlags {
  std::string text, channel = "APP", currency = "CNY";
  int vip = 0;
  int64_t amount_minor = -1;
};

void PrintPrediction(const v1::Prediction& p, const std::string& text) {
  const std::string runner_up = ShowTag(p.runner_up());
  PrintFields(
      {{"tag", absl::StrFormat("%s %.2f%s", ShowTag(p.tag()), p.confidence(), p.abstained() ? " (not sure enough: triage)" : "")},
       {"runner-up", runner_up.empty() ? "" : absl::StrFormat("%s %.2f", runner_up, p.runner_up_confidence())},
       {"decided by", absl::StrJoin(client::CutSpans(text, p.deciding_spans()), " · ")},
       {"complaint", p.is_complaint() ? "yes" : "no"},
       {"severity", absl::StrCat(client::Word(p.severity()), "  ", absl::StrJoin(p.severity_reasons(), ", "))},
       {"signals", ShowSignals(p.signals())},
       {"language", p.language()},
       {"team", ShortName(p.team())},
       {"model", p.model_version()},
       {"taxonomy", p.taxonomy_version()}});
}

absl::Status Classify(Cli& cli, const ClassifyFlags& flags) {
  v1::ClassifyRequest request;
  request.set_text(flags.text);
  if (flags.text == "-") {
    ASSIGN_OR_RETURN(*request.mutable_text(), client::ReadFile("-"));
  }
  const auto channel = client::FromWord<type::v1::Channel>(flags.channel);
  if (!channel) return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "--channel: APP, WEB, CHAT, …");
  request.set_channel(*channel);
  request.set_vip_level(flags.vip);
  if (flags.amount_minor >= 0) {
    request.mutable_amount_paid()->set_amount_minor(flags.amount_minor);
    request.mutable_amount_paid()->set_currency_code(flags.currency);
  }
  ASSIGN_OR_RETURN(const v1::Prediction prediction,
                   cli.session().Call<v1::Prediction>(absl::StrCat(kService, "Classify"), request));
  cli.json() ? PrintJson(prediction) : PrintPrediction(prediction, request.text());
  return absl::OkStatus();
}

void AddTaxonomy(Cli& cli) {
  CLI::App* taxonomy = cli.app().add_subcommand("taxonomy", "The classes of complaints");
  cli.Run(taxonomy, [&cli]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Taxonomy all,
                     cli.session().Call<v1::Taxonomy>(absl::StrCat(kService, "GetTaxonomy"), v1::GetTaxonomyRequest()));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"TAG"}, {"NAME"}, {"TEAM"}, {"WHAT BELONGS HERE", 70}});
    for (const v1::Taxonomy::Level1& level1 : all.level1()) {
      for (const v1::Taxonomy::Level2& level2 : level1.level2()) {
        table.Add({absl::StrCat(level1.id(), "/", level2.id()),
                   absl::StrCat(level1.display_name_zh(), " ", level2.display_name_zh()), ShortName(level1.team()),
                   level2.description()});
      }
    }
    std::cout << "version " << all.version() << "\n";
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddModel(Cli& cli) {
  CLI::App* command = cli.app().add_subcommand("model", "The model that serves, with its held-out scores");
  cli.Run(command, [&cli]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Model m, cli.session().Call<v1::Model>(absl::StrCat(kService, "GetModel"), v1::GetModelRequest()));
    if (cli.json()) {
      PrintJson(m);
      return absl::OkStatus();
    }
    PrintFields({{"version", m.version()},
                 {"taxonomy", m.taxonomy_version()},
                 {"abstains below", absl::StrFormat("%.3f", m.abstain_below())},
                 {"training texts", absl::StrCat(m.training_text_count())},
                 {"held-out L1 accuracy", absl::StrFormat("%.3f", m.held_out_l1_accuracy())},
                 {"held-out calibration error", absl::StrFormat("%.3f", m.held_out_calibration_error())},
                 {"held-out coverage", absl::StrFormat("%.3f", m.held_out_coverage())},
                 {"held-out precision", absl::StrFormat("%.3f", m.held_out_precision())}});
    return absl::OkStatus();
  });
}

}  // namespace

void AddClassifyCommands(Cli& cli) {
  CLI::App* classify = cli.app().add_subcommand("classify", "Classify a text; nothing is stored");
  auto flags = std::make_shared<ClassifyFlags>();
  classify->add_option("TEXT", flags->text, "The text; - reads standard input")->required();
  classify->add_option("--channel", flags->channel)->capture_default_str();
  classify->add_option("--vip", flags->vip, "VIP level, 0 to 3");
  classify->add_option("--amount", flags->amount_minor, "Amount paid in minor units (fen)");
  classify->add_option("--currency", flags->currency)->capture_default_str();
  cli.Run(classify, [&cli, flags] { return Classify(cli, *flags); });
  AddTaxonomy(cli);
  AddModel(cli);
}

}  // namespace redress::ctl
