#include "tools/client/spans.h"

#include <algorithm>

namespace redress::client {

std::vector<std::string> CutSpans(absl::string_view text, const google::protobuf::RepeatedPtrField<type::v1::Span>& spans) {
  std::vector<size_t> starts;  // byte at which each code point starts, and the end
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) starts.push_back(i);
  }
  starts.push_back(text.size());
  std::vector<std::string> pieces;
  const auto last = static_cast<int32_t>(starts.size()) - 1;
  for (const type::v1::Span& span : spans) {
    const int32_t begin = std::clamp(span.begin(), 0, last);
    const int32_t end = std::clamp(span.end(), begin, last);
    if (begin == end) continue;
    const size_t from = starts[static_cast<size_t>(begin)];
    pieces.emplace_back(text.substr(from, starts[static_cast<size_t>(end)] - from));
  }
  return pieces;
}

}  // namespace redress::client
