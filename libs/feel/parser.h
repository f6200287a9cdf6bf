// The parser: from the text of an expression, with the names that it may use, to the compiled tree. By hand and in one pass,
// since FEEL's names cannot be told from operators without knowing them. Inside of this library only; a parser serves one text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/feel/cursor.h"
#include "libs/feel/names.h"
#include "libs/feel/nodes.h"
#include "libs/feel/program.h"

namespace redress::feel {

class Parser {
 public:
  Parser(absl::string_view text, const Scope& scope) : cursor_(text), names_(scope) {}

  // The whole text as an expression, as unary tests, or as a type.
  absl::StatusOr<std::shared_ptr<const Code>> ParseExpression();
  absl::StatusOr<std::shared_ptr<const Code>> ParseTests(const Type& input);
  absl::StatusOr<Type> ParseWholeType();

 private:
  // Each returns a null pointer after an error, which the cursor keeps.
  MutableNode Expression();
  MutableNode Disjunction();
  MutableNode Conjunction();
  MutableNode Comparison();
  MutableNode Sum();
  MutableNode Product();
  MutableNode PowerOf();
  MutableNode Sign();
  MutableNode Postfix();
  MutableNode Primary();

  // The parts of a comparison that follow its first operand.
  MutableNode BetweenRest(MutableNode value, size_t start);
  MutableNode InRest(MutableNode value, size_t start);
  MutableNode InstanceRest(MutableNode value, size_t start);
  // `<5` and the like, whose operator is next.
  MutableNode OperatorRange();
  // After `..`: the second end and the bracket that closes.
  MutableNode RangeRest(MutableNode first, bool start_included, size_t start);
  bool SeesOperatorRange();
  std::optional<Operator> TakeRelation();

  MutableNode Parenthesis();
  MutableNode ListOrRange();
  MutableNode OpenRange();
  MutableNode ContextLiteral();
  MutableNode NumberLiteral();
  MutableNode AtLiteral();
  std::optional<std::string> StringLiteral();
  bool EscapeInto(std::string& text);
  std::optional<char32_t> HexDigits(size_t count);

  MutableNode Name();
  MutableNode BuiltinName(size_t size, const Builtin& builtin);
  MutableNode PropertyOf(MutableNode base, size_t start);
  MutableNode FilterOf(MutableNode base, size_t start);
  MutableNode CallOf(MutableNode callee, const Builtin* builtin, size_t start);
  struct Arguments {
    std::vector<std::string> names;
    std::vector<NodePtr> values;
  };
  bool ParseArguments(Arguments& arguments);
  std::string ArgumentName();
  bool SeesFilter();
  size_t MatchProperty(const Type& base);

  MutableNode If();
  MutableNode For();
  MutableNode Quantified(bool every);
  bool Iterators(std::vector<Iterator>& iterators);
  MutableNode FunctionLiteral();
  bool Parameters(std::vector<Parameter>& parameters);
  // A new name, up to the word or one of the symbols that end it, which stay. Empty after an error.
  std::string NewName(absl::string_view word, absl::string_view symbols);

  bool ParseType(Type& type);
  bool TypeArguments(absl::string_view name, Type& type);

  bool Tests(Code& code);
  MutableNode OneTest();

  // Sets where the node is from; a null pointer if the tree gets too deep.
  MutableNode At(size_t start, MutableNode node);
  bool Expect(absl::string_view symbol);
  bool ExpectWord(absl::string_view word);
  std::shared_ptr<Code> Finish(std::shared_ptr<Code> code);

  // Counts how deep parts are within each other.
  class Nested;

  Cursor cursor_;
  Names names_;
  int nesting_ = 0;
  // While the second end of a range is read: there a `[` may close the range.
  bool range_end_ = false;
};

}  // namespace redress::feel
