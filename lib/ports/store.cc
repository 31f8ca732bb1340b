#include "ports/store.h"

namespace slipway {

bool WriteBatch::empty() const {
  return appends.empty() && snapshots.empty() && definitions.empty() && definition_revisions.empty() &&
         releases.empty() && environments.empty() && deployments.empty() && approvals.empty() &&
         name_counters.empty() && resources.empty() && outbox_puts.empty() && outbox_deletes.empty() &&
         purges.empty();
}

void WriteBatch::clear() {
  appends.clear();
  snapshots.clear();
  definitions.clear();
  definition_revisions.clear();
  releases.clear();
  environments.clear();
  deployments.clear();
  approvals.clear();
  name_counters.clear();
  resources.clear();
  outbox_puts.clear();
  outbox_deletes.clear();
  purges.clear();
}

}  // namespace slipway
