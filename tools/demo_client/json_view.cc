#include "tools/demo_client/json_view.h"

#include <string>

#include "tools/client/words.h"

namespace redress::demo {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json Entry(const Result& result) {
  const Watched& watched = result.watched;
  const auto& p = watched.prediction;
  const bool tagged = watched.has_prediction && !p.abstained();
  Json entry;
  entry["number"] = BareId(result.complaint().name());
  entry["channel"] = client::Word(result.line.complaint.channel());
  entry["l1"] = tagged ? TextOrNull(p.tag().l1()) : Json(nullptr);
  entry["l2"] = tagged ? TextOrNull(p.tag().l2()) : Json(nullptr);
  entry["confidence"] = watched.has_prediction ? Json(p.confidence()) : Json(nullptr);
  entry["severity"] = watched.has_prediction ? TextOrNull(client::Word(p.severity())) : Json(nullptr);
  entry["signals"] = SignalWords(p);
  entry["team"] = TextOrNull(BareId(watched.item.team()));
  entry["agent"] = TextOrNull(BareId(watched.item.agent()));
  entry["state"] = watched.has_item ? TextOrNull(client::Word(watched.item.state())) : Json(nullptr);
  entry["line"] = result.line.number;
  entry["case"] = BareId(result.complaint().case_());
  entry["same_matter"] = result.complaint().same_matter();
  const auto time = TimeToAcceptance(result);
  entry["acceptance_s"] = time ? Json(absl::ToDoubleSeconds(*time)) : Json(nullptr);
  if (!watched.stuck.empty()) entry["stuck"] = watched.stuck;
  return entry;
}

}  // namespace

nlohmann::ordered_json ToJson(const std::vector<Result>& results) {
  Json all{{"complaints", Json::array()}, {"rejected", Json::array()}};
  for (const Result& result : results) {
    if (result.played.stored) {
      all["complaints"].push_back(Entry(result));
    } else {
      all["rejected"].push_back({{"line", result.line.number}, {"reasons", result.played.reasons}});
    }
  }
  return all;
}

}  // namespace redress::demo
