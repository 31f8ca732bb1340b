// JSON text as events, for requests: what nlohmann's sax_parse does, and as strictly (RFC 8259; a BOM in front is
// passed over), several times faster, because a string without escapes is found and copied whole. The text must be
// valid UTF-8; the caller has checked.
//
// Numbers: an integer without fraction and exponent that fits 64 bits is number_unsigned, with a minus number_integer;
// all others are number_float. A handler's false ends the scan.
#ifndef SLIPWAY_CAPI_JSON_SCAN_H_
#define SLIPWAY_CAPI_JSON_SCAN_H_

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace slipway::capi {

// Handler: null(), boolean(bool), number_integer(int64_t), number_unsigned(uint64_t), number_float(double),
// string(std::string&), key(std::string&), start_object(), end_object(), start_array(), end_array() return whether to
// go on; malformed(offset) and too_large(offset) (a number that no double holds) are told and end it.
template <typename Handler>
class JsonScanner {
 public:
  JsonScanner(absl::string_view text, Handler* handler)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), handler_(*handler) {}

  // Whether the whole text was one value and the handler took it.
  bool Scan() {
    if (end_ - at_ >= 3 && std::memcmp(at_, "\xEF\xBB\xBF", 3) == 0) at_ += 3;
    SkipSpace();
    if (!Value()) return false;
    while (!open_.empty()) {
      if (!Next()) return false;
    }
    SkipSpace();
    return at_ == end_ || Malformed();
  }

 private:
  // Behind a value or an opening bracket: a comma, a closing bracket, a key.
  bool Next() {
    const bool object = open_.back();
    const bool first = first_;
    first_ = false;
    SkipSpace();
    if (at_ == end_) return Malformed();
    if (*at_ == (object ? '}' : ']')) {
      ++at_;
      open_.pop_back();
      return object ? handler_.end_object() : handler_.end_array();
    }
    if (!first) {
      if (*at_ != ',') return Malformed();
      ++at_;
      SkipSpace();
    }
    if (object) {
      if (at_ == end_ || *at_ != '"') return Malformed();
      if (!Text() || !handler_.key(text_)) return false;
      SkipSpace();
      if (at_ == end_ || *at_ != ':') return Malformed();
      ++at_;
      SkipSpace();
    }
    return Value();
  }

  bool Value() {
    if (at_ == end_) return Malformed();
    switch (*at_) {
      case '{':
        ++at_;
        open_.push_back(true);
        first_ = true;
        return handler_.start_object();
      case '[':
        ++at_;
        open_.push_back(false);
        first_ = true;
        return handler_.start_array();
      case '"':
        return Text() && handler_.string(text_);
      case 't':
        return Word("true") && handler_.boolean(true);
      case 'f':
        return Word("false") && handler_.boolean(false);
      case 'n':
        return Word("null") && handler_.null();
      default:
        return Number();
    }
  }

  bool Word(absl::string_view word) {
    if (static_cast<size_t>(end_ - at_) < word.size() || std::memcmp(at_, word.data(), word.size()) != 0)
      return Malformed();
    at_ += word.size();
    return true;
  }

  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }
  bool SkipDigits() {
    const char* const start = at_;
    while (at_ < end_ && IsDigit(*at_)) ++at_;
    return at_ > start;
  }

  bool Number() {
    const char* const start = at_;
    const bool negative = *at_ == '-';
    if (negative) ++at_;
    if (at_ == end_ || !IsDigit(*at_)) return Malformed();
    if (*at_ == '0') {
      ++at_;
    } else {
      SkipDigits();
    }
    bool integer = true;
    if (at_ < end_ && *at_ == '.') {
      integer = false;
      ++at_;
      if (!SkipDigits()) return Malformed();
    }
    if (at_ < end_ && (*at_ == 'e' || *at_ == 'E')) {
      integer = false;
      ++at_;
      if (at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      if (!SkipDigits()) return Malformed();
    }
    if (integer && negative) {
      int64_t value;
      if (std::from_chars(start, at_, value).ec == std::errc()) return handler_.number_integer(value);
    } else if (integer) {
      uint64_t value;
      if (std::from_chars(start, at_, value).ec == std::errc()) return handler_.number_unsigned(value);
    }
    double value = 0;
    // Too small for a double is zero, as strtod has it; too large is told.
    if (std::from_chars(start, at_, value).ec == std::errc::result_out_of_range) {
      if (!absl::SimpleAtod(absl::string_view(start, static_cast<size_t>(at_ - start)), &value) || std::isinf(value)) {
        handler_.too_large(static_cast<size_t>(at_ - begin_));
        return false;
      }
    }
    return handler_.number_float(value);
  }

  // A string into text_.
  bool Text() {
    ++at_;
    text_.clear();
    for (;;) {
      const char* const start = at_;
      while (at_ < end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20) ++at_;
      text_.append(start, at_);
      if (at_ == end_ || static_cast<unsigned char>(*at_) < 0x20) return Malformed();
      if (*at_++ == '"') return true;
      if (!Escape()) return Malformed();
    }
  }

  bool Escape() {
    if (at_ == end_) return false;
    switch (*at_++) {
      case '"':
        text_ += '"';
        return true;
      case '\\':
        text_ += '\\';
        return true;
      case '/':
        text_ += '/';
        return true;
      case 'b':
        text_ += '\b';
        return true;
      case 'f':
        text_ += '\f';
        return true;
      case 'n':
        text_ += '\n';
        return true;
      case 'r':
        text_ += '\r';
        return true;
      case 't':
        text_ += '\t';
        return true;
      case 'u':
        return CodePoint();
      default:
        return false;
    }
  }

  bool CodePoint() {
    uint32_t code;
    if (!Hex(&code) || (code >= 0xDC00 && code <= 0xDFFF)) return false;
    if (code >= 0xD800 && code <= 0xDBFF) {
      uint32_t low;
      if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return false;
      at_ += 2;
      if (!Hex(&low) || low < 0xDC00 || low > 0xDFFF) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    const auto add = [this](uint32_t byte) { text_ += static_cast<char>(byte); };
    if (code < 0x80) {
      add(code);
    } else if (code < 0x800) {
      add(0xC0 | code >> 6);
      add(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      add(0xE0 | code >> 12);
      add(0x80 | (code >> 6 & 0x3F));
      add(0x80 | (code & 0x3F));
    } else {
      add(0xF0 | code >> 18);
      add(0x80 | (code >> 12 & 0x3F));
      add(0x80 | (code >> 6 & 0x3F));
      add(0x80 | (code & 0x3F));
    }
    return true;
  }

  bool Hex(uint32_t* code) {
    if (end_ - at_ < 4) return false;
    const auto parsed = std::from_chars(at_, at_ + 4, *code, 16);
    if (parsed.ec != std::errc() || parsed.ptr != at_ + 4) return false;
    at_ += 4;
    return true;
  }

  void SkipSpace() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  bool Malformed() {
    handler_.malformed(static_cast<size_t>(at_ - begin_));
    return false;
  }

  const char* const begin_;
  const char* at_;
  const char* const end_;
  Handler& handler_;
  std::vector<bool> open_;  // of the containers around: whether they are objects
  bool first_ = false;      // nothing of the innermost one has been read
  std::string text_;
};

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_JSON_SCAN_H_
