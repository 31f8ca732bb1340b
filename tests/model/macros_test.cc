// The expansions of $(name) (task-contract 5): variables among themselves, everything else, process parameters, and the
// server's bracket counting.
#include "model/macros.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ValuesIn;

VariableMap Map(const std::vector<std::pair<std::string, std::string>>& values) {
  VariableMap map;
  for (const auto& [name, value] : values) map.Set(name, value);
  return map;
}

std::string ValueOf(const ExpandedVariables& expanded, absl::string_view name) {
  const Variable* variable = expanded.variables.Find(name);
  return variable == nullptr ? "(none)" : variable->value;
}

// v1 -> $(v2) -> ... -> v<length> = end
VariableMap Chain(int length) {
  VariableMap map;
  for (int i = 1; i < length; ++i) map.Set(absl::StrCat("v", i), absl::StrCat("<$(v", i + 1, ")>"));
  map.Set(absl::StrCat("v", length), "end");
  return map;
}

TEST(ExpandVariables, GivenReferencesWhenExpandedThenTheyAreFollowedFromTheOriginals) {
  const ExpandedVariables expanded =
      ExpandVariables(Map({{"a", "1$(B)3"}, {"b", "[$(c)]"}, {"c", "2"}, {"d", "$(c)$(c)"}}));
  EXPECT_EQ(ValueOf(expanded, "a"), "1[2]3");
  EXPECT_EQ(ValueOf(expanded, "b"), "[2]");
  EXPECT_EQ(ValueOf(expanded, "d"), "22");
  EXPECT_THAT(expanded.warnings, IsEmpty());
}

TEST(ExpandVariables, GivenUnknownNamesWhenExpandedThenTheyStayAndTheRestIsExpanded) {
  const ExpandedVariables expanded = ExpandVariables(
      Map({{"b", "B"}, {"unknown", "$(nosuch)$(b)"}, {"empty", "$()$(b)"}, {"open", "$(b"}, {"nested", "$(a$(b))"}}));
  EXPECT_EQ(ValueOf(expanded, "unknown"), "$(nosuch)B");
  EXPECT_EQ(ValueOf(expanded, "empty"), "$()B");
  EXPECT_EQ(ValueOf(expanded, "open"), "$(b");
  EXPECT_EQ(ValueOf(expanded, "nested"), "$(aB)");
  EXPECT_THAT(expanded.warnings, IsEmpty());
}

TEST(ExpandVariables, GivenASplicedTextThatCompletesAMacroWhenExpandedThenItIsNotLookedAtAgain) {
  const ExpandedVariables expanded =
      ExpandVariables(Map({{"x", "$(open)b)"}, {"open", "$"}, {"y", "$(dollar)(b)"}, {"dollar", "$"}, {"b", "B"}}));
  EXPECT_EQ(ValueOf(expanded, "x"), "$b)");
  EXPECT_EQ(ValueOf(expanded, "y"), "$(b)");
}

TEST(ExpandVariables, GivenACycleWhenExpandedThenItsMembersAndWhatRefersToItKeepTheirText) {
  const ExpandedVariables expanded = ExpandVariables(Map({{"a", "$(b)$(good)"},
                                                          {"b", "$(C)"},
                                                          {"c", "x$(a)"},
                                                          {"outside", "$(good)$(a)"},
                                                          {"good", "1"},
                                                          {"fine", "$(good)"}}));
  EXPECT_EQ(ValueOf(expanded, "a"), "$(b)$(good)");
  EXPECT_EQ(ValueOf(expanded, "b"), "$(C)");
  EXPECT_EQ(ValueOf(expanded, "c"), "x$(a)");
  EXPECT_EQ(ValueOf(expanded, "outside"), "$(good)$(a)");
  EXPECT_EQ(ValueOf(expanded, "fine"), "1");
  EXPECT_THAT(expanded.warnings, ElementsAre("variable 'a' is not expanded: variable 'a' refers to itself",
                                             "variable 'b' is not expanded: variable 'b' refers to itself",
                                             "variable 'c' is not expanded: variable 'c' refers to itself",
                                             "variable 'outside' is not expanded: variable 'a' refers to itself"));
}

TEST(ExpandVariables, GivenASelfReferenceWhenExpandedThenItKeepsItsText) {
  const ExpandedVariables expanded = ExpandVariables(Map({{"Path", "/x:$(PATH)"}}));
  EXPECT_EQ(ValueOf(expanded, "path"), "/x:$(PATH)");
  EXPECT_THAT(expanded.warnings, ElementsAre("variable 'Path' is not expanded: variable 'Path' refers to itself"));
}

