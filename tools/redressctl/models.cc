// redressctl models list, evaluate, promote, rollback, shadow, explain, corrections: which model serves, and what people
// corrected.
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/status_macros.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "tools/client/files.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = classification::v1;
constexpr char kService[] = "redress.classification.v1.ClassificationService.";
constexpr char kModels[] = "models/";

std::string Method(const char* name) {
  return absl::StrCat(kService, name);
}

std::string Share(double value) {
  return absl::StrFormat("%.3f", value);
}

void PrintModel(Cli& cli, const v1::Model& model) {
  if (cli.json()) return PrintJson(model);
  PrintFields({{"model", model.version()}, {"state", client::Word(model.state())}, {"fault", model.fault()}});
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "The models that there are, and how it came that one of them serves");
  cli.Run(list, [&cli]() -> absl::Status {
    ASSIGN_OR_RETURN(const auto all, cli.session().Call<v1::ListModelsResponse>(Method("ListModels"), v1::ListModelsRequest()));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table models({{"MODEL"}, {"STATE"}, {"COMPARED"}, {"TEXTS", 0, true}, {"HELD-OUT L1", 0, true}, {"FAULT", 60}});
    for (const v1::Model& model : all.models()) {
      models.Add({model.version(), client::Word(model.state()), model.evaluated() ? "yes" : "",
                  absl::StrCat(model.training_text_count()), Share(model.held_out_l1_accuracy()), model.fault()});
    }
    PrintTable(models);
    if (all.changes().empty()) return absl::OkStatus();
    client::Table changes({{"SINCE"}, {"MODEL"}, {"INSTEAD OF"}, {"HOW"}, {"BY"}, {"WHY", 60}});
    for (const v1::ModelChange& change : all.changes()) {
      changes.Add({ShowTime(change.change_time()), ShortName(change.model()), ShortName(change.former_model()),
                   change.rollback() ? "rolled back" : "promoted", ShortName(change.actor()), change.reason()});
    }
    std::cout << "\n";
    PrintTable(changes);
    return absl::OkStatus();
  });
}

void PrintComparison(const char* title, const v1::Evaluation::Comparison& on) {
  std::cout << "\n" << title << ": " << on.text_count() << " texts\n";
  if (on.text_count() == 0) return;
  client::Table scores({{""}, {"CANDIDATE", 0, true}, {"SERVING", 0, true}});
  const auto add = [&](const char* what, double candidate, double serving) {
    scores.Add({what, Share(candidate), Share(serving)});
  };
  const v1::Evaluation::Scores &ours = on.candidate(), &theirs = on.serving();
  add("first level right", ours.l1_accuracy(), theirs.l1_accuracy());
  add("macro-F1", ours.l1_macro_f1(), theirs.l1_macro_f1());
  add("second level right", ours.l2_accuracy(), theirs.l2_accuracy());
  add("calibration error", ours.calibration_error(), theirs.calibration_error());
  add("decided", ours.coverage(), theirs.coverage());
  add("of those right", ours.precision(), theirs.precision());
  for (const v1::Evaluation::ClassScores& one : on.classes()) {
    scores.Add(
        {absl::StrCat("F1 of ", one.l1(), " (", one.text_count(), ")"), Share(one.candidate_f1()), Share(one.serving_f1())});
  }
  PrintTable(scores);
  client::Table confusions({{"THE CANDIDATE TAKES"}, {"FOR"}, {"TEXTS", 0, true}});
  for (int i = 0; i < std::min(5, ours.confusions_size()); ++i) {
    const v1::Evaluation::Confusion& one = ours.confusions(i);
    confusions.Add({one.actual_l1(), one.predicted_l1(), absl::StrCat(one.text_count())});
  }
  if (ours.confusions_size() > 0) PrintTable(confusions);
}

void AddEvaluate(Cli& cli, CLI::App* group) {
  CLI::App* evaluate =
      group->add_subcommand("evaluate", "Compare a model with the one that serves, on texts that neither was trained on");
  auto name = std::make_shared<std::string>();
  evaluate->add_option("MODEL", *name, "As `models list` shows it")->required();
  cli.Run(evaluate, [&cli, name]() -> absl::Status {
    v1::EvaluateModelRequest request;
    request.set_name(FullName(kModels, *name));
    ASSIGN_OR_RETURN(const auto evaluation, cli.session().Call<v1::Evaluation>(Method("EvaluateModel"), request));
    if (cli.json()) {
      PrintJson(evaluation);
      return absl::OkStatus();
    }
    PrintFields({{"candidate", ShortName(evaluation.model())}, {"serving", ShortName(evaluation.serving_model())}});
    PrintComparison("held-out texts", evaluation.held_out());
    PrintComparison("corrections of the last 30 days", evaluation.corrections());
    for (const std::string& worse : evaluation.worse()) std::cout << "worse: " << worse << "\n";
    for (const std::string& objection : evaluation.objections()) std::cout << "objection: " << objection << "\n";
    std::cout << (evaluation.promotable() ? "it may be promoted\n" : "it is not to be promoted\n");
    return absl::OkStatus();
  });
}

