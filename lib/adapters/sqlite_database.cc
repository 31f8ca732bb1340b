#include "adapters/sqlite_database.h"

#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {

void SqliteStatement::Bind(int index, absl::Time time) {
  if (time == absl::InfinitePast()) {
    sqlite3_bind_null(statement_, index);
  } else {
    sqlite3_bind_int64(statement_, index, absl::ToUnixMicros(time));
  }
}

std::string SqliteStatement::Text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

absl::Time SqliteStatement::Time(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return absl::InfinitePast();
  const int64_t micros = sqlite3_column_int64(statement_, column);
  return micros == std::numeric_limits<int64_t>::max() ? absl::InfiniteFuture() : absl::FromUnixMicros(micros);
}

absl::Status SqliteStatus(int code, int system_errno, absl::string_view message, absl::string_view path,
                          absl::string_view doing) {
  const std::string text = absl::StrCat(path, ": ", doing, ": ", message);
  const int primary = code & 0xff;
  const bool disk_full = system_errno == ENOSPC || system_errno == EDQUOT;
  if (primary == SQLITE_FULL || ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && disk_full)) {
    return absl::ResourceExhaustedError(absl::StrCat(text, "; free some space on that disk, nothing was lost"));
  }
  switch (primary) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::UnavailableError(absl::StrCat(text, "; another program is writing to it, try again"));
    case SQLITE_NOMEM:
      return absl::ResourceExhaustedError(text);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return absl::PermissionDeniedError(absl::StrCat(text, "; the file and its folder must be writable"));
    case SQLITE_CANTOPEN:
      return absl::FailedPreconditionError(
          absl::StrCat(text, "; it must be a file in an existing folder, both readable and writable"));
    case SQLITE_CORRUPT:
      return absl::DataLossError(absl::StrCat(text, "; restore it from a backup"));
    case SQLITE_NOTADB:
      return absl::FailedPreconditionError(absl::StrCat(text, "; this is not a Slipway database, name another file"));
    case SQLITE_TOOBIG:
      return absl::InvalidArgumentError(absl::StrCat(text, "; a value may have up to 1,000,000,000 bytes"));
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return absl::AlreadyExistsError(text);
      return absl::InternalError(text);
    case SQLITE_IOERR:
      return absl::InternalError(absl::StrCat(text, " (", system_errno == 0 ? "SQLite code " : "",
                                              system_errno == 0 ? absl::StrCat(code) : std::strerror(system_errno),
                                              "); check the disk"));
    default:
      return absl::InternalError(absl::StrCat(text, " (SQLite code ", code, ")"));
  }
}

absl::StatusOr<std::unique_ptr<SqliteDatabase>> SqliteDatabase::Open(const std::string& path, int flags,
                                                                     const std::string& vfs) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (code != SQLITE_OK) {
    const absl::Status status =
        SqliteStatus(code, handle == nullptr ? 0 : sqlite3_system_errno(handle),
                     handle == nullptr ? "out of memory" : sqlite3_errmsg(handle), path, "cannot be opened");
    sqlite3_close(handle);
    return status;
  }
  sqlite3_extended_result_codes(handle, 1);
  return std::unique_ptr<SqliteDatabase>(new SqliteDatabase(path, handle));
}

SqliteDatabase::~SqliteDatabase() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

SqliteStatement SqliteDatabase::Prepare(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  }
  return SqliteStatement(statement);
}

absl::Status SqliteDatabase::Run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error("cannot be used");
}

absl::Status SqliteDatabase::Finish(SqliteStatement& statement) {
  int code;
  while ((code = statement.Step()) == SQLITE_ROW) {
  }
  return code == SQLITE_DONE ? absl::OkStatus() : Error("cannot be written");
}

absl::Status SqliteDatabase::Error(absl::string_view doing) const {
  return SqliteStatus(sqlite3_extended_errcode(handle_), sqlite3_system_errno(handle_), sqlite3_errmsg(handle_), path_,
                      doing);
}

}  // namespace slipway
