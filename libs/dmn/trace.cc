#include "libs/dmn/trace.h"

namespace redress::dmn {

void Recorder::End(feel::Value result) {
  if (!open_.empty()) {
    open_.back().result = std::move(result);
    decisions_.push_back(std::move(open_.back()));
    open_.pop_back();
  }
}

void Recorder::Add(TableTrace table) {
  if (++tables_ > kMaxTables) {
    return;
  }
  // A table of a function that is called directly belongs to no decision.
  if (open_.empty()) {
    open_.emplace_back();
    open_.back().tables.push_back(std::move(table));
    End({});
    return;
  }
  open_.back().tables.push_back(std::move(table));
}

}  // namespace redress::dmn
