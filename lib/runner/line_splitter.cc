#include "runner/line_splitter.h"

#include <algorithm>
#include <cstring>

namespace slipway {
namespace {

size_t FindByte(absl::string_view text, char byte, size_t from) {
  if (from >= text.size()) return absl::string_view::npos;
  const void* hit = std::memchr(text.data() + from, byte, text.size() - from);
  return hit == nullptr ? absl::string_view::npos : static_cast<const char*>(hit) - text.data();
}

}  // namespace

void LineSplitter::Append(absl::string_view* segment, PieceFn on_piece) {
  while (partial_.size() + segment->size() > max_line_) {
    const size_t take = max_line_ - partial_.size();
    partial_.append(segment->data(), take);
    segment->remove_prefix(take);
    const size_t taken = on_piece(partial_, false);
    partial_.erase(0, std::clamp<size_t>(taken, 1, partial_.size()));
  }
}

void LineSplitter::Feed(absl::string_view chunk, PieceFn on_piece) {
  if (chunk.empty()) return;
  if (skip_line_feed_ && chunk[0] == '\n') chunk.remove_prefix(1);
  skip_line_feed_ = false;
  // Both positions only move forward, so that a chunk of nothing but CRs stays linear.
  size_t line_feed = FindByte(chunk, '\n', 0);
  size_t carriage_return = FindByte(chunk, '\r', 0);
  size_t position = 0;
  while (position < chunk.size()) {
    const size_t end = std::min(line_feed, carriage_return);
    absl::string_view segment = chunk.substr(position, end == absl::string_view::npos ? end : end - position);
    Append(&segment, on_piece);
    if (end == absl::string_view::npos) {
      partial_.append(segment.data(), segment.size());
      return;
    }
    if (partial_.empty()) {
      on_piece(segment, true);
    } else {
      partial_.append(segment.data(), segment.size());
      on_piece(partial_, true);
      partial_.clear();
    }
    position = end + 1;
    if (end == carriage_return) {
      if (position == chunk.size()) {
        skip_line_feed_ = true;
      } else if (chunk[position] == '\n') {
        ++position;
      }
      carriage_return = FindByte(chunk, '\r', position);
    }
    if (line_feed < position) line_feed = FindByte(chunk, '\n', position);
  }
}

void LineSplitter::Flush(PieceFn on_piece) {
  if (partial_.empty()) return;
  on_piece(partial_, true);
  partial_.clear();
}

}  // namespace slipway
