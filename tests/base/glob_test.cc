#include "base/glob.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace slipway {
namespace {

bool Match(absl::string_view pattern, absl::string_view path, GlobOptions options = {}) {
  return Glob(pattern, options).Matches(path);
}

struct Case {
  const char* pattern;
  std::vector<const char*> yes, no;
};

void Check(const std::vector<Case>& cases, GlobOptions options = {}) {
  for (const Case& test : cases) {
    for (const char* path : test.yes) EXPECT_TRUE(Match(test.pattern, path, options)) << test.pattern << " : " << path;
    for (const char* path : test.no) EXPECT_FALSE(Match(test.pattern, path, options)) << test.pattern << " : " << path;
  }
}

TEST(Glob, LiteralsMatchThemselves) {
  Check({{"a/b.txt", {"a/b.txt"}, {"a/b_txt", "a/b.txt/c", "b.txt", "A/b.txt", "a", ""}},
         {"a+b(c)", {"a+b(c)"}, {"aab(c)"}}});
}

TEST(Glob, WildcardsStayWithinASegment) {
  Check({{"*", {"a", ".a", "..."}, {"", "a/b", ".", ".."}},
         {"*.txt", {"a.txt", ".txt"}, {"a/b.txt", "a.txtx"}},
         {"a?c",
          {"abc", "a.c",
           "a\xC3\xB6"
           "c"},
          {"ac", "a/c", "abbc"}},
         {"a*b*c", {"abc", "axxbyyc", "abbcc"}, {"acb", "ab/c"}},
         {"a**b", {"ab", "axb"}, {"a/b"}}});
}

TEST(Glob, ClassesRangesAndNegation) {
  Check({{"[abc]", {"a", "c"}, {"d", "abc"}},
         {"[a-c]x", {"bx"}, {"dx", "-x"}},
         {"[!a-c]x", {"dx"}, {"ax"}},
         {"[^a]", {"b"}, {"a"}},
         {"[]a]", {"]", "a"}, {"b"}},
         {"[a-]", {"a", "-"}, {"b"}},
         {"[\\]]", {"]"}, {"\\"}},
         {"[ab", {"[ab"}, {"a"}},
         {"a[/]b", {"a[/]b"}, {"a/b"}}});
}

TEST(Glob, GlobstarIsAnyNumberOfSegments) {
  Check({{"**", {"a", "a/b", ".a/b", "a/b/c.txt"}, {"", "..", "a/../b"}},
         {"**/*.dll", {"a.dll", "x/a.dll", "x/y/a.dll"}, {"a.dlx", "a.dll/x"}},
         {"a/**", {"a/b", "a/b/c", "a/.b"}, {"a", "b/a"}},
         {"a/**/b", {"a/b", "a/x/b", "a/x/y/b"}, {"a/x/bb", "ab", "a/b/c"}},
         {"**/a/**", {"a/b", "x/a/b", "x/a/y/b"}, {"a", "x/a"}},
         {"**/**/x", {"x", "a/x", "a/b/x"}, {"a"}}});
}

TEST(Glob, DotFilesNeedTheOptionOrADot) {
  GlobOptions options;
  options.dot = false;
  Check({{"*", {"a"}, {".a", "."}},
         {".*", {".a"}, {"a"}},
         {"?a", {"xa"}, {".a"}},
         {"[.]a", {}, {".a"}},
         {"**", {"a/b"}, {".a/b", "a/.b"}},
         {"**/.b", {"a/.b", ".b"}, {".a/.b"}},
         {".a/**", {".a/b"}, {".a/.b"}},
         {"@(a|.b)", {"a"}, {".b"}}},
        options);
}

TEST(Glob, ExtendedGroups) {
  Check({{"@(a|b).txt", {"a.txt", "b.txt"}, {"c.txt", "ab.txt", ".txt"}},
         {"?(a)b", {"b", "ab"}, {"aab"}},
         {"*(ab)c", {"c", "abc", "ababc"}, {"abac"}},
         {"+(ab|c)", {"ab", "c", "abcab"}, {"", "a"}},
         {"!(a|b)", {"c", "ab", "aa"}, {"a", "b"}},
         {"!(*.pdb)", {"x.dll", "pdb"}, {"x.pdb"}},
         {"x!(a)y", {"xy", "xby", "xaay"}, {"xay"}},
         {"@(a*(b|c)|d)e", {"ae", "abce", "de"}, {"ade"}},
         {"@(a|b", {"@(a|b"}, {"a"}},
         {"(a|b)", {"(a|b)"}, {"a"}}});
}

TEST(Glob, BackslashQuotes) {
  Check({{"\\*", {"*"}, {"a"}}, {"a\\?b", {"a?b"}, {"axb"}}, {"\\[a]", {"[a]"}, {"a"}}, {"a\\", {"a\\"}, {"a"}}});
}

TEST(Glob, BracesAreOrdinaryText) { Check({{"{a,b}", {"{a,b}"}, {"a", "b"}}}); }

TEST(Glob, RootedPatternsMatchRootedPaths) {
  EXPECT_TRUE(Glob("/a/*").rooted());
  Check({{"/a/*", {"/a/b"}, {"a/b"}},
         {"a/*", {"a/b"}, {"/a/b"}},
         {"/**", {"/a", "/a/b"}, {"a"}},
         {"a//b", {"a/b", "a//b"}, {}}});
}

TEST(Glob, ATrailingSlashIsPartOfThePattern) { Check({{"a/", {"a/"}, {"a"}}, {"a", {"a"}, {"a/"}}}); }

TEST(Glob, MatchBaseComparesTheLastSegment) {
  GlobOptions options;
  options.match_base = true;
  Check({{"*.log", {"a.log", "x/y/a.log"}, {"a.log/x"}},
         {"x/*.log", {"x/a.log"}, {"y/x/a.log"}},
         {"**", {"a", "a/b"}, {}}},
        options);
}

TEST(Glob, IgnoreCase) {
  GlobOptions options;
  options.ignore_case = true;
  Check({{"*.TXT", {"a.txt"}, {}}, {"[A-C]", {"b"}, {"d"}}, {"aB", {"Ab"}, {}}}, options);
}

// All patterns up to 5 signs over a small alphabet, against all names up to 5, with a direct recursive definition.
TEST(Glob, EqualsTheRecursiveDefinitionForAllSmallPatterns) {
  const std::string signs = "ab*?";
  std::vector<std::string> patterns = {""}, names = {""};
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].size() == 5) continue;
    for (char c : signs) patterns.push_back(patterns[i] + c);
  }
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i].size() == 5) continue;
    for (char c : {'a', 'b'}) names.push_back(names[i] + c);
  }
  std::function<bool(const char*, const char*)> define = [&](const char* p, const char* n) -> bool {
    if (*p == 0) return *n == 0;
    if (*p == '*') return define(p + 1, n) || (*n != 0 && define(p, n + 1));
    return *n != 0 && (*p == '?' || *p == *n) && define(p + 1, n + 1);
  };
  for (const std::string& pattern : patterns) {
    if (pattern.empty() || pattern == "**") continue;
    const Glob glob(pattern);
    for (const std::string& name : names) {
      if (name.empty()) continue;
      ASSERT_EQ(glob.Matches(name), define(pattern.c_str(), name.c_str())) << pattern << " : " << name;
    }
  }
}

