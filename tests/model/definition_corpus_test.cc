// Every definition that real teams exported: it imports, it comes out equal, and what it means is where it should be.
#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/definition_import.h"
#include "model/definition_validate.h"
#include "model/findings.h"
#include "tests/model/corpus.h"

namespace slipway {
namespace {

using ::slipway::testing::CorpusText;

std::string Errors(const std::vector<v1::Finding>& findings) {
  std::string text;
  for (const v1::Finding& finding : findings) {
    if (finding.severity() == v1::SEVERITY_ERROR) text += FormatFinding(finding) + "\n";
  }
  return text;
}

// The library's own parse of the text as found: the importer's parser is not judged by itself.
nlohmann::ordered_json Parsed(const std::string& text) { return nlohmann::ordered_json::parse(text); }

// Puts the values back that the importer took out of the document.
nlohmann::ordered_json WithSecrets(nlohmann::ordered_json document, const SecretValues& secrets) {
  for (const auto& [path, value] : secrets) {
    constexpr absl::string_view kPrefix = "variables.";
    EXPECT_EQ(path.rfind(std::string(kPrefix), 0), 0u) << path;
    nlohmann::ordered_json& place = document["variables"].at(path.substr(kPrefix.size()))["value"];
    EXPECT_TRUE(place.is_null()) << path;
    place = value;
  }
  return document;
}

TEST(Corpus, IsBesideTheRepository) {
  if (testing::CorpusDirectory().empty()) {
    GTEST_SKIP() << "NO CORPUS: neither $SLIPWAY_CORPUS nor ../shared/corpus exists; no exported definition was tested";
  }
  EXPECT_EQ(testing::CorpusDefinitions().size(), 47u);
  EXPECT_EQ(testing::CorpusExampleBodies().size(), 92u);
  EXPECT_EQ(testing::CorpusReleases().size(), 5u);
}

class CorpusDefinition : public ::testing::TestWithParam<CorpusText> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CorpusDefinition);
INSTANTIATE_TEST_SUITE_P(All, CorpusDefinition, ::testing::ValuesIn(testing::CorpusDefinitions()),
                         [](const auto& info) { return info.param.name; });

TEST_P(CorpusDefinition, ImportsAndExportsAnEqualDocument) {
  const CorpusText& file = GetParam();
  const auto imported = ImportDefinitions(file.text, Limits());
  ASSERT_TRUE(imported.ok()) << file.file << ": " << imported.status();
  ASSERT_EQ(imported->size(), 1u);
  const ImportedDefinition& definition = imported->front();
  EXPECT_EQ(Errors(definition.findings), "") << file.file;
  const auto original = Parsed(file.text);
  for (const int indent : {2, -1}) {
    const auto exported = WithSecrets(Parsed(ExportDocument(definition.document, indent)), definition.secrets);
    EXPECT_TRUE(exported == original) << nlohmann::ordered_json::diff(original, exported).dump(2);
  }
}

// Two real files hold secrets in clear; nothing of them may be left in what is stored.
TEST_P(CorpusDefinition, HoldsNoSecretInClearAnyMore) {
  const auto imported = ImportDefinitions(GetParam().text, Limits());
  ASSERT_TRUE(imported.ok()) << imported.status();
  const ImportedDefinition& definition = imported->front();
  for (const auto& [name, variable] : definition.model.variables()) {
    EXPECT_TRUE(!variable.is_secret() || variable.value().empty()) << name;
  }
  const bool has_secrets =
      GetParam().name == "definitions_templated_013" || GetParam().name == "definitions_templated_016";
  EXPECT_EQ(!definition.secrets.empty(), has_secrets);
  const auto sealed = std::count_if(definition.findings.begin(), definition.findings.end(),
                                    [](const auto& finding) { return finding.code() == "SECRET_VALUE_SEALED"; });
  EXPECT_EQ(static_cast<size_t>(sealed), definition.secrets.size());
}

TEST_P(CorpusDefinition, HasEveryEnvironmentPhaseAndTaskInTheModel) {
  const auto document = Parsed(GetParam().text);
  const auto imported = ImportDefinitions(GetParam().text, Limits());
  ASSERT_TRUE(imported.ok()) << imported.status();
  const v1::ReleaseDefinition& model = imported->front().model;
  EXPECT_EQ(model.name(), document["name"].get<std::string>());
  ASSERT_EQ(model.environments().size(), static_cast<int>(document["environments"].size()));
  for (int i = 0; i < model.environments().size(); ++i) {
    const v1::DefinitionEnvironment& environment = model.environments(i);
    const auto& source = document["environments"][i];
    SCOPED_TRACE(environment.name());
    EXPECT_EQ(environment.name(), source["name"].get<std::string>());
    EXPECT_GT(environment.rank(), 0);
    EXPECT_EQ(environment.conditions().size(), static_cast<int>(source.value("conditions", Json::array()).size()));
    for (const v1::Condition& condition : environment.conditions()) {
      EXPECT_NE(condition.condition_type(), v1::CONDITION_TYPE_UNDEFINED);
      if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) continue;
      EXPECT_EQ(condition.status_mask(), 4);
    }
    const bool has_phases = source.contains("deployPhases") && !source["deployPhases"].empty();
    if (!has_phases) {
      ASSERT_EQ(environment.deploy_phases().size(), 1) << "the oldest shape is one agent phase";
      EXPECT_EQ(environment.deploy_phases(0).workflow_tasks().size(),
                static_cast<int>(source["deployStep"]["tasks"].size()));
      continue;
    }
    ASSERT_EQ(environment.deploy_phases().size(), static_cast<int>(source["deployPhases"].size()));
    for (int k = 0; k < environment.deploy_phases().size(); ++k) {
      const v1::DeployPhase& phase = environment.deploy_phases(k);
      const auto& phase_source = source["deployPhases"][k];
      EXPECT_GT(phase.rank(), 0);
      EXPECT_NE(phase.phase_type(), v1::DEPLOY_PHASE_TYPE_UNDEFINED);
      ASSERT_EQ(phase.workflow_tasks().size(), static_cast<int>(phase_source["workflowTasks"].size()));
      for (int t = 0; t < phase.workflow_tasks().size(); ++t) {
        const v1::WorkflowTask& task = phase.workflow_tasks(t);
        const auto& task_source = phase_source["workflowTasks"][t];
        EXPECT_EQ(task.version(), task_source["version"].get<std::string>());
        EXPECT_EQ(task.enabled(), task_source["enabled"].get<bool>());
        EXPECT_EQ(task.continue_on_error(), task_source["continueOnError"].get<bool>());
        EXPECT_EQ(task.definition_type(), "task");
        for (const auto& [name, value] : task_source["inputs"].items()) {
          ASSERT_TRUE(task.inputs().contains(name)) << name;
          EXPECT_EQ(task.inputs().at(name), value.get<std::string>()) << name;
        }
      }
    }
  }
}

