#include "runner/line_splitter.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace slipway {
namespace {

std::vector<std::string> Split(const std::vector<std::string>& chunks, size_t max_line = 1000) {
  LineSplitter splitter(max_line);
  std::vector<std::string> lines;
  const auto take = [&](absl::string_view text, bool) {
    lines.emplace_back(text);
    return text.size();
  };
  for (const std::string& chunk : chunks) splitter.Feed(chunk, take);
  splitter.Flush(take);
  return lines;
}

using Lines = std::vector<std::string>;

TEST(LineSplitter, LineFeedCarriageReturnAndBothEndALine) {
  EXPECT_EQ(Split({"a\nb\r\nc\rd"}), (Lines{"a", "b", "c", "d"}));
}

TEST(LineSplitter, EmptyLinesAreLines) { EXPECT_EQ(Split({"\n\r\n\r\ra\n"}), (Lines{"", "", "", "", "a"})); }

TEST(LineSplitter, AnUnfinishedLastLineIsALineButNothingIsNot) {
  EXPECT_EQ(Split({"a"}), (Lines{"a"}));
  EXPECT_EQ(Split({"a\n"}), (Lines{"a"}));
  EXPECT_EQ(Split({""}), (Lines{}));
}

TEST(LineSplitter, ACarriageReturnAtTheEndOfAChunkEndsItsLineAtOnce) {
  LineSplitter splitter(100);
  Lines lines;
  const auto take = [&](absl::string_view text, bool) {
    lines.emplace_back(text);
    return text.size();
  };
  splitter.Feed("50%\r", take);
  EXPECT_EQ(lines, (Lines{"50%"}));
  splitter.Feed("", take);
  splitter.Feed("\nnext\n", take);
  EXPECT_EQ(lines, (Lines{"50%", "next"}));
}

TEST(LineSplitter, NulBytesAreOrdinaryBytes) {
  const std::string text("a\0b\n", 4);
  EXPECT_EQ(Split({text}), (Lines{std::string("a\0b", 3)}));
}

TEST(LineSplitter, ChunkBordersNeverMatter) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t n = random() % 20; n > 0; --n) text.push_back("ab\r\n"[random() % 4]);
    std::vector<std::string> chunks;
    for (size_t at = 0; at < text.size();) {
      const size_t size = 1 + random() % 4;
      chunks.push_back(text.substr(at, size));
      at += size;
    }
    EXPECT_EQ(Split(chunks), Split({text})) << round;
  }
}

TEST(LineSplitter, ALineThatIsTooLongComesInPiecesThatOverlapAsTheTakerWants) {
  LineSplitter splitter(10);
  std::string joined;
  int pieces = 0;
  const auto take = [&](absl::string_view text, bool ends_line) -> size_t {
    ++pieces;
    EXPECT_LE(text.size(), 10u);
    if (!ends_line) {
      EXPECT_EQ(text.size(), 10u);
      joined.append(text.data(), 7);
      return 7;
    }
    joined.append(text.data(), text.size());
    joined += '|';
    return text.size();
  };
  splitter.Feed("0123456789abcdefghij", take);
  splitter.Feed("klmnopqrstuvw\nxyz\n", take);
  EXPECT_EQ(joined, "0123456789abcdefghijklmnopqrstuvw|xyz|");
  EXPECT_GT(pieces, 4);
}

TEST(LineSplitter, ALineOfExactlyTheLimitIsOneLine) { EXPECT_EQ(Split({"0123456789\n"}, 10), (Lines{"0123456789"})); }

}  // namespace
}  // namespace slipway
