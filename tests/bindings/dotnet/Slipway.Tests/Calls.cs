using System.Reflection;
using System.Runtime.InteropServices;
using Slipway.V1;
using Xunit;

namespace Slipway.Tests;

public sealed class Calls : EngineTest
{
    [Fact]
    public void EveryExportedSymbolHasAPInvokeAndTheLibraryExportsIt()
    {
        string[] exports = File.ReadAllLines(Path.Combine(Source(), "capi", "exports.txt"));
        string[] imports = [.. typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<DllImportAttribute>()?.EntryPoint).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(exports, imports);
    }

    [Fact]
    public void EveryCallHasAnAsynchronousTwinThatTakesACancellationToken()
    {
        string[] unary = [.. typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(method => method.GetParameters() is [_, { Name: "request" }, ..]).Select(method => method.Name)];
        Assert.NotEmpty(unary);
        foreach (string name in unary)
        {
            MethodInfo? call = typeof(Engine).GetMethod(name);
            MethodInfo? twin = typeof(Engine).GetMethod(name + "Async");
            Assert.True(call is not null && twin is not null, name);
            Assert.Equal(typeof(CancellationToken), twin.GetParameters()[^1].ParameterType);
            Assert.Equal(call.GetParameters()[0].ParameterType, twin.GetParameters()[0].ParameterType);
        }
    }

    [Fact]
    public void TheVersionIsThatOfTheLibrary() => Assert.Matches(@"^\d+\.\d+\.\d+$", Engine.Version);

    [Fact]
    public void AReleaseRunsToItsEnd()
    {
        using Engine engine = Open();
        Release release = Finish(engine, Start(engine));
        Assert.Equal("R-1", release.Name);
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(release));
    }

    [Fact]
    public async Task AReleaseRunsToItsEndAsynchronously()
    {
        await using Engine engine = await Engine.OpenAsync(
            new OpenOptions { Database = Database, UnknownTasks = UnknownTaskPolicy.Simulate });
        await engine.ImportDefinitionAsync(new() { Document = Definition() });
        Release release = (await engine.CreateReleaseAsync(new() { DefinitionId = 1 })).Release;
        int batches = 0;
        await foreach (WatchEventsResponse _ in engine.WatchEventsAsync(new() { ReleaseId = release.Id, UntilIdle = true })) ++batches;
        Assert.True(batches > 0);
        release = (await engine.GetReleaseAsync(new() { ReleaseId = release.Id })).Release;
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(release));
    }

    [Fact]
    public void AnErrorIsAnExceptionOfItsCode()
    {
        using Engine engine = Open();
        NotFoundException error = Assert.Throws<NotFoundException>(() => engine.GetRelease(new() { ReleaseId = 7 }));
        Assert.Equal(StatusCode.NotFound, error.Code);
        Assert.Contains("7", error.Message);
        Assert.Throws<FailedPreconditionException>(() => engine.CancelEnvironment(new() { ReleaseId = Start(engine).Id, Environment = "Dev" }));
    }

    [Fact]
    public async Task AnErrorOfAnAsynchronousCallIsTheSame()
    {
        using Engine engine = Open();
        await Assert.ThrowsAsync<NotFoundException>(() => engine.GetReleaseAsync(new() { ReleaseId = 7 }));
    }

    [Fact]
    public void AnImportErrorCarriesPathAndFindings()
    {
        using Engine engine = Open();
        string broken = Definition().Replace("\"ReleaseStarted\",\"conditionType\":1", "\"Nowhere\",\"conditionType\":2");
        InvalidArgumentException error =
            Assert.Throws<InvalidArgumentException>(() => engine.ImportDefinition(new() { Document = broken }));
        Assert.Equal("environments[0].conditions[0].name", error.Path);
        Assert.Contains(error.Findings, finding => finding.Path == error.Path && finding.Severity == Severity.Error);
    }

    [Fact]
    public async Task ACancelledTokenCallsNothing()
    {
        using Engine engine = Open();
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.ImportDefinitionAsync(new() { Document = Definition() }, cancelled));
        Assert.Empty(engine.ListDefinitions(new()).Definitions);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Engine.OpenAsync(new OpenOptions { Database = Database + "2" }, null, cancelled));
    }

    [Fact]
    public void ARequestBeyondTheStackAndAResponseBeyondItArriveWhole()
    {
        using Engine engine = Open();
        string text = new('ä', 200_000);
        engine.ImportDefinition(new() { Document = Definition(null, ("message", text)) });
        Assert.Contains(text, engine.ExportDefinition(new() { DefinitionId = 1 }).Document);
    }

    [Fact]
    public void ANullRequestIsAnArgumentNullException()
    {
        using Engine engine = Open();
        Assert.Throws<ArgumentNullException>(() => engine.GetStatus(null!));
        Assert.Throws<ArgumentNullException>(() => { engine.GetStatusAsync(null!); });
        Assert.Throws<ArgumentNullException>(() => engine.WatchEvents(null!));
        Assert.Throws<ArgumentNullException>(() => Engine.Open((OpenOptions)null!));
    }

    internal static string Source() => Environment.GetEnvironmentVariable("SLIPWAY_SOURCE")
        ?? throw new InvalidOperationException("SLIPWAY_SOURCE is to name the source tree; run the tests through ctest");
}
