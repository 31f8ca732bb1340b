#include "tests/model/corpus.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "nlohmann/json.hpp"

namespace slipway::testing {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string TestName(std::string text) {
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return text;
}

std::vector<CorpusText> JsonFilesBelow(const std::string& folder) {
  std::vector<CorpusText> files;
  const std::string corpus = CorpusDirectory();
  if (corpus.empty() || !fs::is_directory(fs::path(corpus) / folder)) return files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(fs::path(corpus) / folder)) {
    if (entry.path().extension() != ".json") continue;
    const fs::path relative = fs::relative(entry.path(), corpus);
    files.push_back(
        {TestName((relative.parent_path() / relative.stem()).string()), relative.string(), ReadFile(entry.path())});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return files;
}

}  // namespace

std::string CorpusDirectory() {
  std::vector<std::string> places;
  if (const char* given = std::getenv("SLIPWAY_CORPUS"); given != nullptr) places.emplace_back(given);
  places.emplace_back(SLIPWAY_SOURCE_DIR "/../shared/corpus");
  places.emplace_back("/work/shared/corpus");
  for (const std::string& place : places) {
    if (fs::is_directory(place)) return place;
  }
  return "";
}

std::vector<CorpusText> CorpusDefinitions() {
  std::vector<CorpusText> all = JsonFilesBelow("definitions");
  for (CorpusText& text : JsonFilesBelow("definitions-templated")) all.push_back(std::move(text));
  return all;
}

std::vector<CorpusText> CorpusExampleBodies() {
  std::vector<CorpusText> bodies;
  for (const CorpusText& file : JsonFilesBelow("spec-examples")) {
    if (file.file.find("/definitions/") == std::string::npos) continue;
    const auto example = nlohmann::ordered_json::parse(file.text);
    if (example["parameters"].contains("body")) {
      bodies.push_back({file.name + "_request", file.file, example["parameters"]["body"].dump(2)});
    }
    for (const auto& [status, response] : example["responses"].items()) {
      if (response.contains("body")) bodies.push_back({file.name + "_" + status, file.file, response["body"].dump(2)});
    }
  }
  return bodies;
}

std::vector<CorpusText> CorpusReleases() { return JsonFilesBelow("releases"); }

}  // namespace slipway::testing
