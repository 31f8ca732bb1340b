// Tasks of a pipeline that are classes and functions of this program.
//
//   HostTasks DATABASE
using System.Text.Json.Nodes;
using Slipway;
using Slipway.V1;

OpenOptions options = new() { Database = args[0] };
options.Secrets.Add("Password", "hunter2");
await using Engine engine = Engine.Open(options);
engine.AddTaskHandler(Migrate.Id, new Migrate());
engine.AddTaskHandler(Pipeline.Greet, (task, _) =>
{
    if (task.Input("name") == "nobody") throw new ArgumentException("there is nobody to greet");  // fails the task
    task.Log($"hello {task.Input("name")}, {task.Input("tables")} tables are ready");
    return System.Threading.Tasks.Task.FromResult(TaskOutcome.Succeeded);
});

JsonArray tasks = new(
    Pipeline.Task(Migrate.Id, "1.*", "migrate", ("tables", "orders,items")),
    Pipeline.Task(Pipeline.Greet, "1.*", "greet", ("name", "anna"), ("tables", "$(migrate.Tables)")),
    Pipeline.Task(Pipeline.Greet, "1.*", "greet_nobody", ("name", "nobody"), ("tables", "")));
string document = Pipeline.Document("Tables", new JsonArray(Pipeline.Environment(1, "Dev", null, tasks)),
    new() { ["Password"] = new JsonObject { ["value"] = null, ["isSecret"] = true } });
DefinitionSummary definition = engine.ImportDefinition(new() { Document = document, Upsert = true }).Definitions[0].Definition;
Release release = engine.CreateRelease(new() { DefinitionId = definition.Id }).Release;
await foreach (FollowLogsResponse part in engine.FollowLogsAsync(new() { ReleaseId = release.Id })) Console.Write(part.Text);
var dev = engine.GetRelease(new() { ReleaseId = release.Id }).Release.Environments[0];
foreach (var task in dev.Deployments[^1].Phases[0].Jobs[0].Tasks)
    Console.WriteLine($"{task.Name}: {task.Status} {task.Message}".TrimEnd());

/// <summary>With progress, an output variable, and an ear for cancellation.</summary>
internal sealed class Migrate : ITaskHandler
{
    public const string Id = "6bfb729a-a7c8-4a78-a7c3-8d717bb7c13c";

    public async Task<TaskOutcome> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        string[] tables = context.Input("tables").Split(',');
        for (int i = 0; i < tables.Length; ++i)
        {
            cancellationToken.ThrowIfCancellationRequested();  // leaves when somebody cancels
            context.Log($"migrating {tables[i]} with password {context.Variable("Password")}");  // masked in the log
            context.Progress(100 * (i + 1) / tables.Length);
            await System.Threading.Tasks.Task.Yield();
        }
        context.SetVariable("Tables", $"{tables.Length}", isOutput: true);
        return TaskOutcome.Succeeded;
    }
}
