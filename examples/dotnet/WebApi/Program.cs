// An ASP.NET Core minimal API with an engine inside: starts releases, shows them, streams their events.
//
//   WebApi DATABASE [PORT]
//
//   POST /releases                 imports and starts the small pipeline      -> {"release": 1}
//   GET  /releases/1               the release as JSON
//   GET  /releases/1/events        its events as they become durable (server-sent events), until nothing of it runs or waits
//   POST /approvals/1?actor=carl   approves
//
// One engine serves all requests, and a client that reads slowly holds up nobody: a stream fetches what it is asked for.
using Google.Protobuf;
using Slipway;
using Slipway.V1;
using Task = System.Threading.Tasks.Task;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
// This machine only: the API asks nobody who he is.
builder.WebHost.UseUrls($"http://127.0.0.1:{(args.Length > 1 ? args[1] : "8080")}");
builder.Services.AddSingleton(await Engine.OpenAsync(new OpenOptions { Database = args[0] }));
await using WebApplication app = builder.Build();
// The container disposes only what it has made.
await using Engine engine = app.Services.GetRequiredService<Engine>();

app.Use(async (context, next) =>
{
    try
    {
        await next(context);
    }
    catch (SlipwayException error) when (!context.Response.HasStarted)
    {
        context.Response.StatusCode = error switch
        {
            NotFoundException => StatusCodes.Status404NotFound,
            InvalidArgumentException => StatusCodes.Status400BadRequest,
            PermissionDeniedException => StatusCodes.Status403Forbidden,
            FailedPreconditionException => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status500InternalServerError,
        };
        string body = $"{{\"error\":{Quoted(error.Message)},\"path\":{Quoted(error.Path)}}}";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
});

app.MapPost("/releases", async (Engine engine, string? actor, CancellationToken gone) =>
{
    var imported = await engine.ImportDefinitionAsync(
        new() { Document = Pipeline.Shop(approver: "carl"), Upsert = true }, gone);
    var created = await engine.CreateReleaseAsync(
        new() { DefinitionId = imported.Definitions[0].Definition.Id, Actor = actor ?? "web" }, gone);
    return Results.Text($"{{\"release\":{created.Release.Id}}}", "application/json", statusCode: StatusCodes.Status201Created);
});

app.MapGet("/releases/{id:long}", async (Engine engine, long id, CancellationToken gone) =>
    Json((await engine.GetReleaseAsync(new() { ReleaseId = id }, gone)).Release));

app.MapPost("/approvals/{id:long}", async (Engine engine, long id, string? actor, CancellationToken gone) =>
    Json((await engine.UpdateApprovalAsync(
        new() { ApprovalId = id, Status = ApprovalStatus.Approved, Actor = actor ?? "" }, gone)).Approval));

app.MapGet("/releases/{id:long}/events", async (Engine engine, long id, HttpResponse response, CancellationToken gone) =>
{
    await engine.GetReleaseAsync(new() { ReleaseId = id }, gone);  // 404 when there is none
    response.ContentType = "text/event-stream";
    await foreach (WatchEventsResponse record in engine.WatchEventsAsync(new() { ReleaseId = id, UntilIdle = true }, gone))
    {
        foreach (var e in record.Batch.Events)
            await response.WriteAsync($"id: {record.Position}\nevent: {e.KindCase}\ndata: {JsonFormatter.Default.Format(e)}\n\n", gone);
        // Back-pressure: the next record is fetched when the client has taken this one.
        await response.Body.FlushAsync(gone);
    }
});

await app.StartAsync();
Console.WriteLine(app.Urls.First());
await app.WaitForShutdownAsync();

static IResult Json(IMessage message) => Results.Text(JsonFormatter.Default.Format(message), "application/json");

static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
