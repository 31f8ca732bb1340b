#include "runner/masker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "runner/pattern_matcher.h"

namespace slipway {
namespace {

// The slow, obvious definition: a byte is hidden when some occurrence of some pattern covers it; a run of hidden bytes
// is ***.
std::string Naive(const std::string& text, const std::vector<std::string>& patterns) {
  std::vector<bool> hidden(text.size(), false);
  for (const std::string& pattern : patterns) {
    if (pattern.empty()) continue;
    for (size_t at = 0; at + pattern.size() <= text.size(); ++at) {
      if (text.compare(at, pattern.size(), pattern) != 0) continue;
      for (size_t i = at; i < at + pattern.size(); ++i) hidden[i] = true;
    }
  }
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!hidden[i]) {
      out.push_back(text[i]);
    } else if (i == 0 || !hidden[i - 1]) {
      out += "***";
    }
  }
  return out;
}

std::string Fast(const std::string& text, const std::vector<std::string>& patterns) {
  std::vector<TextRange> ranges;
  PatternMatcher::Create(patterns)->Find(text, &ranges);
  MergeRanges(&ranges);
  std::string out;
  AppendMasked(text, ranges, &out);
  return out;
}

std::string RandomText(std::mt19937* random, size_t size, int letters) {
  std::string text(size, 'a');
  for (char& c : text) c = static_cast<char>((letters == 256 ? 0 : 'a') + (*random)() % letters);
  return text;
}

TEST(PatternMatcher, EqualsTheNaiveReplaceForRandomSecretsAndTexts) {
  std::mt19937 random(20240501);
  for (int round = 0; round < 4000; ++round) {
    const int letters = round % 3 == 0 ? 2 : round % 3 == 1 ? 4 : 256;
    std::string text = RandomText(&random, random() % 200, letters);
    std::vector<std::string> patterns;
    for (size_t n = random() % 12; n > 0; --n) {
      const size_t size = 1 + random() % (round % 5 == 0 ? 30 : 9);
      if (text.size() > size && random() % 2 == 0) {
        patterns.push_back(text.substr(random() % (text.size() - size), size));  // one that surely occurs
      } else {
        patterns.push_back(RandomText(&random, size, letters));
      }
    }
    ASSERT_EQ(Fast(text, patterns), Naive(text, patterns)) << "round " << round;
  }
}

TEST(PatternMatcher, PatternsLongerThanTheWindowAreFound) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::string text = RandomText(&random, 3000, 26);
    const std::vector<std::string> patterns = {text.substr(random() % 1000, 201 + random() % 1500),
                                               text.substr(random() % 2000, 250), text.substr(2990, 10)};
    ASSERT_EQ(Fast(text, patterns), Naive(text, patterns)) << round;
  }
}

TEST(PatternMatcher, NoPatternsFindNothing) { EXPECT_EQ(Fast("abc", {}), "abc"); }

std::string MaskOf(const std::vector<std::string>& secrets, absl::string_view text) {
  Masker masker;
  for (const std::string& secret : secrets) masker.AddSecret(secret);
  return masker.Mask(text);
}

TEST(Masker, RangesThatOverlapOrTouchBecomeOne) {
  EXPECT_EQ(MaskOf({"abc", "cde"}, "xabcdey"), "x***y");
  EXPECT_EQ(MaskOf({"abc", "def"}, "xabcdefy"), "x***y");
  EXPECT_EQ(MaskOf({"abc", "def"}, "xabc-defy"), "x***-***y");
  EXPECT_EQ(MaskOf({"aa"}, "aaaaa"), "***");
}

TEST(Masker, EveryMaskedTextEqualsTheNaiveReplaceOfAllSpellings) {
  std::mt19937 random(99);
  for (int round = 0; round < 500; ++round) {
    Masker masker;
    std::vector<std::string> spellings;
    std::string text;
    for (size_t n = 1 + random() % 4; n > 0; --n) {
      std::string secret;
      for (size_t size = 1 + random() % 12; size > 0; --size) secret.push_back("ab\"\\ %\nxyz\x01"[random() % 11]);
      masker.AddSecret(secret);
      for (const std::string& spelling : SecretSpellings(secret)) {
        spellings.push_back(spelling);
        text += RandomText(&random, random() % 3, 4) + spelling;
      }
    }
    ASSERT_EQ(masker.Mask(text), Naive(text, spellings)) << round;
  }
}

