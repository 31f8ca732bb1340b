// Answers approvals by rule: what waits for somebody is approved when every environment before it is green, and nobody sleeps
// for it.
//
//   ApprovalsBot DATABASE
//
// Creates a release whose last environment asks carl, and answers for him. Reads the stream of events from where it stopped
// last time, so that it misses nothing while it is not running.
using Slipway;
using Slipway.V1;

const string Bot = "approvals-bot";
string positionFile = args[0] + ".bot";

await using Engine engine = Engine.Open(args[0]);
DefinitionSummary definition =
    engine.ImportDefinition(new() { Document = Pipeline.Shop(approver: "carl"), Upsert = true }).Definitions[0].Definition;
engine.CreateRelease(new() { DefinitionId = definition.Id, Actor = "nightly" });

// Until nothing is left to do. A bot that stays leaves out UntilIdle.
long position = File.Exists(positionFile) ? long.Parse(File.ReadAllText(positionFile)) : 0;
await foreach (WatchEventsResponse record in engine.WatchEventsAsync(new() { AfterPosition = position, UntilIdle = true }))
{
    if (record.Batch.Events.Any(e => e.ApprovalsRequested is not null)) Answer(record.ReleaseId);
    File.WriteAllText(positionFile, $"{record.Position}");
}

void Answer(long releaseId)
{
    foreach (Approval approval in engine.ListApprovals(new() { ReleaseId = releaseId }).Approvals)
    {
        Release release = engine.GetRelease(new() { ReleaseId = approval.ReleaseId }).Release;
        (ApprovalStatus status, string why) = Verdict(release, approval);
        try
        {
            engine.UpdateApproval(new()
            {
                ApprovalId = approval.Id, Status = status, Actor = Bot, Comments = why, ActorIsAdministrator = true,
            });
            Console.WriteLine($"{release.Name} {approval.Environment}: {status}, {why}");
        }
        catch (FailedPreconditionException)
        {
            // Somebody was faster.
        }
    }
}

// Approve or reject, and why. Put the rules of your house here.
static (ApprovalStatus Status, string Why) Verdict(Release release, Approval approval)
{
    var before = release.Environments.Where(e => e.Name != approval.Environment).ToList();
    var red = before.Where(e => e.Status == EnvironmentStatus.Rejected).Select(e => e.Name).ToList();
    return red.Count > 0
        ? (ApprovalStatus.Rejected, $"{string.Join(", ", red)} failed")
        : (ApprovalStatus.Approved, $"{before.Count} environments before it are green");
}
