// The corpus of exported definitions, which lies beside the repository and not in it.
#ifndef SLIPWAY_TESTS_MODEL_CORPUS_H_
#define SLIPWAY_TESTS_MODEL_CORPUS_H_

#include <ostream>
#include <string>
#include <vector>

namespace slipway::testing {

struct CorpusText {
  std::string name;  // definitions_004, a valid gtest parameter name
  std::string file;
  std::string text;
};

// What gtest prints for a parameter.
inline void PrintTo(const CorpusText& text, std::ostream* out) { *out << text.file; }

// $SLIPWAY_CORPUS, else ../shared/corpus beside the source tree, else /work/shared/corpus; empty when there is none.
std::string CorpusDirectory();

// Every exported definition (folders definitions and definitions-templated), bytes as found.
std::vector<CorpusText> CorpusDefinitions();

// Every body of the REST examples that holds one definition or a {count, value} wrapper of definitions, as text.
std::vector<CorpusText> CorpusExampleBodies();

// Every release object or list of releases: no definitions.
std::vector<CorpusText> CorpusReleases();

}  // namespace slipway::testing

#endif  // SLIPWAY_TESTS_MODEL_CORPUS_H_
