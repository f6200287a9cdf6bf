// The words behind the positions that a prediction names, cut from the caller's own copy of the text. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "redress/type/v1/type.pb.h"

namespace redress::client {

// One piece a span, in the order of the spans. Positions are code points; what lies outside of the text is cut off, and a span
// without any of it gives nothing.
std::vector<std::string> CutSpans(absl::string_view text, const google::protobuf::RepeatedPtrField<type::v1::Span>& spans);

}  // namespace redress::client
