#include "adapters/simulation_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "model/json_text.h"

namespace slipway {
namespace {

std::string When(absl::Time time) {
  if (time == absl::InfinitePast()) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, absl::UTCTimeZone());
}

absl::string_view Word(v1::EnvironmentStatus status) {
  switch (status) {
    case v1::ENVIRONMENT_STATUS_SUCCEEDED:
      return "succeeded";
    case v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED:
      return "partiallySucceeded";
    case v1::ENVIRONMENT_STATUS_REJECTED:
      return "rejected";
    case v1::ENVIRONMENT_STATUS_CANCELED:
      return "canceled";
    default:
      return "inProgress";
  }
}

absl::string_view Color(v1::EnvironmentStatus status) {
  switch (status) {
    case v1::ENVIRONMENT_STATUS_SUCCEEDED:
      return "#2e9e5b";
    case v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED:
      return "#d99a1c";
    case v1::ENVIRONMENT_STATUS_REJECTED:
      return "#c8372d";
    case v1::ENVIRONMENT_STATUS_CANCELED:
      return "#8a8f98";
    default:
      return "#3874c8";
  }
}

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

struct Totals {
  std::map<std::string, int64_t> by_status;
  int64_t deployments = 0;
};

Totals Count(const SimulationReport& report) {
  Totals totals;
  for (const auto& [id, release] : report.releases) {
    for (const SimulatedAttempt& attempt : release.attempts) {
      ++totals.deployments;
      ++totals.by_status[std::string(Word(attempt.status))];
    }
  }
  return totals;
}

}  // namespace

std::string TextReport(const SimulationReport& report) {
  std::string text = absl::StrCat("simulation of ", report.definition, ", seed ", report.seed, ", ", When(report.start),
                                  " to ", When(report.end), " UTC\n");
  for (const auto& [time, line] : report.lines) absl::StrAppend(&text, When(time), "  ", line, "\n");
  const Totals totals = Count(report);
  absl::StrAppend(&text, report.releases.size(), " releases, ", totals.deployments, " deployments");
  for (const auto& [status, count] : totals.by_status) absl::StrAppend(&text, ", ", count, " ", status);
  absl::StrAppend(&text, report.ended ? "; nothing is left to do\n" : "; some still wait at the end\n");
  return text;
}

std::string JsonReport(const SimulationReport& report) {
  Json json = {{"definition", report.definition}, {"seed", report.seed}, {"start", When(report.start)},
               {"end", When(report.end)},         {"ended", report.ended}, {"releases", Json::array()}};
  for (const auto& [id, release] : report.releases) {
    Json attempts = Json::array();
    for (const SimulatedAttempt& attempt : release.attempts) {
      attempts.push_back({{"environment", attempt.environment},
                          {"attempt", attempt.attempt},
                          {"trigger", attempt.trigger},
                          {"requested", When(attempt.requested)},
                          {"started", When(attempt.started)},
                          {"finished", When(attempt.finished)},
                          {"status", std::string(Word(attempt.status))},
                          {"message", attempt.message}});
    }
    json["releases"].push_back({{"id", id},
                                {"name", release.name},
                                {"reason", static_cast<int>(release.reason)},
                                {"created", When(release.created)},
                                {"deployments", std::move(attempts)}});
  }
  const Totals totals = Count(report);
  json["totals"]["deployments"] = totals.deployments;
  for (const auto& [status, count] : totals.by_status) json["totals"][status] = count;
  return absl::StrCat(json.dump(2), "\n");
}

std::string SvgReport(const SimulationReport& report) {
  constexpr int kLeft = 220;
  constexpr int kWidth = 1200;
  constexpr int kRow = 18;
  int rows = 0;
  for (const auto& [id, release] : report.releases) rows += static_cast<int>(release.attempts.size());
  const int height = 50 + rows * kRow + 20;
  const double span = std::max(1.0, absl::ToDoubleSeconds(report.end - report.start));
  const auto x = [&](absl::Time time) {
    return kLeft + (kWidth - kLeft - 20) * std::clamp(absl::ToDoubleSeconds(time - report.start) / span, 0.0, 1.0);
  };
  std::string svg = absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n<text x=\"10\" y=\"18\" font-size=\"14\">%s, seed %d</text>\n",
      kWidth, height, Escaped(report.definition), report.seed);
  constexpr int kTicks = 8;
  for (int i = 0; i <= kTicks; ++i) {
    const absl::Time at = report.start + (report.end - report.start) * i / kTicks;
    absl::StrAppendFormat(&svg,
                          "<line x1=\"%.1f\" y1=\"40\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>"
                          "<text x=\"%.1f\" y=\"36\" text-anchor=\"middle\" fill=\"#666\">%s</text>\n",
                          x(at), x(at), height - 10, x(at),
                          absl::FormatTime("%m-%d %H:%M", at, absl::UTCTimeZone()));
  }
  int row = 0;
  for (const auto& [id, release] : report.releases) {
    for (const SimulatedAttempt& attempt : release.attempts) {
      const int y = 46 + kRow * row++;
      const absl::Time finished = attempt.finished == absl::InfinitePast() ? report.end : attempt.finished;
      const absl::Time started = attempt.started == absl::InfinitePast() ? finished : attempt.started;
      absl::StrAppendFormat(&svg, "<text x=\"10\" y=\"%d\">%s %s%s</text>", y + 12, Escaped(release.name),
                            Escaped(attempt.environment), attempt.attempt > 1 ? absl::StrCat(" #", attempt.attempt) : "");
      // Waiting is pale, deploying is full.
      absl::StrAppendFormat(&svg,
                            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" opacity=\"0.3\"/>"
                            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s %s: %s %s</title></rect>\n",
                            x(attempt.requested), y + 3, x(started) - x(attempt.requested), kRow - 6, Color(attempt.status),
                            x(started), y + 3, std::max(1.5, x(finished) - x(started)), kRow - 6, Color(attempt.status),
                            Escaped(release.name), Escaped(attempt.environment), Word(attempt.status), Escaped(attempt.message));
    }
  }
  absl::StrAppend(&svg, "</svg>\n");
  return svg;
}

}  // namespace slipway
