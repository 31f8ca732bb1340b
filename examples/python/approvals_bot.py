"""Answers approvals by rule: what waits for somebody is approved when every environment before it is green, and nobody
sleeps for it.

    approvals_bot.py DATABASE

Creates a release whose last environment asks carl, and answers for him. Reads the stream of events from where it
stopped last time, so that it misses nothing while it is not running.
"""
import pathlib
import sys

import slipway
from pipeline import pipeline

BOT = "approvals-bot"


def verdict(release, approval):
    """Approve or reject, and why. Put the rules of your house here."""
    before = [e for e in release.environments if e.name != approval.environment]
    red = [e.name for e in before if e.status is slipway.EnvironmentStatus.REJECTED]
    if red:
        return slipway.ApprovalStatus.REJECTED, f"{', '.join(red)} failed"
    return slipway.ApprovalStatus.APPROVED, f"{len(before)} environments before it are green"


def answer(engine, release_id):
    for approval in engine.list_approvals(release_id=release_id).approvals:
        release = engine.get_release(release_id=approval.release_id).release
        status, why = verdict(release, approval)
        try:
            engine.update_approval(
                approval_id=approval.id, status=status, actor=BOT, comments=why, actor_is_administrator=True
            )
            print(f"{release.name} {approval.environment}: {status.name.lower()}, {why}", flush=True)
        except slipway.FailedPreconditionError:
            pass  # somebody was faster


def follow(engine, position_file):
    """Until nothing is left to do. A bot that stays leaves out until_idle."""
    position = int(position_file.read_text()) if position_file.exists() else 0
    for record in engine.events(after=position, until_idle=True):
        if any(event.approvals_requested for event in record.batch.events):
            answer(engine, record.release_id)
        position_file.write_text(str(record.position))


def main():
    with slipway.Engine(sys.argv[1]) as engine:
        imported = engine.import_definition(document=pipeline(approver="carl"), upsert=True).definitions[0]
        engine.create_release(definition_id=imported.definition.id, actor="nightly")
        follow(engine, pathlib.Path(sys.argv[1] + ".bot"))


main()