// All paths up to 4 segments and all patterns of a, b, * and ** up to 4, against the recursive definition of `**`.
TEST(Glob, GlobstarEqualsTheRecursiveDefinition) {
  const std::vector<std::string> parts = {"a", "b", "*", "**"};
  std::vector<std::vector<std::string>> patterns = {{}};
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].size() == 4) continue;
    for (const std::string& part : parts) {
      patterns.push_back(patterns[i]);
      patterns.back().push_back(part);
    }
  }
  using Parts = std::vector<std::string>;
  std::function<bool(const Parts&, size_t, const Parts&, size_t)> define = [&](const Parts& p, size_t i, const Parts& n,
                                                                               size_t j) -> bool {
    if (i == p.size()) return j == n.size();
    if (p[i] == "**") {
      if (i + 1 == p.size()) return j < n.size();
      return define(p, i + 1, n, j) || (j < n.size() && define(p, i, n, j + 1));
    }
    return j < n.size() && (p[i] == "*" || p[i] == n[j]) && define(p, i + 1, n, j + 1);
  };
  const auto join = [](const Parts& all) {
    std::string text;
    for (const std::string& part : all) text += (text.empty() ? "" : "/") + part;
    return text;
  };
  for (const Parts& pattern : patterns) {
    if (pattern.empty()) continue;
    const Glob glob(join(pattern));
    for (const Parts& name : patterns) {
      bool plain = !name.empty();
      for (const std::string& part : name) plain = plain && part[0] != '*';
      if (!plain) continue;
      ASSERT_EQ(glob.Matches(join(name)), define(pattern, 0, name, 0)) << join(pattern) << " : " << join(name);
    }
  }
}

