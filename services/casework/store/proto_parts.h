// What both the events and the answers of casework are made of: resource names, tags, and the parts of a case that are published
// whole. Pure functions.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/case.pb.h"
#include "services/casework/domain/case_file.h"

namespace redress::casework {

// Names of bare ids; no name for an empty one.
inline std::string NameIn(absl::string_view collection, absl::string_view id) {
  return id.empty() ? std::string() : absl::StrCat(collection, id);
}
inline std::string CaseName(absl::string_view number) {
  return NameIn("cases/", number);
}
inline std::string ComplaintName(absl::string_view number) {
  return NameIn("complaints/", number);
}
inline std::string AgentName(absl::string_view agent) {
  return NameIn("agents/", agent);
}

type::v1::Tag ToProto(const Tag& tag);
v1::Callback ToProto(const Callback& callback);
// Without the reason of a rejection, which is somebody's words.
v1::Closing WordlessClosing(const Closing& closing);

}  // namespace redress::casework
