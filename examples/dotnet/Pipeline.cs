using System.Text.Json.Nodes;

/// <summary>
/// The small pipeline of these examples, in the shape that the original exports: Dev, then QA, then Prod when an approver agrees.
/// </summary>
internal static class Pipeline
{
    /// <summary>A task that HostTasks runs itself.</summary>
    public const string Greet = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c";

    private const string Bash = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b";

    public static string Shop(string? approver = null) => Document("Shop", new JsonArray(
        Environment(1, "Dev", null, new JsonArray(Deploy())),
        Environment(2, "QA", "Dev", new JsonArray(Deploy())),
        Environment(3, "Prod", "QA", new JsonArray(Deploy()), approver)));

    public static string Document(string name, JsonArray environments, JsonObject? variables = null) => new JsonObject
    {
        ["name"] = name,
        ["releaseNameFormat"] = $"{name}-$(rev:r)",
        ["variables"] = variables ?? [],
        ["environments"] = environments,
    }.ToJsonString();

    public static JsonObject Task(string id, string version, string name, params (string Name, string Value)[] inputs)
    {
        JsonObject values = [];
        foreach ((string input, string value) in inputs) values[input] = value;
        return new()
        {
            ["taskId"] = id, ["version"] = version, ["name"] = name, ["refName"] = name, ["enabled"] = true,
            ["condition"] = "succeeded()", ["inputs"] = values,
        };
    }

    public static JsonObject Environment(int rank, string name, string? after, JsonArray tasks, string? approver = null) => new()
    {
        ["id"] = rank, ["name"] = name, ["rank"] = rank,
        ["conditions"] = new JsonArray(after is null
            ? new JsonObject { ["name"] = "ReleaseStarted", ["conditionType"] = 1, ["value"] = "" }
            : new JsonObject { ["name"] = after, ["conditionType"] = 2, ["value"] = "4" }),
        ["preDeployApprovals"] = Approvals(approver),
        ["postDeployApprovals"] = Approvals(null),
        ["retentionPolicy"] = new JsonObject { ["daysToKeep"] = 30, ["releasesToKeep"] = 3, ["retainBuild"] = true },
        ["deployPhases"] = new JsonArray(new JsonObject
        {
            ["rank"] = 1, ["phaseType"] = 1, ["name"] = "Deploy", ["workflowTasks"] = tasks,
        }),
    };

    private static JsonObject Deploy() => Task(Bash, "3.*", "deploy", ("targetType", "inline"),
        ("script", "echo deploying $RELEASE_RELEASENAME to $RELEASE_ENVIRONMENTNAME"));

    private static JsonObject Approvals(string? approver) => new()
    {
        ["approvals"] = new JsonArray(approver is null
            ? new JsonObject { ["rank"] = 1, ["isAutomated"] = true }
            : new JsonObject
            {
                ["rank"] = 1, ["isAutomated"] = false,
                ["approver"] = new JsonObject { ["id"] = approver, ["displayName"] = approver },
            }),
    };
}
