// Releases whose artifacts come from sources: versions, the step that downloads, what is new.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/engine/engine_fixture.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Versions "1", "2", ... of one source; newest first.
class FakeSources : public ArtifactSourceFactory {
 public:
  class Source : public ArtifactSource {
   public:
    explicit Source(FakeSources* all) : all_(all) {}
    absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
      all_->queries.push_back(query);
      if (!all_->error.ok()) return all_->error;
      std::vector<v1::ArtifactVersion> versions;
      for (const v1::ArtifactVersion& version : all_->versions) {
        if (static_cast<int32_t>(versions.size()) >= query.limit) break;
        if (!query.version.empty() && version.id() != query.version && version.name() != query.version) continue;
        if (!query.branch.empty() && version.source_branch() != query.branch) continue;
        versions.push_back(version);
      }
      return versions;
    }
    absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion&) override {
      return absl::UnimplementedError("");
    }
    absl::Status Fetch(const ArtifactItem&, const std::string&, const FetchOptions&) override {
      return absl::UnimplementedError("");
    }
    absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                    const v1::ArtifactVersion& to, int32_t) override {
      v1::ArtifactChanges changes;
      for (int number = std::stoi(to.id()); number > (from ? std::stoi(from->id()) : number - 1); --number) {
        changes.add_changes()->set_id(absl::StrCat("c", number));
      }
      return changes;
    }

   private:
    FakeSources* const all_;
  };
  absl::StatusOr<std::unique_ptr<ArtifactSource>> Make(const ArtifactOrigin& origin) override {
    origins.push_back(origin);
    return std::make_unique<Source>(this);
  }
  void Add(int number, const char* branch = "main") {
    v1::ArtifactVersion version;
    version.set_id(absl::StrCat(number));
    version.set_name(absl::StrCat("1.0.", number));
    version.set_source_branch(branch);
    version.set_url(absl::StrCat("http://builds/", number));
    versions.insert(versions.begin(), version);
  }

  std::vector<v1::ArtifactVersion> versions;
  std::vector<ArtifactQuery> queries;
  std::vector<ArtifactOrigin> origins;
  absl::Status error;
};

class ArtifactTest : public EngineTest {
 protected:
  ArtifactTest() {
    artifacts_ = &sources_;
    sources_.Add(1);
    sources_.Add(2);
  }

  static Json ArtifactJson(const std::string& alias, const std::string& definition, Json more = Json::object()) {
    Json reference = {{"definition", {{"id", definition}, {"name", definition}}}};
    for (const auto& [key, value] : more.items()) reference[key] = {{"id", value}, {"name", value}};
    return {{"alias", alias}, {"type", "Build"}, {"isPrimary", true}, {"definitionReference", reference}};
  }
  int64_t ImportWith(std::vector<Json> artifacts, Json input = Json::object(),
                     std::vector<std::string> names = {"Dev"}) {
    std::vector<Json> environments;
    for (const std::string& name : names) {
      environments.push_back(EnvironmentJson(name, static_cast<int>(environments.size()) + 1, {},
                                             {PhaseJson({TaskJson("deploy")}, input)}));
    }
    Json document = DefinitionJson(environments);
    document["artifacts"] = artifacts;
    return Import(document);
  }
  void Put(const std::string& source, const std::string& kind = "folder") {
    v1::PutArtifactSourceRequest request;
    request.mutable_source()->set_source(source);
    request.mutable_source()->set_kind(kind);
    request.mutable_source()->set_location("/drops");
    const auto response = engine_->PutArtifactSource(request);
    ASSERT_TRUE(response.ok()) << response.status();
  }
  std::vector<std::string> TaskNames(int64_t release = 1) {
    std::vector<std::string> names;
    const v1::Deployment deployment = Last("Dev", release);
    for (const v1::Task& task : deployment.phases(0).jobs(0).tasks()) names.push_back(task.name());
    return names;
  }
  absl::Status TryCreate(int64_t definition, const char* version = "") {
    v1::CreateReleaseRequest request;
    request.set_definition_id(definition);
    if (*version != '\0') {
      request.add_artifacts()->set_alias("app");
      request.mutable_artifacts(0)->set_id(version);
    }
    const auto response = engine_->CreateRelease(request);
    Pump();
    return response.status();
  }

