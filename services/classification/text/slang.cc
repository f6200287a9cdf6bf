#include "services/classification/text/slang.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "services/classification/text/common_words.h"
#include "services/classification/text/phrase_matcher.h"
#include "services/classification/text/sounds.h"
#include "services/classification/text/tokens.h"

namespace redress::classification {
namespace {

struct Slang {
  std::u32string_view typed;
  std::u32string_view word;
};

constexpr std::array kSlang = std::to_array<Slang>({
    // Initials.
    {U"kf", U"客服"},
    {U"kd", U"快递"},
    {U"kdy", U"快递员"},
    {U"tk", U"退款"},
    {U"th", U"退货"},
    {U"fh", U"发货"},
    {U"mj", U"卖家"},
    {U"sj", U"商家"},
    {U"lj", U"垃圾"},
    {U"zl", U"质量"},
    {U"wl", U"物流"},
    {U"td", U"态度"},
    {U"fw", U"服务"},
    {U"cp", U"差评"},
    {U"hp", U"好评"},
    {U"pj", U"评价"},
    {U"zp", U"正品"},
    {U"jh", U"假货"},
    {U"pz", U"骗子"},
    {U"dd", U"订单"},
    {U"ddh", U"订单号"},
    {U"yhq", U"优惠券"},
    {U"yhj", U"优惠券"},
    {U"yh", U"优惠"},
    {U"hb", U"红包"},
    {U"jg", U"价格"},
    {U"yf", U"运费"},
    {U"fp", U"发票"},
    {U"yzm", U"验证码"},
    {U"zfb", U"支付宝"},
    {U"wx", U"微信"},
    {U"tb", U"淘宝"},
    {U"jd", U"京东"},
    {U"pdd", U"拼多多"},
    {U"dy", U"抖音"},
    {U"lx", U"联系"},
    {U"dh", U"电话"},
    {U"wt", U"问题"},
    {U"zf", U"支付"},
    {U"fk", U"付款"},
    {U"bz", U"包装"},
    {U"sh", U"售后"},
    {U"lb", U"老板"},
    {U"dx", U"东西"},
    {U"zd", U"真的"},
    {U"tc", U"太差"},
    {U"mf", U"麻烦"},
    {U"qx", U"取消"},
    {U"bhys", U"不好意思"},
    {U"dbq", U"对不起"},
    {U"u1s1", U"有一说一"},
    {U"xswl", U"笑死我了"},
    // Spelt out.
    {U"kefu", U"客服"},
    {U"客fu", U"客服"},
    {U"kuaidi", U"快递"},
    {U"快di", U"快递"},
    {U"tuikuan", U"退款"},
    {U"退kuan", U"退款"},
    {U"退k", U"退款"},
    {U"tuihuo", U"退货"},
    {U"退huo", U"退货"},
    {U"huanhuo", U"换货"},
    {U"fahuo", U"发货"},
    {U"发huo", U"发货"},
    {U"maijia", U"卖家"},
    {U"卖jia", U"卖家"},
    {U"shangjia", U"商家"},
    {U"商jia", U"商家"},
    {U"dianjia", U"店家"},
    {U"laji", U"垃圾"},
    {U"垃ji", U"垃圾"},
    {U"la圾", U"垃圾"},
    {U"jiahuo", U"假货"},
    {U"假huo", U"假货"},
    {U"pianzi", U"骗子"},
    {U"骗zi", U"骗子"},
    {U"pian子", U"骗子"},
    {U"zhiliang", U"质量"},
    {U"wuliu", U"物流"},
    {U"dingdan", U"订单"},
    {U"shouhou", U"售后"},
    {U"youhuiquan", U"优惠券"},
    {U"chaping", U"差评"},
    {U"差ping", U"差评"},
    {U"tousu", U"投诉"},
    {U"fuwu", U"服务"},
    {U"taidu", U"态度"},
    {U"baozhuang", U"包装"},
    {U"dianhua", U"电话"},
    {U"shouji", U"手机"},
    {U"yunfei", U"运费"},
    {U"hongbao", U"红包"},
    {U"zengpin", U"赠品"},
    {U"fapiao", U"发票"},
    {U"jio得", U"觉得"},
    // Characters that sound like it, or look like it.

    {U"辣基", U"垃圾"},
    {U"拉圾", U"垃圾"},
    {U"垃吉", U"垃圾"},
    {U"勒色", U"垃圾"},
    {U"叻色", U"垃圾"},
    {U"木有", U"没有"},
    {U"米有", U"没有"},
    {U"木得", U"没有"},
    {U"冇", U"没有"},

    {U"东东", U"东西"},

    {U"布吉岛", U"不知道"},
    {U"灰常", U"非常"},
    {U"好次", U"好吃"},
    {U"难次", U"难吃"},
    {U"辣么", U"那么"},
    {U"介个", U"这个"},
    {U"酱紫", U"这样"},
    {U"盆友", U"朋友"},
    {U"真滴", U"真的"},
    {U"赶脚", U"感觉"},
    {U"康康", U"看看"},
    {U"淘饱", U"淘宝"},
    {U"客夫", U"客服"},

    {U"腿货", U"退货"},

});

// English words that two syllables spell.
constexpr std::array<std::u32string_view, 13> kNoSyllables = {U"haha",  U"name", U"pole", U"sale", U"side", U"made", U"woke",
                                                              U"guide", U"nike", U"line", U"same", U"take", U"data"};

std::u32string Spelt(std::u32string_view word) {
  std::u32string spelt;
  for (const char32_t c : word) {
    const std::string_view syllable = SyllableOf(c);
    spelt.append(syllable.begin(), syllable.end());
  }
  return spelt;
}

// What is typed, and the words that it is read as.
class Lexicon {
 public:
  // With `latin`, also what is made of the common words by leaving syllables or their initials in Latin letters.
  explicit Lexicon(bool latin) {
    for (const Slang& one : kSlang) Add(one.typed, one.word, false);
    if (!latin) return;
    const std::u32string_view singles = CommonCharacters(), pairs = CommonPairs(), words = CommonAbbreviated();
    for (size_t i = 0; i < singles.size(); ++i) Add(Spelt(singles.substr(i, 1)), singles.substr(i, 1), true);
    for (size_t begin = 0; begin < words.size();) {
      const size_t end = words.find(U' ', begin);
      std::u32string initials;
      for (const char32_t c : words.substr(begin, end - begin)) initials.append(Spelt({&c, 1}), 0, 1);
      Add(initials, words.substr(begin, end - begin), true);
      begin = end + 1;
    }
    for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
      const std::u32string_view pair = pairs.substr(i, 2);
      const std::u32string first = Spelt(pair.substr(0, 1)), second = Spelt(pair.substr(1));
      Add(std::u32string(pair.substr(0, 1)) + second, pair, false);
      Add(first + std::u32string(pair.substr(1)), pair, false);
      if (std::find(kNoSyllables.begin(), kNoSyllables.end(), first + second) == kNoSyllables.end())
        Add(first + second, pair, true);
    }
  }