void AddPromote(Cli& cli, CLI::App* group) {
  CLI::App* promote = group->add_subcommand("promote", "Let a model serve that was compared with the one that does");
  auto request = std::make_shared<v1::PromoteModelRequest>();
  auto id = std::make_shared<RequestId>();
  promote->add_option("MODEL", *request->mutable_name(), "As `models list` shows it")->required();
  promote->add_option("--reason", *request->mutable_reason(), "Why; kept for ever")->required();
  id->AddTo(promote);
  cli.Run(promote, [&cli, request, id]() -> absl::Status {
    request->set_name(FullName(kModels, request->name()));
    request->set_request_id(id->Get());
    ASSIGN_OR_RETURN(const auto model, cli.session().Call<v1::Model>(Method("PromoteModel"), *request));
    PrintModel(cli, model);
    return absl::OkStatus();
  });
}

void AddRollback(Cli& cli, CLI::App* group) {
  CLI::App* rollback = group->add_subcommand("rollback", "Let the model serve that served before");
  auto request = std::make_shared<v1::RollbackModelRequest>();
  auto id = std::make_shared<RequestId>();
  rollback->add_option("--reason", *request->mutable_reason(), "Why; kept for ever")->required();
  id->AddTo(rollback);
  cli.Run(rollback, [&cli, request, id]() -> absl::Status {
    request->set_request_id(id->Get());
    ASSIGN_OR_RETURN(const auto model, cli.session().Call<v1::Model>(Method("RollbackModel"), *request));
    PrintModel(cli, model);
    return absl::OkStatus();
  });
}

void PrintShadow(Cli& cli, const v1::Shadow& shadow) {
  if (cli.json()) return PrintJson(shadow);
  if (shadow.name().empty()) {
    std::cout << "no shadow\n";
    return;
  }
  const auto share = [&](int64_t count) {
    return shadow.text_count() == 0
               ? std::string()
               : absl::StrFormat("%.3f", static_cast<double>(count) / static_cast<double>(shadow.text_count()));
  };
  PrintFields({{"shadow", ShortName(shadow.name())},
               {"since", absl::StrCat(ShowTime(shadow.start_time()), " by ", ShortName(shadow.actor()))},
               {"texts", absl::StrCat(shadow.text_count(), " seen, ", shadow.dropped_count(), " dropped")},
               {"same first level", share(shadow.l1_agree_count())},
               {"same tag", share(shadow.tag_agree_count())},
               {"abstains", absl::StrCat(share(shadow.abstain_count()), ", serving ", share(shadow.serving_abstain_count()))},
               {"µs a text", absl::StrFormat("%.1f, serving %.1f", shadow.micros_per_text(), shadow.serving_micros_per_text())}});
}

void AddShadow(Cli& cli, CLI::App* group) {
  CLI::App* shadow = group->add_subcommand("shadow", "What the shadow made of live traffic; or start or stop one");
  auto name = std::make_shared<std::string>();
  auto stop = std::make_shared<bool>(false);
  auto id = std::make_shared<RequestId>();
  shadow->add_option("MODEL", *name, "Let this one see live traffic from now on");
  shadow->add_flag("--stop", *stop, "No shadow any more");
  id->AddTo(shadow);
  cli.Run(shadow, [&cli, name, stop, id]() -> absl::Status {
    v1::Shadow now;
    if (name->empty() && !*stop) {
      ASSIGN_OR_RETURN(now, cli.session().Call<v1::Shadow>(Method("GetShadow"), v1::GetShadowRequest()));
    } else {
      v1::ShadowModelRequest request;
      if (!*stop) request.set_name(FullName(kModels, *name));
      request.set_request_id(id->Get());
      ASSIGN_OR_RETURN(now, cli.session().Call<v1::Shadow>(Method("ShadowModel"), request));
    }
    PrintShadow(cli, now);
    return absl::OkStatus();
  });
}

