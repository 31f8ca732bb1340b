// The stock of the shop: which version of it runs on which machine. A version that ends in "-broken" starts, and knows nothing; one
// that ends in "-ill" says of itself that it is not well. Where it listens is in ASPNETCORE_URLS.
string version = File.ReadAllText("version.txt").Trim();
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
WebApplication app = builder.Build();
app.MapGet("/health", () => version.EndsWith("-ill") ? Results.StatusCode(500) : Results.Text($"ok {version}\n"));
app.MapGet("/", () => version.EndsWith("-broken")
    ? Results.StatusCode(500)
    : Results.Text($"stock {version} on {Environment.GetEnvironmentVariable("MACHINE")} (.NET)\n"));
app.Run();