TEST(Glob, HostilePatternsTakeNoTime) {
  const std::string name(200, 'a');
  std::string stars, groups, deep;
  for (int i = 0; i < 100; ++i) stars += "*a", groups += "*(a|aa)", deep += "@(";
  EXPECT_FALSE(Match(stars + "b", name));
  EXPECT_FALSE(Match(groups + "b", name));
  EXPECT_FALSE(Match(deep, name));
  EXPECT_FALSE(Match("*(*(*(a|aa)|aaa)|a)b", name));
  std::string path = "a", pattern = "**";
  for (int i = 0; i < 100; ++i) path += "/a", pattern += "/a/**";
  EXPECT_FALSE(Match(pattern + "/b", path));
}

TEST(GlobList, TheLastMatchDecides) {
  const GlobList list({"**", "!**/*.pdb", "keep/*.pdb"});
  EXPECT_EQ(list.Match("/r", "a.dll"), GlobList::Verdict::kIncluded);
  EXPECT_EQ(list.Match("/r", "x/a.pdb"), GlobList::Verdict::kExcluded);
  EXPECT_EQ(list.Match("/r", "keep/a.pdb"), GlobList::Verdict::kIncluded);
  EXPECT_EQ(GlobList({"*.a"}).Match("/r", "b"), GlobList::Verdict::kNoMatch);
}

TEST(GlobList, CommentsBlanksAndLineEndsOfAllKinds) {
  const GlobList list = GlobList::FromLines("# all\r\n  *.txt  \r\n\r\n!secret.txt\n");
  EXPECT_EQ(list.Match("/r", "a.txt"), GlobList::Verdict::kIncluded);
  EXPECT_EQ(list.Match("/r", "secret.txt"), GlobList::Verdict::kExcluded);
  EXPECT_EQ(list.Match("/r", "# all"), GlobList::Verdict::kNoMatch);
  EXPECT_TRUE(GlobList::FromLines("# nothing\n !! \n").empty());
}

TEST(GlobList, TwoMarksIncludeAgain) {
  EXPECT_EQ(GlobList({"!!a"}).Match("/r", "a"), GlobList::Verdict::kIncluded);
  EXPECT_EQ(GlobList({"!!!a"}).Match("/r", "a"), GlobList::Verdict::kExcluded);
}

TEST(GlobList, RootedPatternsAreComparedWithTheWholePath) {
  EXPECT_EQ(GlobList({"/r/x/*"}).Match("/r", "x/a"), GlobList::Verdict::kIncluded);
  EXPECT_EQ(GlobList({"/other/x/*"}).Match("/r", "x/a"), GlobList::Verdict::kNoMatch);
}

}  // namespace
}  // namespace slipway