void AddExplain(Cli& cli, CLI::App* group) {
  CLI::App* explain = group->add_subcommand("explain", "The words that decided, for the tag and against it");
  auto request = std::make_shared<v1::ExplainPredictionRequest>();
  explain->add_option("TEXT", *request->mutable_text(), "The text; - reads standard input");
  explain->add_option("--complaint", *request->mutable_complaint(), "A stored complaint; only places in its text are told");
  cli.Run(explain, [&cli, request]() -> absl::Status {
    if (request->text() == "-") {
      ASSIGN_OR_RETURN(*request->mutable_text(), client::ReadFile("-"));
    }
    if (!request->complaint().empty()) request->set_complaint(FullName("complaints/", request->complaint()));
    ASSIGN_OR_RETURN(const auto explanation, cli.session().Call<v1::Explanation>(Method("ExplainPrediction"), *request));
    if (cli.json()) {
      PrintJson(explanation);
      return absl::OkStatus();
    }
    PrintFields({{"tag", ShowTag(explanation.tag())},
                 {"runner-up", ShowTag(explanation.runner_up())},
                 {"log odds", absl::StrFormat("%.2f", explanation.log_odds())},
                 {"model", explanation.model_version()}});
    client::Table table({{"WORD", 40}, {"PLACE"}, {"SAYS", 0, true}});
    for (const v1::Explanation::Word& word : explanation.words()) {
      table.Add({word.text(), absl::StrCat(word.span().begin(), "–", word.span().end()),
                 absl::StrFormat("%+.2f", word.contribution())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

// One line a correction whose text can still be read: `{"complaint", "l1", "l2", "held_out", "text"}`.
absl::Status PrintTexts(Cli& cli, const v1::ListCorrectionsResponse& all) {
  constexpr int kBatch = 512;
  for (int begin = 0; begin < all.corrections_size(); begin += kBatch) {
    intake::v1::BatchReadContentRequest request;
    request.set_purpose(intake::v1::BatchReadContentRequest::PURPOSE_TRAIN);
    for (int i = begin; i < std::min(begin + kBatch, all.corrections_size()); ++i) {
      request.add_complaints(all.corrections(i).complaint());
    }
    ASSIGN_OR_RETURN(const auto answer, cli.session().Call<intake::v1::BatchReadContentResponse>(
                                            "redress.intake.v1.IntakeService.BatchReadContent", request, {.direct = true}));
    for (int i = 0; i < answer.contents_size(); ++i) {
      if (!answer.contents(i).found()) continue;
      const v1::Correction& correction = all.corrections(begin + i);
      std::cout << nlohmann::json{{"complaint", correction.complaint()},
                                  {"l1", correction.corrected().l1()},
                                  {"l2", correction.corrected().l2()},
                                  {"held_out", correction.held_out()},
                                  {"text", answer.contents(i).text()}}
                       .dump()
                << "\n";
    }
  }
  return absl::OkStatus();
}

void AddCorrections(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("corrections", "What people said of complaints against the model, oldest first");
  auto flags = std::make_shared<ListFlags>();
  auto texts = std::make_shared<bool>(false);
  flags->AddTo(list, R"(correct_time >= "2026-11-01T00:00:00Z", correct_time < …, model = "models/…", by AND)");
  list->add_flag("--texts", *texts,
                 "With their texts, read from intake to learn from them, one JSON object a line: personal. Only as the service "
                 "itself: --as services/classification --role SERVICE");
  cli.Run(list, [&cli, flags, texts]() -> absl::Status {
    v1::ListCorrectionsRequest request;
    request.set_filter(flags->filter);
    v1::ListCorrectionsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), Method("ListCorrections"), request, &all,
                                   [](auto& page) { return page.mutable_corrections(); }, {.direct = *texts}));
    if (*texts) return PrintTexts(cli, all);
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"COMPLAINT"}, {"THE MODEL SAID"}, {"THE PERSON SAID"}, {"MODEL"}, {"HELD OUT"}, {"TIME"}});
    for (const v1::Correction& one : all.corrections()) {
      table.Add({ShortName(one.complaint()), absl::StrCat(ShowTag(one.predicted()), one.abstained() ? " (abstained)" : ""),
                 ShowTag(one.corrected()), ShortName(one.model()), one.held_out() ? "yes" : "", ShowTime(one.correct_time())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace

void AddModelCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("models", "Which model tags complaints, and what it could learn");
  group->require_subcommand(1);
  AddList(cli, group);
  AddEvaluate(cli, group);
  AddPromote(cli, group);
  AddRollback(cli, group);
  AddShadow(cli, group);
  AddExplain(cli, group);
  AddCorrections(cli, group);
}

}  // namespace redress::ctl