  std::vector<PhraseHit> Find(const std::u32string& text) const {
    std::vector<PhraseHit> hits = matcher_.Find(text);
    const auto han = [&](size_t i) { return i < text.size() && IsHan(text[i]); };
    std::erase_if(hits, [&](const PhraseHit& hit) {
      return entries_[static_cast<size_t>(hit.value)].beside && !han(hit.begin - size_t{1}) && !han(hit.end);
    });
    return hits;
  }

  std::u32string_view WordOf(const PhraseHit& hit) const { return entries_[static_cast<size_t>(hit.value)].word; }

 private:
  struct Entry {
    std::u32string_view word;
    bool beside;  // only where a Chinese character stands directly beside it
  };

  // Of what is added twice the first counts.
  void Add(std::u32string_view typed, std::u32string_view word, bool beside) {
    matcher_.Add(std::u32string(typed), 0, static_cast<int>(entries_.size()));
    entries_.push_back({word, beside});
  }

  PhraseMatcher matcher_;
  std::vector<Entry> entries_;
};

// Most texts have no Latin letters, and a small lexicon is read faster.
const Lexicon& LexiconFor(const std::u32string& text) {
  static const auto& without = *new Lexicon(false);
  static const auto& with = *new Lexicon(true);
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return c >= U'a' && c <= U'z'; }) ? with : without;
}

}  // namespace

void ExpandSlang(NormalText* text) {
  if (std::none_of(text->chars.begin(), text->chars.end(), IsHan)) return;
  const Lexicon& lexicon = LexiconFor(text->chars);
  const std::vector<PhraseHit> hits = lexicon.Find(text->chars);
  if (hits.empty()) return;
  NormalText out;
  out.received_length = text->received_length;
  out.chars.reserve(text->chars.size() + 4 * hits.size());
  out.sources.reserve(out.chars.capacity());
  size_t at = 0;
  const auto copy_to = [&](size_t end) {
    out.chars.append(text->chars, at, end - at);
    out.sources.insert(out.sources.end(), text->sources.begin() + static_cast<std::ptrdiff_t>(at),
                       text->sources.begin() + static_cast<std::ptrdiff_t>(end));
    at = end;
  };
  for (const PhraseHit& hit : hits) {
    copy_to(hit.begin);
    const std::u32string_view word = lexicon.WordOf(hit);
    out.chars.append(word);
    out.sources.insert(out.sources.end(), word.size(), text->SourceOf(hit.begin, hit.end));
    at = hit.end;
  }
  copy_to(text->chars.size());
  *text = std::move(out);
}

}  // namespace redress::classification
