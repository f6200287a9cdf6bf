#include "libs/feel/type.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "libs/feel/function.h"

namespace redress::feel {

struct Type::Parts {
  Type element;
  std::vector<Field> fields;
  std::vector<Type> parameters;
};

namespace {

using Tag = Type::Tag;

struct NamedTag {
  absl::string_view name;
  Tag tag;
};

// FEEL's names, and those of XML Schema that DMN models write in typeRef.
constexpr std::array<NamedTag, 21> kNamedTags = {{{"Any", Tag::kAny},
                                                  {"Null", Tag::kNull},
                                                  {"boolean", Tag::kBoolean},
                                                  {"number", Tag::kNumber},
                                                  {"string", Tag::kString},
                                                  {"date", Tag::kDate},
                                                  {"time", Tag::kTime},
                                                  {"date and time", Tag::kDateTime},
                                                  {"dateTime", Tag::kDateTime},
                                                  {"years and months duration", Tag::kMonthsDuration},
                                                  {"yearMonthDuration", Tag::kMonthsDuration},
                                                  {"days and time duration", Tag::kTimeDuration},
                                                  {"dayTimeDuration", Tag::kTimeDuration},
                                                  {"range", Tag::kRange},
                                                  {"list", Tag::kList},
                                                  {"context", Tag::kContext},
                                                  {"function", Tag::kFunction},
                                                  {"integer", Tag::kNumber},
                                                  {"long", Tag::kNumber},
                                                  {"double", Tag::kNumber},
                                                  {"decimal", Tag::kNumber}}};

// The tag of values of a kind: those of Kind, after Any.
Tag TagOf(Kind kind) {
  return static_cast<Tag>(static_cast<int>(kind) + 1);
}

bool Fits(const Value& value, const Type& type, bool whole);

// A null within a list or a context is of every type.
bool PartFits(const Value& value, const Type& type, bool whole) {
  return value.is_null() || Fits(value, type, whole);
}

bool ContextFits(const Context& context, const Type& type, bool whole) {
  return std::all_of(type.fields().begin(), type.fields().end(), [&](const Type::Field& field) {
    const Value* const value = context.Find(field.first);
    return value == nullptr ? !whole : PartFits(*value, field.second, whole);
  });
}

// A type that a function does not tell, of its result or of a parameter, may be any: only what is told can contradict.
bool FunctionFits(const Function& function, const Type& type) {
  // A built-in function with several forms tells nothing of them.
  if (!type.has_parts() || !function.typed()) return true;
  const auto takes = [](const Type& wanted, const Parameter& own) { return wanted.is_any() || ConformsTo(wanted, own.type); };
  return type.parameters().size() == function.parameters().size() &&
         (function.result().is_any() || ConformsTo(function.result(), type.element())) &&
         std::equal(type.parameters().begin(), type.parameters().end(), function.parameters().begin(), takes);
}

// `whole`: a context has all fields of its type.
bool Fits(const Value& value, const Type& type, bool whole) {
  if (value.is_null()) return type.tag() == Tag::kNull;
  if (type.is_any()) return true;
  if (TagOf(value.kind()) != type.tag()) return false;
  switch (value.kind()) {
    case Kind::kRange:
      return PartFits(value.range().start, type.element(), whole) && PartFits(value.range().end, type.element(), whole);
    case Kind::kList:
      return std::all_of(value.list().begin(), value.list().end(),
                         [&](const Value& item) { return PartFits(item, type.element(), whole); });
    case Kind::kContext:
      return ContextFits(value.context(), type, whole);
    case Kind::kFunction:
      return FunctionFits(value.function(), type);
    default:
      return true;
  }
}

Type Common(const Type& a, const Type& b) {
  if (ConformsTo(a, b)) return b;
  return ConformsTo(b, a) ? a : Type::Any();
}

std::string FieldsText(const std::vector<Type::Field>& fields) {
  std::string text;
  for (const auto& [name, type] : fields) absl::StrAppend(&text, text.empty() ? "" : ", ", name, ": ", type.ToText());
  return text;
}

}  // namespace

Type Type::Of(Tag tag) {
  Type type;
  type.tag_ = tag;
  return type;
}

Type Type::ListOf(const Type& element) {
  Type type = Of(Tag::kList);
  type.parts_ = std::make_shared<const Parts>(Parts{element, {}, {}});
  return type;
}

Type Type::RangeOf(const Type& element) {
  Type type = Of(Tag::kRange);
  type.parts_ = std::make_shared<const Parts>(Parts{element, {}, {}});
  return type;
}

Type Type::ContextOf(std::vector<Field> fields) {
  Type type = Of(Tag::kContext);
  type.parts_ = std::make_shared<const Parts>(Parts{{}, std::move(fields), {}});
  return type;
}

Type Type::FunctionOf(std::vector<Type> parameters, const Type& result) {
  Type type = Of(Tag::kFunction);
  type.parts_ = std::make_shared<const Parts>(Parts{result, {}, std::move(parameters)});
  return type;
}

bool Type::Named(absl::string_view name, Type* type) {
  const auto* const found = std::find_if(kNamedTags.begin(), kNamedTags.end(), [&](const NamedTag& t) { return t.name == name; });
  if (found == kNamedTags.end()) return false;
  *type = Of(found->tag);
  return true;
}

absl::Span<const absl::string_view> Type::BuiltInNames() {
  static const auto* const names = new std::vector<absl::string_view>([] {
    std::vector<absl::string_view> all;
    all.reserve(kNamedTags.size());
    for (const NamedTag& named : kNamedTags) all.push_back(named.name);
    return all;
  }());
  return *names;
}

Type Type::element() const {
  return parts_ == nullptr ? Type() : parts_->element;
}

const std::vector<Type::Field>& Type::fields() const {
  static const auto* const none = new std::vector<Field>();
  return parts_ == nullptr ? *none : parts_->fields;
}

const std::vector<Type>& Type::parameters() const {
  static const auto* const none = new std::vector<Type>();
  return parts_ == nullptr ? *none : parts_->parameters;
}

const Type* Type::FindField(absl::string_view name) const {
  const auto found = std::find_if(fields().begin(), fields().end(), [&](const Field& field) { return field.first == name; });
  return found == fields().end() ? nullptr : &found->second;
}

std::string Type::ToText() const {
  const auto* const named = std::find_if(kNamedTags.begin(), kNamedTags.end(), [&](const NamedTag& t) { return t.tag == tag_; });
  if (parts_ == nullptr) return std::string(named->name);
  if (tag_ == Tag::kContext) return absl::StrCat("context<", FieldsText(parts_->fields), ">");
  if (tag_ != Tag::kFunction) return absl::StrCat(named->name, "<", parts_->element.ToText(), ">");
  std::string parameters;
  for (const Type& parameter : parts_->parameters) {
    absl::StrAppend(&parameters, parameters.empty() ? "" : ", ", parameter.ToText());
  }
  return absl::StrCat("function<", parameters, "> -> ", parts_->element.ToText());
}

bool operator==(const Type& a, const Type& b) {
  return a.tag_ == b.tag_ &&
         (a.parts_ == b.parts_ || (a.element() == b.element() && a.fields() == b.fields() && a.parameters() == b.parameters()));
}

bool ConformsTo(const Type& type, const Type& wanted) {
  if (wanted.is_any() || type.tag() == Tag::kNull) return true;
  if (type.tag() != wanted.tag()) return false;
  if (!wanted.has_parts()) return true;
  switch (type.tag()) {
    case Tag::kRange:
    case Tag::kList:
      return ConformsTo(type.element(), wanted.element());
    case Tag::kContext:
      return std::all_of(wanted.fields().begin(), wanted.fields().end(), [&](const Type::Field& field) {
        const Type* const own = type.FindField(field.first);
        return own != nullptr && ConformsTo(*own, field.second);
      });
    case Tag::kFunction:
      return type.parameters().size() == wanted.parameters().size() && ConformsTo(type.element(), wanted.element()) &&
             std::equal(wanted.parameters().begin(), wanted.parameters().end(), type.parameters().begin(), ConformsTo);
    default:
      return true;
  }
}

bool InstanceOf(const Value& value, const Type& type) {
  return Fits(value, type, true);
}

Value Coerce(const Value& value, const Type& type) {
  if (value.is_null() || Fits(value, type, false)) return value;
  if (type.tag() == Tag::kList && Fits(value, type.element(), false)) return Value::Of(List{value});
  if (type.tag() != Tag::kList && value.is(Kind::kList) && value.list().size() == 1) return Coerce(value.list()[0], type);
  if (type.tag() == Tag::kDateTime && value.is(Kind::kDate)) {
    return Value::Of(DateTime{value.date(), 0, Zone{Zone::Kind::kOffset, 0, {}}});
  }
  return {};
}

Type TypeOf(const Value& value) {
  switch (value.kind()) {
    case Kind::kRange:
      return Type::RangeOf(TypeOf(value.range().start.is_null() ? value.range().end : value.range().start));
    case Kind::kList: {
      Type element = Type::Of(Tag::kNull);
      for (const Value& item : value.list()) element = Common(element, TypeOf(item));
      return Type::ListOf(value.list().empty() ? Type::Any() : element);
    }
    case Kind::kContext: {
      std::vector<Type::Field> fields;
      fields.reserve(value.context().size());
      for (const auto& [name, field] : value.context().entries()) fields.emplace_back(name, TypeOf(field));
      return Type::ContextOf(std::move(fields));
    }
    case Kind::kFunction:
      return value.function().typed() ? value.function().type() : Type::Of(Tag::kFunction);
    default:
      return Type::Of(TagOf(value.kind()));
  }
}

}  // namespace redress::feel
