#include "services/outreach/domain/wording.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace redress::outreach {
namespace {

std::string WordOf(const Voice& voice, const std::string& key) {
  const auto found = voice.words.find(key);
  return found == voice.words.end() ? "" : found->second;
}

std::string Join(const Voice& voice, const std::vector<std::string>& parts) {
  return absl::StrJoin(parts, WordOf(voice, "list.separator"));
}

std::string MissingText(const MessageFacts& facts, const Voice& voice) {
  std::vector<std::string> items;
  for (const std::string& name : facts.asks) {
    std::string word = WordOf(voice, absl::StrCat("missing.", name));
    if (!word.empty()) items.push_back(std::move(word));
  }
  return Join(voice, items);
}

std::string StepsText(const MessageFacts& facts, const Voice& voice) {
  std::vector<std::string> lines;
  for (const StepFacts& step : facts.steps) {
    const Values values = {
        {"count", absl::StrCat(lines.size() + 1)}, {"what", step.description}, {"due", TimeText(step.due_time, voice.zone)}};
    lines.push_back(Fill(WordOf(voice, "step.line"), values));
  }
  return absl::StrJoin(lines, "\n");
}

// What was given, and what else was done that has something to show.
std::string ResultText(const MessageFacts& facts, const Voice& voice) {
  std::vector<std::string> lines;
  for (const GivenFacts& given : facts.given) {
    const Values values = {{"what", WordOf(voice, absl::StrCat("remedy.", given.kind))},
                           {"amount", AmountText(given.amount)},
                           {"reference", given.reference}};
    lines.push_back(Fill(WordOf(voice, "result.line"), values));
  }
  for (const StepFacts& step : facts.steps) {
    if (!step.done || (step.remedy && !facts.given.empty())) continue;
    const Values values = {{"what", step.description}, {"reference", step.remedy ? step.reference : ""}};
    if (!step.description.empty()) lines.push_back(Fill(WordOf(voice, "result.line"), values));
  }
  return absl::StrJoin(lines, "\n");
}

std::string ParcelText(const ParcelFacts& parcel, const Voice& voice) {
  Values values = {{"waybill", parcel.waybill},
                   {"carrier", parcel.carrier},
                   {"state", WordOf(voice, absl::StrCat("delivery.", parcel.state))}};
  if (parcel.promised_time.has_value() && parcel.state == "in_transit") {
    const Values promised = {{"time", TimeText(*parcel.promised_time, voice.zone)}};
    values["promised"] = Fill(WordOf(voice, "delivery.promised"), promised);
  }
  return Fill(WordOf(voice, "delivery.parcel"), values);
}

std::string TrackingText(const MessageFacts& facts, const Voice& voice) {
  std::vector<std::string> lines;
  for (const OrderFacts& order : facts.orders) {
    for (const ParcelFacts& parcel : order.parcels) lines.push_back(ParcelText(parcel, voice));
    if (!order.parcels.empty()) continue;
    const Values values = {{"order", order.name}};
    lines.push_back(Fill(WordOf(voice, order.cancelled ? "delivery.cancelled" : "delivery.not_shipped"), values));
  }
  return absl::StrJoin(lines, "\n");
}

std::string AddressText(const MessageFacts& facts, const Voice& voice) {
  std::vector<std::string> lines;
  for (const OrderFacts& order : facts.orders) {
    const bool open = !order.shipped && !order.cancelled;
    lines.push_back(Fill(WordOf(voice, open ? "address.open" : "address.closed"), {{"order", order.name}}));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace

std::string AmountText(const Money& amount) {
  const std::string figure = absl::StrFormat("%d.%02d", amount.minor / 100, amount.minor % 100);
  if (amount.currency == Currency::Cny()) return absl::StrCat("¥", figure);
  return absl::StrCat(amount.currency.code(), " ", figure);
}

std::string TimeText(BusinessTime time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M", time.ToAbsl(), zone);
}

Values ValuesOf(NoticeKind kind, const MessageFacts& facts, const Voice& voice) {
  Values values = {{"number", facts.number},
                   {"name", facts.name},
                   {"hours", absl::StrCat(facts.reply_hours)},
                   {"missing", MissingText(facts, voice)},
                   {"question", facts.question},
                   {"default", facts.default_on_silence},
                   {"reason", facts.reason},
                   {"link", facts.link},
                   {"optout", facts.optout},
                   {"hotline", facts.hotline}};
  if (facts.due_time.has_value()) values["due"] = TimeText(*facts.due_time, voice.zone);
  if (kind == NoticeKind::kPlanOffered) values["steps"] = StepsText(facts, voice);
  if (kind == NoticeKind::kResult) values["result"] = ResultText(facts, voice);
  if (kind == NoticeKind::kProgress) values["tracking"] = TrackingText(facts, voice);
  if (kind == NoticeKind::kIntentAnswered) {
    values["answer"] = facts.intent == "address_change" ? AddressText(facts, voice) : TrackingText(facts, voice);
  }
  return values;
}

}  // namespace redress::outreach
