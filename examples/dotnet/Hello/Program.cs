// Imports a definition, creates a release, follows it to its end and prints it.
//
//   Hello DATABASE [DEFINITION.json]     without a definition: the small one of Pipeline.cs
using Slipway;
using Slipway.V1;

string document = args.Length > 1 ? File.ReadAllText(args[1]) : Pipeline.Shop();
await using Engine engine = Engine.Open(new OpenOptions { Database = args[0], UnknownTasks = UnknownTaskPolicy.Simulate });
DefinitionSummary definition = engine.ImportDefinition(new() { Document = document, Upsert = true }).Definitions[0].Definition;
Release release = engine.CreateRelease(new() { DefinitionId = definition.Id, Actor = "hello" }).Release;
await foreach (FollowLogsResponse part in engine.FollowLogsAsync(new() { ReleaseId = release.Id })) Console.Write(part.Text);
release = engine.GetRelease(new() { ReleaseId = release.Id }).Release;
foreach (var environment in release.Environments) Console.WriteLine($"{release.Name} {environment.Name}: {environment.Status}");
