#include "services/classification/train/spoiler.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_set.h"
#include "services/classification/model/speller.h"
#include "services/classification/text/sounds.h"
#include "services/classification/text/utf8.h"
#include "services/classification/train/chance.h"

namespace redress::classification {
namespace {

// Groups of characters that look alike.
constexpr std::u32string_view kShapes =
    U"己已巳 未末 士土 日曰 人入八 大太犬 天无夫 千干于 午牛 刀力 几九 王玉主 贝见 目且 田由甲申 白自 问同 间闻 买实 货贷货 侍待 "
    U"持特 快块决 换唤 "
    U"辨辩 拨拔 折拆析 帐账张 坏杯怀 环坏 没设投 很狠根 吗妈码 情请清晴 渴喝 包句 炮泡抱跑 低底抵 祥样详 退迟追 送迭运 客容 服报 "
    U"盾质 展屏 破坡玻 "
    U"碎醉粹 收牧 评坪 价介阶 假暇 忧优扰 患惠 券卷 骗偏编 垃拉位 圾极级 发友 友反 受爱 弟第 第弟 洒酒 免兔 治冶 乌鸟 母毋 外处 "
    U"代伐 住往 侯候 "
    U"今令 会合 令冷 少小 欠次 订汀 打扎 找我 拉垃 怎作 样洋 线钱 浅残 历厉 厂广 户尸 名各 右石 左在 巾币 市布 师帅 向问 回因 "
    U"困因 园国 圆园 "
    U"差着 看着 道遁 通逋 逃挑 桃挑 慢漫 漫慢 馒慢 摸模 莫草 草章 音章 意竟 竟竞 竞竟 竟意 完定 安字 字宇 家冢 官宫 宣宜 密蜜 "
    U"贵责 费贾 贯惯 "
    U"味昧 味妹 咪味 味味 昧味 诉拆 斥斤 听析 吸吵 吵炒 抄炒 炒秒 砂秒 钞抄 售焦 焦集 集隼 谁准 准淮 难准 截载 载栽 裁载 戴载 "
    U"鞋娃 娃哇 挂桂";

// The words with a letter that people hit instead: its neighbours.
constexpr std::u32string_view kKeys = U"qwertyuiop asdfghjkl zxcvbnm";

bool IsAsciiLetter(char32_t c) {
  return c >= U'a' && c <= U'z';
}

char32_t NeighbourKey(char32_t c, std::mt19937* random) {
  const size_t at = kKeys.find(c);
  const bool right = (*random)() % 2 == 0;
  const size_t other = right ? at + 1 : at - 1;  // wraps to npos before the first
  return other < kKeys.size() && kKeys[other] != U' ' ? kKeys[other] : c;
}

// One letter inside of a word goes wrong.
void Misspell(size_t begin, size_t end, std::mt19937* random, std::u32string* text) {
  const size_t at = begin + 1 + (*random)() % (end - begin - 2);
  switch ((*random)() % 4) {
    case 0:
      std::swap((*text)[at], (*text)[at + 1]);
      break;
    case 1:
      text->erase(at, 1);
      break;
    case 2:
      text->insert(at, 1, (*text)[at]);
      break;
    default:
      (*text)[at] = NeighbourKey((*text)[at], random);
  }
}

}  // namespace

Spoiler::Spoiler(const Normaliser& normaliser, const Dataset& dataset, const std::vector<Concept>& concepts) {
  constexpr int kCountMin = 8;  // rarer characters are not the ones that a keyboard offers
  absl::flat_hash_map<char32_t, int> counts;
  for (const Example& example : dataset.examples) {
    for (const char32_t c : normaliser.Normalise(example.text).chars) counts[c] += IsHan(c) ? 1 : 0;
  }
  std::vector<std::pair<char32_t, int>> common;
  for (const auto& one : counts) {
    if (one.second >= kCountMin) common.emplace_back(one);
  }
  std::sort(common.begin(), common.end());
  for (const auto& [c, count] : common) {
    std::vector<Choice>& same = by_sound_[SoundOf(c)];
    const uint64_t before = same.empty() ? 0 : same.back().up_to;
    same.push_back({c, before + static_cast<uint64_t>(16 * std::sqrt(count))});
  }
  for (size_t begin = 0; begin < kShapes.size();) {
    const size_t end = std::min(kShapes.find(U' ', begin), kShapes.size());
    const std::u32string_view group = kShapes.substr(begin, end - begin);
    for (const char32_t one : group) {
      for (const char32_t other : group) {
        if (one != other) by_shape_[one].push_back(other);
      }
    }
    begin = end + 1;
  }
  for (const Concept& concept_ : concepts) {
    for (const std::u32string& phrase : concept_.phrases) {
      if (phrase.size() >= 2 && phrase.size() <= 4 && std::all_of(phrase.begin(), phrase.end(), IsHan)) words_.Add(phrase, 0, 0);
    }
  }
}

char32_t Spoiler::Alike(char32_t c, std::mt19937* random) const {
  const auto same = by_sound_.find(SoundOf(c));
  if (same == by_sound_.end()) return c;
  const uint64_t draw = (*random)() % same->second.back().up_to;
  return std::find_if(same->second.begin(), same->second.end(), [&](const Choice& one) { return draw < one.up_to; })->c;
}

std::u32string Spoiler::Mistype(const std::u32string& text, std::mt19937* random) const {
  constexpr double kShare = 0.2;  // many of these give the same character again
  std::u32string spoilt = text;
  for (char32_t& c : spoilt) {
    if (IsHan(c) && Draw(random, kShare)) c = Alike(c, random);
  }
  return spoilt;
}

std::u32string Spoiler::Abbreviate(const std::u32string& text, std::mt19937* random) const {
  constexpr double kShare = 0.6, kSingle = 0.05;
  std::u32string spoilt;
  // A character, or the first `letters` of its syllable.
  const auto spell = [&](char32_t c, size_t letters) {
    const std::string_view syllable = SyllableOf(c).substr(0, letters);
    if (syllable.empty()) spoilt.push_back(c);
    spoilt.append(syllable.begin(), syllable.end());
  };
  size_t at = 0;
  const auto copy_to = [&](size_t end) {
    for (; at < end; ++at) spell(text[at], Draw(random, kSingle) ? std::string_view::npos : 0);
  };
  for (const PhraseHit& hit : words_.Find(text)) {
    if (hit.begin < at || !Draw(random, kShare)) continue;
    copy_to(hit.begin);
    // Its initials, all of it spelt out, or one character of it.
    const auto kind = (*random)() % 4;
    const size_t one = at + (*random)() % (hit.end - at);
    for (; at < hit.end; ++at) spell(text[at], kind < 2 ? 1 : kind == 3 && at != one ? 0 : std::string_view::npos);
  }
  copy_to(text.size());
  return spoilt;
}

std::u32string Spoiler::Slip(const std::u32string& text, std::mt19937* random) const {
  constexpr double kSwapped = 0.03, kLost = 0.06, kOfShape = 0.2;
  std::u32string spoilt;
  for (size_t i = 0; i < text.size(); ++i) {
    const double draw = (*random)() / 4294967296.0;
    const auto shape = by_shape_.find(text[i]);
    if (!IsHan(text[i]) || draw >= kOfShape) {
      spoilt.push_back(text[i]);
    } else if (draw < kSwapped && i + 1 < text.size() && IsHan(text[i + 1])) {
      spoilt.push_back(text[i + 1]);
      spoilt.push_back(text[i++]);
    } else if (draw < kLost) {
      continue;
    } else {
      spoilt.push_back(shape == by_shape_.end() ? text[i] : shape->second[(*random)() % shape->second.size()]);
    }
  }
  return spoilt;
}

std::u32string Spoiler::Spoil(const std::u32string& text, std::mt19937* random) const {
  if (std::any_of(text.begin(), text.end(), IsHan)) {
    switch ((*random)() % 4) {
      case 0:
        return Mistype(text, random);
      case 1:
        return Slip(text, random);
      default:
        return Abbreviate(text, random);
    }
  }
  constexpr double kShare = 0.2;
  constexpr size_t kWordMin = 4;
  std::u32string spoilt = text;
  for (size_t end = text.size(); end > 0;) {  // from the end, so that places before stay where they are
    size_t begin = end;
    while (begin > 0 && IsAsciiLetter(text[begin - 1])) --begin;
    if (end - begin >= kWordMin && Draw(random, kShare)) Misspell(begin, end, random, &spoilt);
    end = begin == end ? end - 1 : begin;
  }
  return spoilt;
}

void SpoilTexts(const Normaliser& normaliser, const FeatureExtractor& extractor, int variants, size_t length_max,
                Dataset* dataset) {
  const Spoiler spoiler(normaliser, *dataset, extractor.concepts());
  const Speller speller(dataset->words);
  absl::flat_hash_set<uint64_t> known;
  for (const Example& example : dataset->examples) known.insert(example.words.begin(), example.words.end());
  std::mt19937 random(20261129);
  for (Example& example : dataset->examples) {
    example.spoilt.clear();
    if (example.text.size() > length_max) continue;
    const std::u32string text = normaliser.Normalise(example.text).chars;
    for (int i = 0; i < variants; ++i) {
      NormalText spoilt;
      spoilt.chars = spoiler.Spoil(text, &random);
      // Chinese is seen as it was typed, not with the common words read out of it: what is not among those is to be learned.
      if (std::none_of(spoilt.chars.begin(), spoilt.chars.end(), IsHan)) {
        spoilt = normaliser.Normalise(EncodeUtf8(spoilt.chars));
        if (std::optional<NormalText> right =
                speller.Correct(spoilt, Tokenise(spoilt.chars), [&](uint64_t word) { return known.contains(word); }))
          spoilt = *std::move(right);
      }
      extractor.Extract(spoilt.chars, Tokenise(spoilt.chars), &example.spoilt.emplace_back());
    }
  }
}

}  // namespace redress::classification