TEST(ExpandVariables, GivenFiftyNestedWhenExpandedThenAllAreExpanded) {
  const ExpandedVariables expanded = ExpandVariables(Chain(50));
  EXPECT_EQ(ValueOf(expanded, "v1"), std::string(49, '<') + "end" + std::string(49, '>'));
  EXPECT_THAT(expanded.warnings, IsEmpty());
}

TEST(ExpandVariables, GivenFiftyOneNestedWhenExpandedThenOnlyTheOutermostKeepsItsText) {
  const ExpandedVariables expanded = ExpandVariables(Chain(51));
  EXPECT_EQ(ValueOf(expanded, "v1"), "<$(v2)>");
  EXPECT_EQ(ValueOf(expanded, "v2"), std::string(49, '<') + "end" + std::string(49, '>'));
  EXPECT_THAT(expanded.warnings, ElementsAre("variable 'v1' is not expanded: more than 50 variables are nested"));
}

TEST(ExpandVariables, GivenTheInnerOnesFirstWhenExpandedThenTheDepthCountsAllTheSame) {
  VariableMap reversed;
  const VariableMap chain = Chain(51);
  for (auto variable = chain.end(); variable != chain.begin();) {
    --variable;
    reversed.Set(variable->name, variable->value);
  }
  const ExpandedVariables expanded = ExpandVariables(reversed);
  EXPECT_EQ(ValueOf(expanded, "v1"), "<$(v2)>");
  EXPECT_EQ(ValueOf(expanded, "v2"), std::string(49, '<') + "end" + std::string(49, '>'));
  EXPECT_THAT(expanded.warnings, ElementsAre("variable 'v1' is not expanded: more than 50 variables are nested"));
}

TEST(ExpandVariables, GivenASecretWhenItGoesIntoOthersThenTheyBecomeSecret) {
  VariableMap originals =
      Map({{"url", "https://u:$(login)@h"}, {"login", "$(password)"}, {"plain", "$(host)"}, {"host", "h"}});
  originals.Set("password", "p", /*is_secret=*/true);
  originals.Set("template", "$(host)", /*is_secret=*/true);
  const ExpandedVariables expanded = ExpandVariables(originals);
  EXPECT_EQ(ValueOf(expanded, "url"), "https://u:p@h");
  EXPECT_TRUE(expanded.variables.Find("url")->is_secret);
  EXPECT_TRUE(expanded.variables.Find("login")->is_secret);
  EXPECT_TRUE(expanded.variables.Find("password")->is_secret);
  EXPECT_TRUE(expanded.variables.Find("template")->is_secret);
  EXPECT_FALSE(expanded.variables.Find("plain")->is_secret);
  EXPECT_FALSE(expanded.variables.Find("host")->is_secret);
}

TEST(ExpandVariables, GivenASecretThatWasNotSplicedInWhenTheCycleKeepsItsTextThenItIsNotSecret) {
  VariableMap originals = Map({{"a", "$(password)$(a)"}});
  originals.Set("password", "p", true);
  const ExpandedVariables expanded = ExpandVariables(originals);
  EXPECT_EQ(ValueOf(expanded, "a"), "$(password)$(a)");
  EXPECT_FALSE(expanded.variables.Find("a")->is_secret);
  EXPECT_THAT(expanded.warnings, ElementsAre(HasSubstr("'a' refers to itself")));
}

TEST(ExpandVariables, GivenSpellingOrderAndBuiltInsWhenExpandedThenTheyStay) {
  VariableMap originals = Map({{"System.Root", "/r"}});
  originals.MarkBuiltIn();
  originals.Set("Z", "$(system.root)/z");
  const ExpandedVariables expanded = ExpandVariables(originals);
  ASSERT_EQ(expanded.variables.size(), 2u);
  EXPECT_EQ(expanded.variables.begin()->name, "System.Root");
  EXPECT_TRUE(expanded.variables.begin()->is_built_in);
  EXPECT_FALSE(expanded.variables.Find("z")->is_built_in);
  EXPECT_EQ(ValueOf(expanded, "z"), "/r/z");
}

TEST(ExpandVariables, GivenTwoReferencesAtEachOfFiftyLevelsWhenExpandedThenEachVariableIsExpandedOnce) {
  VariableMap originals;
  for (int i = 0; i < 49; ++i) originals.Set(absl::StrCat("v", i), absl::StrCat("$(v", i + 1, ")$(v", i + 1, ")"));
  originals.Set("v49", "");
  const ExpandedVariables expanded = ExpandVariables(originals);  // 2^49 steps would never end
  EXPECT_EQ(ValueOf(expanded, "v0"), "");
  EXPECT_THAT(expanded.warnings, IsEmpty());
}

