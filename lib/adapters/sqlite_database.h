// A thin RAII layer over one SQLite connection: cached prepared statements, bound parameters only, codes turned into
// status.
#ifndef SLIPWAY_ADAPTERS_SQLITE_DATABASE_H_
#define SLIPWAY_ADAPTERS_SQLITE_DATABASE_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace slipway {

// A statement in use; reset when it goes away. Bind with the parameter's number, from 1.
class SqliteStatement {
 public:
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  SqliteStatement(SqliteStatement&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
  SqliteStatement(const SqliteStatement&) = delete;
  ~SqliteStatement() { Reset(); }

  void Bind(int index, int64_t value) { sqlite3_bind_int64(statement_, index, value); }
  // The bytes must stay until the statement is reset.
  void Bind(int index, absl::string_view text) {
    sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
  }
  void BindBlob(int index, absl::string_view bytes) {
    sqlite3_bind_blob64(statement_, index, bytes.data() == nullptr ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
  }
  // Microseconds since 1970; InfinitePast is NULL, InfiniteFuture the greatest number.
  void Bind(int index, absl::Time time);

  // SQLITE_ROW, SQLITE_DONE or an error code.
  int Step() { return sqlite3_step(statement_); }
  // Ready to be stepped again, with what was bound.
  void Rewind() { sqlite3_reset(statement_); }
  void Reset() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  int64_t Int(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string Text(int column) const;
  absl::Time Time(int column) const;

 private:
  sqlite3_stmt* statement_;
};

class SqliteDatabase {
 public:
  // `flags`: those of sqlite3_open_v2. Not thread-safe, and neither are its statements.
  static absl::StatusOr<std::unique_ptr<SqliteDatabase>> Open(const std::string& path, int flags,
                                                              const std::string& vfs);
  ~SqliteDatabase();

  // `sql` must be a literal: statements are cached by its address. nullptr inside when it cannot be prepared: Step
  // fails.
  SqliteStatement Prepare(const char* sql);
  // Statements without parameters and results; several, separated by semicolons.
  absl::Status Run(const char* sql);
  // Steps to the end, ignoring rows.
  absl::Status Finish(SqliteStatement& statement);
  // The last error as a status that names the file and what to do.
  absl::Status Error(absl::string_view doing) const;
  sqlite3* handle() { return handle_; }
  const std::string& path() const { return path_; }

 private:
  SqliteDatabase(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}

  const std::string path_;
  sqlite3* const handle_;
  absl::flat_hash_map<const char*, sqlite3_stmt*> statements_;
};

// What an (extended) SQLite result code means to a caller; `system_errno` tells a full disk behind an I/O error, 0 =
// unknown. BUSY, LOCKED -> UNAVAILABLE; FULL -> RESOURCE_EXHAUSTED; READONLY, PERM -> PERMISSION_DENIED; CANTOPEN,
// NOTADB -> FAILED_PRECONDITION; CORRUPT -> DATA_LOSS; a broken UNIQUE -> ALREADY_EXISTS; TOOBIG -> INVALID_ARGUMENT;
// else INTERNAL.
absl::Status SqliteStatus(int code, int system_errno, absl::string_view message, absl::string_view path,
                          absl::string_view doing);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SQLITE_DATABASE_H_
