// The words of notices: a library of templates in every language, checked as a whole, and filled in. `{word}` stands for a
// variable; what stands between `[[` and `]]` is left out where a variable in it is empty. Pure functions, thread safe.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/error.h"
#include "services/outreach/domain/notice.h"

namespace redress::outreach {

inline constexpr std::array<absl::string_view, 2> kLanguages = {"zh-CN", "en"};
inline constexpr size_t kShortMax = 500;  // code points of an SMS, its link aside

// What is read of one kind in one language.
struct Texts {
  std::string subject;
  std::string text;
  std::string short_text;
};

struct Template {
  NoticeKind kind = NoticeKind::kAccepted;
  int version = 0;
  absl::Duration useless_after;            // after it could be sent first
  std::vector<std::string> variables;      // declared
  std::map<std::string, Texts> languages;  // by `zh-CN`
};

struct TemplateLibrary {
  std::map<NoticeKind, Template> templates;
  std::map<std::string, std::map<std::string, std::string>> words;  // by language: `missing.contact` → 联系方式
  std::vector<std::string> banned;                                  // phrases that no customer reads from us
};

// By name; what is missing is empty.
using Values = std::map<std::string, std::string>;

// The variables that are filled in for a kind: the required ones, which both texts of each language must have, and the others.
struct Variables {
  std::vector<absl::string_view> required;
  std::vector<absl::string_view> optional;
};
const Variables& VariablesOf(NoticeKind kind);

// The words that every language must have beside the templates.
const std::vector<absl::string_view>& WordKeys();

// Everything that is wrong with the library, at once; INVALID_ARGUMENT, reason INVALID_FIELDS.
void CheckLibrary(const TemplateLibrary& library, Violations* violations);
// `zh-CN`, or `en` for what begins with that.
absl::string_view LanguageFor(absl::string_view language_code);
// `accepted/zh-CN@1`.
std::string TemplateName(const Template& of, absl::string_view language);

// The text with its blanks filled in; control characters in a value become blanks.
std::string Fill(absl::string_view text, const Values& values);
// The first banned phrase that occurs in a text, whatever its letters' case; empty: none.
std::string BannedIn(absl::string_view text, const std::vector<std::string>& banned);

}  // namespace redress::outreach
