// Broken on purpose, at random but repeatably: whatever happens to a real definition, the importer neither crashes nor
// swallows it. It refuses the text, or it says where the definition is wrong, or it takes it and gives it back equal.
#include <algorithm>
#include <iterator>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/definition_import.h"
#include "model/definition_validate.h"
#include "model/findings.h"
#include "tests/model/corpus.h"

namespace slipway {
namespace {

using ::slipway::testing::CorpusText;
using Tree = nlohmann::ordered_json;

size_t Below(std::mt19937& random, size_t bound) { return random() % bound; }

void CollectNodes(Tree* tree, std::vector<Tree*>* nodes) {
  nodes->push_back(tree);
  if (!tree->is_structured()) return;
  for (Tree& child : *tree) CollectNodes(&child, nodes);
}

// A value of some other kind, shape or size.
Tree Strange(std::mt19937& random) {
  switch (Below(random, 12)) {
    case 0:
      return nullptr;
    case 1:
      return true;
    case 2:
      return -1;
    case 3:
      return 4294967296;
    case 4:
      return 1.5;
    case 5:
      return "";
    case 6:
      return "environmentState";
    case 7:
      return "{\"sourceBranch\": [";
    case 8:
      return Tree::array();
    case 9:
      return Tree::object();
    case 10:
      return Tree::array({nullptr, 1, "x", Tree::object()});
    default:
      return Tree{{"name", "Dev"}, {"value", Tree::array()}, {"isSecret", "yes"}};
  }
}

void Mutate(std::mt19937& random, Tree* root) {
  std::vector<Tree*> nodes;
  CollectNodes(root, &nodes);
  Tree& node = *nodes[Below(random, nodes.size())];
  if (node.is_object() && !node.empty() && Below(random, 3) > 0) {
    const std::string key = std::next(node.begin(), static_cast<std::ptrdiff_t>(Below(random, node.size()))).key();
    switch (Below(random, 3)) {
      case 0:
        node.erase(key);
        return;
      case 1:
        node[absl::StrCat("new", key)] = Strange(random);
        return;
      default:
        node[key] = Strange(random);
        return;
    }
  }
  if (node.is_array() && !node.empty() && Below(random, 3) > 0) {
    const size_t at = Below(random, node.size());
    switch (Below(random, 3)) {
      case 0:
        node.erase(at);
        return;
      case 1:
        node.push_back(Tree(node[at]));
        return;
      default:
        std::swap(node[at], node[Below(random, node.size())]);
        return;
    }
  }
  node = Strange(random);
}

class MutatedDefinition : public ::testing::TestWithParam<CorpusText> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(MutatedDefinition);
INSTANTIATE_TEST_SUITE_P(All, MutatedDefinition, ::testing::ValuesIn(testing::CorpusDefinitions()),
                         [](const auto& info) { return info.param.name; });

TEST_P(MutatedDefinition, IsTakenWholeOrRefusedWithAReason) {
  constexpr int kMutants = 60;
  constexpr int kMutationsAtMost = 8;
  const Tree original = Tree::parse(GetParam().text);
  std::mt19937 random(20180417);
  for (int mutant = 0; mutant < kMutants; ++mutant) {
    SCOPED_TRACE(mutant);
    Tree tree = original;
    for (size_t i = 1 + Below(random, kMutationsAtMost); i > 0; --i) Mutate(random, &tree);
    const auto imported = ImportDefinitions(tree.dump(), Limits());
    if (!imported.ok()) {
      ASSERT_EQ(imported.status().code(), absl::StatusCode::kInvalidArgument);
      ASSERT_NE(imported.status().message(), "");
      continue;
    }
    const ImportedDefinition& definition = imported->front();
    for (const auto& findings : {definition.findings, Validate(definition.model, Limits())}) {
      for (const v1::Finding& finding : findings) {
        ASSERT_NE(finding.code(), "");
        ASSERT_NE(finding.message(), "");
        ASSERT_TRUE(finding.path() != "" || finding.code() == "TOO_MANY_FINDINGS") << finding.code();
      }
    }
    if (!definition.secrets.empty()) continue;
    ASSERT_TRUE(Tree::parse(ExportDocument(definition.document)) == tree);
  }
}

TEST_P(MutatedDefinition, CutOffAnywhereIsAnErrorAndNeverAHalfDefinition) {
  const std::string& text = GetParam().text;
  const size_t end = text.find_last_of('}');
  std::mt19937 random(4711);
  for (int cut = 0; cut < 40; ++cut) {
    const auto imported = ImportDefinitions(text.substr(0, Below(random, end + 1)), Limits());
    ASSERT_EQ(imported.status().code(), absl::StatusCode::kInvalidArgument);
    ASSERT_THAT(std::string(imported.status().message()), ::testing::StartsWith("TRUNCATED_JSON: "));
  }
}

TEST_P(MutatedDefinition, WithRandomBytesIsAnErrorOrStillADocument) {
  std::mt19937 random(815);
  for (int round = 0; round < 60; ++round) {
    std::string text = GetParam().text;
    for (int i = 0; i < 3; ++i) text[Below(random, text.size())] = static_cast<char>(random());
    const auto imported = ImportDefinitions(text, Limits());
    if (imported.ok()) {
      for (const v1::Finding& finding : imported->front().findings) ASSERT_NE(finding.path(), "") << finding.code();
    } else {
      ASSERT_NE(imported.status().message(), "");
      ASSERT_EQ(FindInvalidUtf8(std::string(imported.status().message())), absl::string_view::npos);
    }
  }
}

}  // namespace
}  // namespace slipway
