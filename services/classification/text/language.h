// Which language a text is in, as far as the suite must know: `zh`, `en` or `other`. By script and by the commonest English
// words: complaints are short and mixed, and a guess between two Latin languages only decides whom a person hands it to.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "services/classification/text/tokens.h"

namespace redress::classification {

enum class Language : uint8_t { kOther, kZh, kEn };

// Of normalised text and its tokens. A text without letters is `kOther`. Pure, thread safe.
Language LanguageOf(const std::u32string& text, const std::vector<Token>& tokens);

// `zh`, `en`, `other`: the words that are stored.
absl::string_view LanguageName(Language language);

}  // namespace redress::classification