TEST(ExpandVariables, GivenTextThatDoublesFiftyTimesWhenExpandedThenWhatIsTooLongKeepsItsText) {
  VariableMap originals;
  for (int i = 0; i < 49; ++i) originals.Set(absl::StrCat("v", i), absl::StrCat("$(v", i + 1, ")$(v", i + 1, ")"));
  originals.Set("v49", "xx");
  const ExpandedVariables expanded = ExpandVariables(originals);
  EXPECT_EQ(ValueOf(expanded, "v0"), "$(v1)$(v1)");
  EXPECT_EQ(ValueOf(expanded, "v39"), std::string(2048, 'x'));
  EXPECT_THAT(expanded.warnings,
              ::testing::Contains("variable 'v0' is not expanded: the expanded values are too long"));
}

struct MacroRow {
  const char* name;
  const char* text;
  const char* expected;
};

std::string RowName(const ::testing::TestParamInfo<MacroRow>& info) { return info.param.name; }
void PrintTo(const MacroRow& row, std::ostream* out) { *out << row.text << " -> " << row.expected; }

class ExpandMacrosTest : public ::testing::TestWithParam<MacroRow> {};

TEST_P(ExpandMacrosTest, GivenTextWhenExpandedOnceThenTheContractHolds) {
  const VariableMap variables = Map({{"x", "1"},
                                     {"Two.Parts", "2"},
                                     {"empty", ""},
                                     {"macro", "$(x)"},
                                     {"a b", "blank"},
                                     {" ", "space"},
                                     {"a(b", "bracket"},
                                     {"name", "x"},
                                     {"\u00e9", "accent"}});
  EXPECT_EQ(ExpandMacros(GetParam().text, variables), GetParam().expected);
}

constexpr MacroRow kMacros[] = {
    {"Nothing", "", ""},
    {"NoMacro", "a $ b ( c ) $x ${x} $[x] %x% ${{x}}", "a $ b ( c ) $x ${x} $[x] %x% ${{x}}"},
    {"One", "<$(x)>", "<1>"},
    {"AnyCase", "$(X)$(two.PARTS)", "12"},
    {"Consecutive", "$(x)$(x)$(x)", "111"},
    {"Empty", "[$(empty)]", "[]"},
    {"InsertedTextIsNotLookedAtAgain", "$(macro)", "$(x)"},
    {"Unknown", "$(nosuch)$(x)", "$(nosuch)1"},
    {"NoName", "$()$(x)", "$()1"},
    {"BlanksBelongToTheName", "$( x )$(a b)$( )", "$( x )blankspace"},
    {"BracketBelongsToTheName", "$(a(b)", "bracket"},
    {"NestedIsNoNesting", "$(a$(x))", "$(a1)"},
    {"NestedNameDoesNotCompose", "$($(name))", "$(x)"},
    {"DoubleOpening", "$($(x)", "$(1"},
    {"DollarBefore", "$$(x)", "$1"},
    {"NoEscape", "\\$(x)", "\\1"},
    {"Unclosed", "$(x)$(x", "1$(x"},
    {"OnlyOpening", "$(", "$("},
    {"DollarAtTheEnd", "$(x)$", "1$"},
    {"InnerNewlines", "a\n$(x)\r\nb", "a\n1\r\nb"},
    {"NameOverLines", "$(x\n)", "$(x\n)"},
    {"BeyondAscii", "$(\u00e9)$(\u00c9)", "accent$(\u00c9)"},
    {"ShellSubstitution", "$(date +%s) $(x)", "$(date +%s) 1"},
};
INSTANTIATE_TEST_SUITE_P(All, ExpandMacrosTest, ValuesIn(kMacros), RowName);

TEST(ExpandMacros, GivenNulAndNoUtf8WhenExpandedThenBytesAreKept) {
  VariableMap variables;
  variables.Set("x", std::string("\0\xff", 2));
  EXPECT_EQ(ExpandMacros(absl::string_view("\xfe$(x)\0", 6), variables), std::string("\xfe\0\xff\0", 4));
}

TEST(ExpandMacros, GivenASecretWhenExpandedThenItsValueIsInserted) {
  VariableMap variables;
  variables.Set("password", "p", true);
  EXPECT_EQ(ExpandMacros("-p $(Password)", variables), "-p p");
}

TEST(ExpandMacros, GivenAMebibyteOfOpeningBracketsWhenExpandedThenItTakesNoQuadraticTime) {
  VariableMap variables = Map({{std::string(300, 'n'), "long"}, {"x", "1"}});
  std::string text;
  for (int i = 0; i < (1 << 19); ++i) text += "$(";
  EXPECT_EQ(ExpandMacros(text, variables), text);
  EXPECT_EQ(ExpandMacros(text + "x)", variables), text.substr(2) + "1");
  EXPECT_EQ(ExpandMacros(absl::StrCat("$(", std::string(300, 'N'), ")"), variables), "long");
}

