// What a person takes from the text of a complaint: what it is about, whether it is a complaint at all, what the customer wants.
// A person understands text, a program that plays one does not: it may be given what people who read the demo's texts wrote down
// (the `gold` of the file), and looks the text up there after it has read it through the API like anybody else. A text that is
// not there is judged by plain words, or not at all. Pure but for Load; thread safe.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "redress/type/v1/type.pb.h"

namespace redress::agents {

struct Reading {
  type::v1::Tag tag;                     // `l1` empty: no opinion
  absl::optional<bool> is_complaint;     // nothing: no opinion
  std::string sought = "EXPLANATION";    // as a word that can be counted: REFUND, RESHIP, EXCHANGE, COMPENSATION, APOLOGY
  bool english = false;                  // the language to answer in; else Chinese
  absl::optional<type::v1::Money> paid;  // what the customer paid, where told
  bool has_orders = false;
};

class Reader {
 public:
  // Knows no text.
  Reader() = default;
  // `path`: a file of complaints as the demo plays it (CSV or JSON lines) with `gold`. NOT_FOUND, reason FILE.
  static absl::StatusOr<Reader> Load(const std::string& path);
  // What people understood by a text.
  void Know(const std::string& text, type::v1::Tag tag, absl::optional<bool> is_complaint);

  // `complaint`: in FULL view.
  Reading Read(const intake::v1::Complaint& complaint) const;

 private:
  struct Gold {
    type::v1::Tag tag;
    absl::optional<bool> is_complaint;
  };
  std::map<std::string, Gold> known_;  // by text
};

}  // namespace redress::agents
