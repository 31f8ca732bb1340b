using System.Text.Json.Nodes;
using Slipway.V1;

[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 2)]

namespace Slipway.Tests;

/// <summary>A folder per test, definitions, and what most tests do first.</summary>
public abstract class EngineTest : IDisposable
{
    protected const string Greet = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c";

    // Reached only by what hangs.
    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("slipway-net-").FullName;

    protected string Database => Path.Combine(_folder, "s.db");

    public virtual void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected Engine Open(EngineHost? host = null) => Engine.Open(
        new OpenOptions { Database = Database, UnknownTasks = UnknownTaskPolicy.Simulate }, host);

    /// <summary>One environment, Dev, with one task; with an approver it waits for approval first.</summary>
    protected static string Definition(string? approver = null, params (string Name, string Value)[] inputs)
    {
        JsonObject Approvals(string? by) => new()
        {
            ["approvals"] = new JsonArray(by is null
                ? new JsonObject { ["rank"] = 1, ["isAutomated"] = true }
                : new JsonObject
                {
                    ["rank"] = 1, ["isAutomated"] = false, ["approver"] = new JsonObject { ["id"] = by, ["displayName"] = by },
                }),
        };
        JsonObject values = [];
        foreach ((string name, string value) in inputs) values[name] = value;
        JsonObject task = new()
        {
            ["taskId"] = Greet, ["version"] = "1.*", ["name"] = "greet", ["enabled"] = true, ["condition"] = "succeeded()",
            ["inputs"] = values,
        };
        JsonObject phase = new() { ["rank"] = 1, ["phaseType"] = 1, ["name"] = "job", ["workflowTasks"] = new JsonArray(task) };
        JsonObject environment = new()
        {
            ["id"] = 1, ["name"] = "Dev", ["rank"] = 1,
            ["conditions"] = new JsonArray(new JsonObject { ["name"] = "ReleaseStarted", ["conditionType"] = 1, ["value"] = "" }),
            ["preDeployApprovals"] = Approvals(approver), ["postDeployApprovals"] = Approvals(null),
            ["retentionPolicy"] = new JsonObject { ["daysToKeep"] = 30, ["releasesToKeep"] = 3, ["retainBuild"] = true },
            ["deployPhases"] = new JsonArray(phase),
        };
        return new JsonObject
        {
            ["name"] = "Shop", ["releaseNameFormat"] = "R-$(rev:r)", ["environments"] = new JsonArray(environment),
        }.ToJsonString();
    }

    protected static Release Start(Engine engine, string? document = null)
    {
        ImportDefinitionResponse imported =
            engine.ImportDefinition(new() { Document = document ?? Definition(), Upsert = true });
        return engine.CreateRelease(new() { DefinitionId = imported.Definitions[0].Definition.Id, Actor = "ann" }).Release;
    }

    protected static Release Finish(Engine engine, Release release)
    {
        foreach (WatchEventsResponse _ in engine.WatchEvents(new() { ReleaseId = release.Id, UntilIdle = true })) { }
        return engine.GetRelease(new() { ReleaseId = release.Id }).Release;
    }

    protected static EnvironmentStatus StatusOf(Release release) => release.Environments[0].Status;

    protected static string LogOf(Engine engine, Release release) =>
        engine.ReadLog(new() { ReleaseId = release.Id, Environment = "Dev" }).Text;

    protected static async Task<T> InTime<T>(Task<T> task) => await task.WaitAsync(Deadline);
}