class ExpandParametersTest : public ::testing::TestWithParam<MacroRow> {};

TEST_P(ExpandParametersTest, GivenProcessParametersWhenExpandedThenOnlyTheirReferencesAre) {
  const std::vector<std::pair<std::string, std::string>> parameters = {
      {"webappname", "shop"}, {"empty", ""}, {"macro", "$(x)"}};
  EXPECT_EQ(ExpandParameters(GetParam().text, parameters), GetParam().expected);
}

constexpr MacroRow kParameters[] = {
    {"Known", "<$(Parameters.WebAppName)>", "<shop>"},
    {"AnyCase", "$(PARAMETERS.webAPPname)", "shop"},
    {"Empty", "[$(Parameters.Empty)]", "[]"},
    {"Unknown", "$(Parameters.NoSuch)", "$(Parameters.NoSuch)"},
    {"NoName", "$(Parameters.)", "$(Parameters.)"},
    {"WithoutPrefix", "$(WebAppName)", "$(WebAppName)"},
    {"VariablesAreLeftForLater", "$(x)$(Parameters.WebAppName)", "$(x)shop"},
    {"InsertedMacroIsLeftForLater", "$(Parameters.Macro)", "$(x)"},
    {"InsideOfAnother", "$(site-$(Parameters.WebAppName))", "$(site-shop)"},
};
INSTANTIATE_TEST_SUITE_P(All, ExpandParametersTest, ValuesIn(kParameters), RowName);

std::optional<std::string> Lookup(absl::string_view name) {
  if (absl::EqualsIgnoreCase(name, "x")) return "1";
  if (name == "env1") return "found";
  if (name == "f(y)") return "call";
  if (name == "macro") return "$(x)";
  if (name.empty()) return "nothing";
  return std::nullopt;
}

class ExpandBracketedTest : public ::testing::TestWithParam<MacroRow> {};

TEST_P(ExpandBracketedTest, GivenTextWhenExpandedThenBracketsAreCounted) {
  EXPECT_EQ(ExpandBracketed(GetParam().text, Lookup), GetParam().expected);
}

constexpr MacroRow kBracketed[] = {
    {"Nothing", "", ""},
    {"NoMacro", "a (b) $c", "a (b) $c"},
    {"One", "<$(X)>", "<1>"},
    {"NestedIsOneReference", "$(env$(x))", "found"},
    {"UnknownOuterKeepsItsExpandedName", "$(no$(x))", "$(no1)"},
    {"UnknownStays", "$(nosuch)$(x)", "$(nosuch)1"},
    {"BracketsInsideOfTheName", "$(f(y))", "call"},
    {"InsertedTextIsNotLookedAtAgain", "$(macro)", "$(x)"},
    {"NoName", "$()", "nothing"},
    {"Unclosed", "$(a$(x)", "$(a1"},
    {"UnclosedInnerBracket", "$(f(x)", "$(f(x)"},
    {"ClosingTooMuch", ")$(x))", ")1)"},
    {"DollarAtTheEnd", "$(x)$", "1$"},
};
INSTANTIATE_TEST_SUITE_P(All, ExpandBracketedTest, ValuesIn(kBracketed), RowName);

std::string Nested(int depth) {
  std::string text = "x";
  for (int i = 0; i < depth; ++i) text = absl::StrCat("$(", text, ")");
  return text;
}

TEST(ExpandBracketed, GivenNestingWhenDeeperThanFiftyThenTheInnermostStayText) {
  const auto quoted = [](absl::string_view name) { return std::optional<std::string>(absl::StrCat("<", name, ">")); };
  EXPECT_EQ(ExpandBracketed(Nested(50), quoted), std::string(50, '<') + "x" + std::string(50, '>'));
  EXPECT_EQ(ExpandBracketed(Nested(51), quoted), std::string(50, '<') + "$(x)" + std::string(50, '>'));
}

TEST(ExpandBracketed, GivenHundredThousandNestedWhenExpandedThenNeitherStackNorTimeRunOut) {
  std::string open, close;
  for (int i = 0; i < 100000; ++i) open += "$(", close += ")";
  const auto none = [](absl::string_view) { return std::optional<std::string>(); };
  EXPECT_EQ(ExpandBracketed(open + close, none), open + close);
  EXPECT_EQ(ExpandBracketed(open, none), open);
}

}  // namespace
}  // namespace slipway