TEST(Masker, OneCharacterSecretsMaskEverywhere) { EXPECT_EQ(MaskOf({"e"}, "here"), "h***r***"); }

TEST(Masker, BlankSecretsMaskNothing) { EXPECT_EQ(MaskOf({"", " ", "\t\n "}, "a b\tc"), "a b\tc"); }

TEST(Masker, MatchingIsCaseSensitive) { EXPECT_EQ(MaskOf({"Secret"}, "secret Secret"), "secret ***"); }

TEST(Masker, SpellingsOfTheAgentAreCovered) {
  const std::string secret = "p\"a ss\\n%w/ö";
  EXPECT_EQ(MaskOf({secret}, "<p\"a ss\\n%w/ö>"), "<***>") << "as it is";
  EXPECT_EQ(MaskOf({secret}, "<p\\\"a ss\\\\n%w/ö>"), "<***>") << "JSON";
  EXPECT_EQ(MaskOf({secret}, "<p%22a%20ss%5Cn%25w%2F%C3%B6>"), "<***>") << "URI";
  EXPECT_EQ(MaskOf({secret}, "<p\"a ss\\n%AZP25w/ö>"), "<***>") << "command-escaped";
  EXPECT_EQ(MaskOf({secret}, "<cCJhIHNzXG4ldy/Dtg==>"), "<***>") << "Base64";
  EXPECT_EQ(MaskOf({"'quoted value'"}, "<quoted value>"), "<***>") << "without its quotes";
  EXPECT_EQ(MaskOf({"  padded\r\n"}, "<padded>"), "<***>") << "trimmed";
  EXPECT_EQ(MaskOf({"tab\\there"}, "<tab\there>"), "<***>") << "backslashes resolved";
}

TEST(Masker, MultiLineSecretsAreMaskedLineByLineFromSixBytesOn) {
  const std::string key = "-----BEGIN KEY-----\n  MIIEpAIBAAKCAQEA\r\nshort\nlonger\n-----END KEY-----\n";
  EXPECT_EQ(MaskOf({key}, "a -----BEGIN KEY----- b"), "a *** b");
  EXPECT_EQ(MaskOf({key}, "MIIEpAIBAAKCAQEA"), "***") << "re-indented";
  EXPECT_EQ(MaskOf({key}, "short"), "short");
  EXPECT_EQ(MaskOf({key}, "longer"), "***");
  EXPECT_EQ(MaskOf({"one\ntwo"}, "one%0Atwo one\\ntwo"), "*** ***");
}

TEST(Masker, ThePasswordInAUrlIsHidden) {
  EXPECT_EQ(MaskOf({}, "git clone https://joe:hunter2@example.com/x"), "git clone https://joe:***@example.com/x");
  EXPECT_EQ(MaskOf({}, "https://example.com:8080/x"), "https://example.com:8080/x");
  EXPECT_EQ(MaskOf({}, "https://joe@example.com"), "https://joe@example.com");
  EXPECT_EQ(MaskOf({}, "a//b//c:d@e //:x@y"), "a//b//c:***@e //:x@y");
  EXPECT_EQ(MaskOf({"joe"}, "//joe:p@h"), "//***:***@h");
}

TEST(Masker, ManyUrlsWithoutAPasswordTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "//a:b";
  EXPECT_EQ(MaskOf({}, text), text);
}

TEST(Masker, AVeryLongSecretIsHiddenWhole) {
  std::mt19937 random(3);
  const std::string secret = RandomText(&random, 700001, 26);
  Masker masker;
  masker.AddSecret(secret);
  EXPECT_EQ(masker.Mask("<" + secret + ">"), "<***>");
  EXPECT_LE(masker.longest(), 256u * 1024);
}

TEST(Masker, ValuesRegisteredLaterCountFromThenOn) {
  Masker masker;
  EXPECT_EQ(masker.Mask("one two"), "one two");
  masker.AddSecret("two");
  EXPECT_EQ(masker.Mask("one two"), "one ***");
  masker.AddSecret("one");
  EXPECT_EQ(masker.Mask("one two"), "*** ***");
}

TEST(Masker, InvalidUtf8SecretsMatchAsBytesAndAsReplaced) {
  EXPECT_EQ(MaskOf({"ab\xff"}, "<ab\xff>"), "<***>");
  EXPECT_EQ(MaskOf({"ab\xff"}, "<ab\xEF\xBF\xBD>"), "<***>");
}

}  // namespace
}  // namespace slipway
