#include "services/outreach/domain/template.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"

namespace redress::outreach {
namespace {

using Name = absl::string_view;

bool IsName(Name name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return absl::ascii_islower(c) || c == '_'; });
}

// The variables of a text; false where a brace or bracket has no partner.
bool ReadBlanks(absl::string_view text, std::set<std::string>* names) {
  bool in_section = false;
  while (!text.empty()) {
    if (absl::StartsWith(text, "[[") || absl::StartsWith(text, "]]")) {
      if (in_section != (text[0] == ']')) return false;
      in_section = !in_section;
      text.remove_prefix(2);
    } else if (text[0] == '{') {
      const size_t close = text.find('}');
      if (close == absl::string_view::npos || !IsName(text.substr(1, close - 1))) return false;
      names->insert(std::string(text.substr(1, close - 1)));
      text.remove_prefix(close + 1);
    } else if (text[0] == '}') {
      return false;
    } else {
      text.remove_prefix(1);
    }
  }
  return !in_section;
}

bool Has(const std::vector<absl::string_view>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void CheckText(const std::string& path, const std::string& text, const TemplateLibrary& library, std::set<std::string>* used,
               Violations* violations) {
  if (text.empty()) violations->Add(path, "required");
  if (!ReadBlanks(text, used)) violations->Add(path, "a brace or bracket without its partner, or no name of a variable in it");
  if (const std::string banned = BannedIn(text, library.banned); !banned.empty()) {
    violations->Add(path, absl::StrCat("a cold phrase: ", banned));
  }
}

void CheckRequired(const std::string& path, const std::string& text, const Variables& known, Violations* violations) {
  std::set<std::string> used;
  if (!ReadBlanks(text, &used)) return;  // said already
  for (const absl::string_view name : known.required) {
    if (used.count(std::string(name)) == 0) violations->Add(path, absl::StrCat("has no {", name, "}"));
  }
}

void CheckTexts(const std::string& path, const Template& of, absl::string_view language, const TemplateLibrary& library,
                std::set<std::string>* used, Violations* violations) {
  const std::string at = absl::StrCat(path, ".", language);
  const auto found = of.languages.find(std::string(language));
  if (found == of.languages.end()) {
    violations->Add(at, "this language is missing");
    return;
  }
  const Texts& texts = found->second;
  CheckText(absl::StrCat(at, ".subject"), texts.subject, library, used, violations);
  CheckText(absl::StrCat(at, ".text"), texts.text, library, used, violations);
  CheckText(absl::StrCat(at, ".short"), texts.short_text, library, used, violations);
  CheckRequired(absl::StrCat(at, ".text"), texts.text, VariablesOf(of.kind), violations);
  CheckRequired(absl::StrCat(at, ".short"), texts.short_text, VariablesOf(of.kind), violations);
  if (texts.subject.find('\n') != std::string::npos) violations->Add(absl::StrCat(at, ".subject"), "one line");
  if (CodePointCount(texts.short_text) > kShortMax) violations->Add(absl::StrCat(at, ".short"), "at most 500 characters");
}

void CheckTemplate(const Template& of, const TemplateLibrary& library, Violations* violations) {
  const std::string path = absl::StrCat("templates.", Word(of.kind));
  const Variables& known = VariablesOf(of.kind);
  if (of.version < 1) violations->Add(absl::StrCat(path, ".version"), "from 1");
  if (of.useless_after <= absl::ZeroDuration()) violations->Add(absl::StrCat(path, ".useless_after"), "a time, as 24h");
  const std::set<std::string> declared(of.variables.begin(), of.variables.end());
  std::set<std::string> used;
  for (const absl::string_view language : kLanguages) CheckTexts(path, of, language, library, &used, violations);
  for (const std::string& name : declared) {
    if (!Has(known.required, name) && !Has(known.optional, name)) {
      violations->Add(absl::StrCat(path, ".variables"), absl::StrCat("nobody fills in {", name, "}"));
    }
    if (used.count(name) == 0) violations->Add(absl::StrCat(path, ".variables"), absl::StrCat("{", name, "} is not used"));
  }
  for (const std::string& name : used) {
    if (declared.count(name) == 0) violations->Add(path, absl::StrCat("{", name, "} is not declared"));
  }
}

// Appends one stretch of text without sections; false where a variable in it is empty.
bool FillStretch(absl::string_view text, const Values& values, std::string* out) {
  bool whole = true;
  while (!text.empty()) {
    const size_t open = std::min(text.find('{'), text.size());
    absl::StrAppend(out, text.substr(0, open));
    text.remove_prefix(open);
    const size_t close = text.find('}');
    if (text.empty() || close == absl::string_view::npos) break;
    const auto value = values.find(std::string(text.substr(1, close - 1)));
    const bool empty = value == values.end() || value->second.empty();
    whole = whole && !empty;
    if (!empty) {
      for (const char c : value->second)
        out->push_back(absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\n' ? ' ' : c);
    }
    text.remove_prefix(close + 1);
  }
  return whole;
}

}  // namespace

const Variables& VariablesOf(NoticeKind kind) {
  static const auto* const variables = new std::map<NoticeKind, Variables>{
      {NoticeKind::kAccepted, {{"number", "hours"}, {"name", "missing"}}},
      {NoticeKind::kInformationRequested, {{"number", "question", "link"}, {"name", "due", "default"}}},
      {NoticeKind::kPlanOffered, {{"number", "steps", "link"}, {"name"}}},
      {NoticeKind::kProgress, {{"number"}, {"name", "tracking", "optout"}}},
      {NoticeKind::kResult, {{"number", "result"}, {"name"}}},
      {NoticeKind::kRejected, {{"number", "reason", "link"}, {"name"}}},
      {NoticeKind::kUnreached, {{"number", "hotline"}, {"name"}}},
      {NoticeKind::kSurvey, {{"number", "link"}, {"name", "optout"}}},
      {NoticeKind::kIntentAnswered, {{"number", "answer", "link"}, {"name"}}},
  };
  return variables->at(kind);
}

const std::vector<absl::string_view>& WordKeys() {
  static const auto* const keys = new std::vector<absl::string_view>{"missing.contact",       "missing.order_numbers",
                                                                     "missing.remedy_sought", "missing.event_time",
                                                                     "missing.evidence",      "delivery.in_transit",
                                                                     "delivery.delivered",    "delivery.lost",
                                                                     "delivery.returned",     "delivery.not_shipped",
                                                                     "delivery.cancelled",    "delivery.parcel",
                                                                     "delivery.promised",     "remedy.refund",
                                                                     "remedy.reship",         "remedy.exchange",
                                                                     "remedy.difference",     "remedy.gift",
                                                                     "remedy.coupon",         "remedy.damages",
                                                                     "result.line",           "step.line",
                                                                     "address.open",          "address.closed",
                                                                     "list.separator"};
  return *keys;
}

void CheckLibrary(const TemplateLibrary& library, Violations* violations) {
  for (const NoticeKind kind : kNoticeKinds) {
    const auto found = library.templates.find(kind);
    if (found == library.templates.end()) violations->Add(absl::StrCat("templates.", Word(kind)), "this kind is missing");
    if (found != library.templates.end()) CheckTemplate(found->second, library, violations);
  }
  for (const absl::string_view language : kLanguages) {
    const auto words = library.words.find(std::string(language));
    for (const absl::string_view key : WordKeys()) {
      const bool there = words != library.words.end() && words->second.count(std::string(key)) > 0;
      if (!there) violations->Add(absl::StrCat("words.", language), absl::StrCat(key, " is missing"));
    }
  }
}

absl::string_view LanguageFor(absl::string_view language_code) {
  return absl::StartsWithIgnoreCase(language_code, "en") ? kLanguages[1] : kLanguages[0];
}

std::string TemplateName(const Template& of, absl::string_view language) {
  return absl::StrCat(NoticeId(of.kind, ""), "/", language, "@", of.version);
}

std::string Fill(absl::string_view text, const Values& values) {
  std::string out;  // with at most one blank line where a section was left out
  while (!text.empty()) {
    const size_t open = std::min(text.find("[["), text.size());
    FillStretch(text.substr(0, open), values, &out);
    text.remove_prefix(open);
    const size_t close = text.find("]]");
    if (text.empty() || close == absl::string_view::npos) break;
    std::string section;
    if (FillStretch(text.substr(2, close - 2), values, &section)) out += section;
    text.remove_prefix(close + 2);
  }
  for (size_t at; (at = out.find("\n\n\n")) != std::string::npos;) out.erase(at, 1);
  return out;
}

std::string BannedIn(absl::string_view text, const std::vector<std::string>& banned) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (const std::string& phrase : banned) {
    if (absl::StrContains(lower, absl::AsciiStrToLower(phrase))) return phrase;
  }
  return "";
}

}  // namespace redress::outreach
