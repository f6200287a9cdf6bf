#include "tools/demo_client/csv.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace redress::demo {
namespace {

class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text) { absl::ConsumePrefix(&text_, "\xEF\xBB\xBF"); }

  bool AtEnd() const { return at_ >= text_.size(); }

  CsvRecord Next() {
    CsvRecord record;
    record.line = line_;
    const size_t begin = at_;
    do {
      record.cells.push_back(AtEnd() || text_[at_] != '"' ? Plain() : Quoted(&record.problem));
    } while (Take(','));
    record.raw = std::string(absl::StripSuffix(text_.substr(begin, at_ - begin), "\r"));
    Take('\r');
    if (Take('\n')) ++line_;
    return record;
  }

 private:
  bool Take(char wanted) {
    if (AtEnd() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  std::string Plain() {
    const size_t begin = at_;
    while (!AtEnd() && text_[at_] != ',' && text_[at_] != '\n') ++at_;
    absl::string_view cell = text_.substr(begin, at_ - begin);
    if (AtEnd() || text_[at_] == '\n') absl::ConsumeSuffix(&cell, "\r");
    return std::string(absl::StripAsciiWhitespace(cell));
  }

  std::string Quoted(std::string* problem) {
    std::string cell;
    ++at_;
    while (!AtEnd()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell += c;
      } else if (!Take('"')) {
        if (!AtEnd() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') *problem = "text follows a closing quote";
        const std::string rest = Plain();
        return cell + rest;
      } else {
        cell += '"';
      }
    }
    *problem = "a quoted cell is not closed";
    return cell;
  }

  absl::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

std::vector<CsvRecord> ParseCsv(absl::string_view text) {
  std::vector<CsvRecord> records;
  for (Reader reader(text); !reader.AtEnd();) {
    CsvRecord record = reader.Next();
    if (!absl::StripAsciiWhitespace(record.raw).empty()) records.push_back(std::move(record));
  }
  return records;
}

}  // namespace redress::demo