  FakeSources sources_;
};

TEST_F(ArtifactTest, AReleaseTakesTheNewestVersionAndItsJobsBeginWithDownloadingIt) {
  Put("Shop-CI");
  Create(ImportWith({ArtifactJson("app", "Shop-CI")}));
  const v1::Release release = Get();
  ASSERT_THAT(release.artifacts(), SizeIs(1));
  EXPECT_EQ(release.artifacts(0).id(), "2");
  EXPECT_EQ(release.artifacts(0).url(), "http://builds/2");
  EXPECT_THAT(TaskNames(), ElementsAre("Download artifacts", "deploy"));
  ASSERT_THAT(Running(), ElementsAre("download"));
  ASSERT_THAT(library_.downloads, SizeIs(1));
  const TaskInvocation& download = library_.downloads[0];
  ASSERT_THAT(download.artifacts, SizeIs(1));
  EXPECT_EQ(download.artifacts[0].origin.kind, "folder");
  EXPECT_EQ(download.artifacts[0].origin.location, "/drops");
  EXPECT_EQ(download.artifacts[0].version.id(), "2");
  EXPECT_EQ(download.artifact_cache, folder_ + "/artifacts");
  Finish("download");
  Finish("deploy");
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(ArtifactTest, WithoutSourcesNothingChanges) {
  Create(ImportWith({ArtifactJson("app", "Shop-CI")}));
  EXPECT_THAT(TaskNames(), ElementsAre("deploy"));
  EXPECT_THAT(sources_.queries, IsEmpty());
}

TEST_F(ArtifactTest, AReleaseKeepsTheStepAfterARestartAndAfterItsSourceIsGone) {
  Put("Shop-CI");
  Create(ImportWith({ArtifactJson("app", "Shop-CI")}));
  v1::DeleteResourceRequest remove;
  remove.set_kind(v1::RESOURCE_KIND_ARTIFACT_SOURCE);
  remove.set_id("SHOP-CI");
  ASSERT_TRUE(engine_->DeleteResource(remove).ok());
  Reopen();
  EXPECT_THAT(TaskNames(), ElementsAre("Download artifacts", "deploy"));
  v1::VerifyRequest verify;
  const auto verified = engine_->Verify(verify);
  ASSERT_TRUE(verified.ok());
  EXPECT_THAT(verified->findings(), IsEmpty());
}

TEST_F(ArtifactTest, AFailedDownloadFailsTheJobBeforeItsFirstTask) {
  Put("Shop-CI");
  Create(ImportWith({ArtifactJson("app", "Shop-CI")}));
  Finish("download", TaskResult::kFailed);
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(TaskOf("Dev", 1), v1::TASK_STATUS_SKIPPED);
}

TEST_F(ArtifactTest, WhatThePhaseAsksForReachesTheStep) {
  Put("Shop-CI");
  Put("Tools");
  Put("Docs");
  const Json input = {{"artifactsDownloadInput",
                       {{"downloadInputs",
                         {{{"alias", "app"}, {"artifactDownloadMode", "Selective"}, {"artifactItems", {"web/**"}}},
                          {{"alias", "tools"}, {"artifactDownloadMode", "Skip"}, {"artifactItems", Json::array()}}}}}}};
  Create(ImportWith({ArtifactJson("app", "Shop-CI"), ArtifactJson("tools", "Tools"), ArtifactJson("docs", "Docs"),
                     ArtifactJson("other", "Nowhere")},
                    input));
  ASSERT_THAT(library_.downloads, SizeIs(1));
  const std::vector<ArtifactDownload>& artifacts = library_.downloads[0].artifacts;
  ASSERT_THAT(artifacts, SizeIs(4));
  EXPECT_THAT(artifacts[0].items, ElementsAre("web/**"));
  EXPECT_THAT(artifacts[1].skip, HasSubstr("does not ask for it"));
  EXPECT_FALSE(artifacts[1].warn);
  EXPECT_THAT(artifacts[2].items, IsEmpty());
  EXPECT_THAT(artifacts[2].skip, IsEmpty());
  EXPECT_TRUE(artifacts[3].warn);
  EXPECT_THAT(artifacts[3].skip, HasSubstr("was not known here"));
}

TEST_F(ArtifactTest, APhaseThatSkipsArtifactsHasNoStep) {
  Put("Shop-CI");
  Create(ImportWith({ArtifactJson("app", "Shop-CI")}, {{"skipArtifactsDownload", true}}));
  EXPECT_THAT(TaskNames(), ElementsAre("deploy"));
}

TEST_F(ArtifactTest, DefaultVersionsAreAskedForAsTheDefinitionSays) {
  Put("Shop-CI");
  sources_.Add(3, "topic");
  const auto version_of = [&](Json more) {
    Create(ImportWith({ArtifactJson("app", "Shop-CI", more)}));
    v1::ListReleasesRequest list;
    const int64_t newest = engine_->ListReleases(list)->releases(0).id();
    return Get(newest).artifacts(0).id();
  };
  EXPECT_EQ(version_of({{"defaultVersionType", "latestType"}}), "3");
  EXPECT_EQ(version_of({{"defaultVersionType", "specificVersionType"}, {"defaultVersionSpecific", "1"}}), "1");
  EXPECT_EQ(version_of({{"defaultVersionType", "latestFromBranchType"}, {"branch", "main"}}), "2");
  EXPECT_EQ(version_of({{"defaultVersionType", "latestWithBranchAndTagsType"},
                        {"defaultVersionBranch", "main"},
                        {"defaultVersionTags", "a, b"}}),
            "2");
  EXPECT_THAT(sources_.queries.back().tags, ElementsAre("a", "b"));
}

TEST_F(ArtifactTest, AVersionThatIsGivenIsLookedUpByItsIdOrName) {
  Put("Shop-CI");
  const int64_t definition = ImportWith({ArtifactJson("app", "Shop-CI")});
  ASSERT_TRUE(TryCreate(definition, "1.0.1").ok());
  EXPECT_EQ(Get().artifacts(0).id(), "1");
  const absl::Status missing = TryCreate(definition, "77");
  EXPECT_TRUE(absl::IsFailedPrecondition(missing));
  EXPECT_THAT(missing.message(), HasSubstr("artifacts: 'app': its source has no version '77'"));
}

TEST_F(ArtifactTest, AVersionToBeChosenMustBeGiven) {
  Put("Shop-CI");
  const int64_t definition =
      ImportWith({ArtifactJson("app", "Shop-CI", {{"defaultVersionType", "selectDuringReleaseCreationType"}})});
  const absl::Status status = TryCreate(definition);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(status.message(), HasSubstr("give one; the newest are 1.0.2, 1.0.1"));
  EXPECT_TRUE(TryCreate(definition, "2").ok());
}

TEST_F(ArtifactTest, ASourceThatCannotBeReachedMakesNoRelease) {
  Put("Shop-CI");
  sources_.error = absl::UnavailableError("no route to host");
  const absl::Status status = TryCreate(ImportWith({ArtifactJson("app", "Shop-CI")}));
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(status.message(), HasSubstr("artifacts: 'app': no route to host"));
  v1::ListReleasesRequest list;
  EXPECT_THAT(engine_->ListReleases(list)->releases(), IsEmpty());
}

TEST_F(ArtifactTest, AHostThatDownloadsIsAskedForNoVersions) {
  Put("Shop-CI", "host");
  Create(ImportWith({ArtifactJson("app", "Shop-CI")}));
  EXPECT_THAT(TaskNames(), ElementsAre("Download artifacts", "deploy"));
  EXPECT_THAT(sources_.queries, IsEmpty());
}

TEST_F(ArtifactTest, ConnectionsOfTheDefinitionAreFoundAmongTheEndpoints) {
  v1::PutServiceEndpointRequest put;
  put.mutable_endpoint()->set_name("jenkins at work");
  put.mutable_endpoint()->set_url("http://jenkins.test");
  const auto endpoint = engine_->PutServiceEndpoint(put);
  ASSERT_TRUE(endpoint.ok());
  Json jenkins = ArtifactJson("app", "team/shop", {{"connection", endpoint->endpoint().id()}});
  jenkins["type"] = "Jenkins";
  Json unknown = ArtifactJson("other", "x", {{"connection", "99999999-0000-0000-0000-000000000000"}});
  unknown["type"] = "Jenkins";
  Create(ImportWith({jenkins, unknown}));
  ASSERT_THAT(library_.downloads, SizeIs(1));
  EXPECT_EQ(library_.downloads[0].artifacts[0].origin.kind, "jenkins");
  EXPECT_EQ(library_.downloads[0].artifacts[0].origin.location, "http://jenkins.test");
  EXPECT_TRUE(library_.downloads[0].artifacts[1].warn);
}

TEST_F(ArtifactTest, ChangesAreThoseSinceTheLastOtherReleaseThatReachedTheEnvironment) {
  Put("Shop-CI");
  sources_.Add(3);
  const int64_t definition = ImportWith({ArtifactJson("app", "Shop-CI")});
  for (const char* version : {"1", "2"}) {
    ASSERT_TRUE(TryCreate(definition, version).ok());
    Finish("download");
    Finish("deploy", std::string(version) == "1" ? TaskResult::kSucceeded : TaskResult::kFailed);
  }
  ASSERT_TRUE(TryCreate(definition, "3").ok());
  v1::GetChangesRequest request;
  request.set_release_id(3);
  request.set_since_environment("dev");
  auto changes = engine_->GetChanges(request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  EXPECT_EQ(changes->base_release_id(), 1);  // the second one failed there
  ASSERT_THAT(changes->artifacts(), SizeIs(1));
  ASSERT_THAT(changes->artifacts(0).changes(), SizeIs(2));
  EXPECT_EQ(changes->artifacts(0).changes(0).id(), "c3");
  EXPECT_EQ(changes->artifacts(0).from().id(), "1");

  request.clear_since_environment();
  changes = engine_->GetChanges(request);
  ASSERT_TRUE(changes.ok());
  EXPECT_EQ(changes->base_release_id(), 2);

  request.set_release_id(1);
  request.set_base_release_id(3);
  changes = engine_->GetChanges(request);
  ASSERT_TRUE(changes.ok());
  EXPECT_TRUE(changes->artifacts(0).is_rollback());
  EXPECT_THAT(changes->artifacts(0).changes(), SizeIs(2));

  request.set_since_environment("Dev");
  EXPECT_TRUE(absl::IsInvalidArgument(engine_->GetChanges(request).status()));
  request.Clear();
  request.set_release_id(77);
  EXPECT_TRUE(absl::IsNotFound(engine_->GetChanges(request).status()));
}

TEST_F(ArtifactTest, ChangesOfWhatNothingIsKnownOfSayWhy) {
  const int64_t definition = ImportWith({ArtifactJson("app", "Shop-CI")});
  ASSERT_TRUE(TryCreate(definition, "1").ok());
  v1::GetChangesRequest request;
  request.set_release_id(1);
  const auto changes = engine_->GetChanges(request);
  ASSERT_TRUE(changes.ok());
  EXPECT_EQ(changes->base_release_id(), 0);
  EXPECT_THAT(changes->artifacts(0).note(), HasSubstr("not known here"));
}

}  // namespace
}  // namespace slipway