TEST_P(CorpusDefinition, ReadsTheSameAgainFromItsExport) {
  const auto first = ImportDefinitions(GetParam().text, Limits());
  ASSERT_TRUE(first.ok()) << first.status();
  const auto stored = ParseJson(ExportDocument(first->front().document, -1), Limits());
  ASSERT_TRUE(stored.ok()) << stored.status();
  const auto again = ImportDefinition(*stored, Limits());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->document == first->front().document);
  EXPECT_EQ(again->model.ByteSizeLong(), first->front().model.ByteSizeLong());
  // The second time there is no secret left to warn about.
  EXPECT_EQ(again->findings.size(), first->front().findings.size() - first->front().secrets.size());
}

// What real teams ran is not refused; what does not run here, or not yet, is said with its path.
TEST_P(CorpusDefinition, Validates) {
  const auto imported = ImportDefinitions(GetParam().text, Limits());
  ASSERT_TRUE(imported.ok()) << imported.status();
  const std::vector<v1::Finding> findings = Validate(imported->front().model, Limits());
  EXPECT_EQ(Errors(findings), "");
  for (const v1::Finding& finding : findings) {
    EXPECT_EQ(finding.severity(), v1::SEVERITY_WARNING);
    EXPECT_NE(finding.path(), "") << finding.message();
    EXPECT_NE(finding.message(), "") << finding.path();
  }
}

class CorpusExample : public ::testing::TestWithParam<CorpusText> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CorpusExample);
INSTANTIATE_TEST_SUITE_P(All, CorpusExample, ::testing::ValuesIn(testing::CorpusExampleBodies()),
                         [](const auto& info) { return info.param.name; });

TEST_P(CorpusExample, ImportsAndExportsAnEqualDocument) {
  const auto body = Parsed(GetParam().text);
  const auto imported = ImportDefinitions(GetParam().text, Limits());
  ASSERT_TRUE(imported.ok()) << imported.status();
  const auto expected = body.contains("value") ? body["value"] : nlohmann::ordered_json::array({body});
  ASSERT_EQ(imported->size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const ImportedDefinition& definition = (*imported)[i];
    EXPECT_EQ(Errors(definition.findings), "");
    const auto exported = Parsed(ExportDocument(definition.document));
    EXPECT_TRUE(exported == expected[i]) << nlohmann::ordered_json::diff(expected[i], exported).dump(2);
    EXPECT_EQ(definition.model.name(), expected[i]["name"].get<std::string>());
  }
}

// The examples of lists hold stubs without their environments: what they lack is said.
TEST_P(CorpusExample, ValidatesOrSaysWhyNot) {
  const auto imported = ImportDefinitions(GetParam().text, Limits());
  ASSERT_TRUE(imported.ok()) << imported.status();
  for (const ImportedDefinition& definition : *imported) {
    const std::vector<v1::Finding> findings = Validate(definition.model, Limits());
    if (definition.model.environments().empty()) {
      EXPECT_EQ(Errors(findings), "environments: a definition needs at least one environment\n");
    } else {
      EXPECT_EQ(Errors(findings), "");
    }
  }
}

class CorpusRelease : public ::testing::TestWithParam<CorpusText> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CorpusRelease);
INSTANTIATE_TEST_SUITE_P(All, CorpusRelease, ::testing::ValuesIn(testing::CorpusReleases()),
                         [](const auto& info) { return info.param.name; });

TEST_P(CorpusRelease, IsRefusedByName) {
  const auto imported = ImportDefinitions(GetParam().text, Limits());
  ASSERT_EQ(imported.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(imported.status().message()), ::testing::HasSubstr("NOT_A_DEFINITION"));
  EXPECT_THAT(std::string(imported.status().message()), ::testing::HasSubstr("a release"));
}

}  // namespace
}  // namespace slipway
