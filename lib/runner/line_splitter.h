// Cuts a byte stream into lines as the agent does: LF, CRLF and a lone CR each end a line (task-contract 2.1).
#ifndef SLIPWAY_RUNNER_LINE_SPLITTER_H_
#define SLIPWAY_RUNNER_LINE_SPLITTER_H_

#include <cstddef>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace slipway {

// Holds at most `max_line` bytes of an unfinished line. A CR that ends a chunk ends its line at once; an LF that then
// opens the next chunk belongs to it. Not thread-safe.
class LineSplitter {
 public:
  // Receives a line without its end (`ends_line`; all of it is taken, the result is ignored), or the first `max_line`
  // bytes of a longer one. In the second case it returns how many bytes it took (at least 1 is assumed): the rest opens
  // the next piece, which is the overlap window that keeps a secret from being cut in two. The view lives during the
  // call.
  using PieceFn = absl::FunctionRef<size_t(absl::string_view text, bool ends_line)>;

  explicit LineSplitter(size_t max_line) : max_line_(max_line) {}

  void Feed(absl::string_view chunk, PieceFn on_piece);
  // Whether the next byte begins a line (and is not the LF of a CRLF that was cut).
  bool at_line_start() const { return partial_.empty() && !skip_line_feed_; }
  // Hands over an unfinished last line, if there is one.
  void Flush(PieceFn on_piece);

 private:
  void Append(absl::string_view* segment, PieceFn on_piece);

  const size_t max_line_;
  std::string partial_;
  bool skip_line_feed_ = false;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_LINE_SPLITTER_H_
