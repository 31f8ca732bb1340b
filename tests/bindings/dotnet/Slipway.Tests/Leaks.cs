using Slipway.V1;
using Xunit;

namespace Slipway.Tests;

public sealed class Leaks : EngineTest
{
    // ctest runs a part; `tests/bindings/dotnet/leaks` a million.
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("SLIPWAY_LEAK_CALLS") ?? "30000");

    [Fact]
    public void CallsErrorsAndStreamsLeaveNothingBehind()
    {
        using Engine engine = Open();
        engine.ImportDefinition(new() { Document = Definition() });
        string large = new('x', 5_000);
        // What is allocated once is there after the first part: code, pools, caches.
        for (int i = 0; i < Count / 2; ++i) Step(engine, large, i);
        long before = Resident();
        for (int i = 0; i < Count; ++i) Step(engine, large, i);
        long grown = Resident() - before;
        // A buffer, an error or a cursor that is lost each time would be 10 to 500 MB at a million calls, and 1 to 15 MB here.
        long allowed = Math.Max(8L << 20, Count * 8L);
        Assert.True(grown < allowed, $"{grown / 1024} KiB more after {Count} calls, allowed are {allowed / 1024}");
    }

    private static void Step(Engine engine, string large, int i)
    {
        switch (i % 8)
        {
            case 0:
                try
                {
                    engine.GetRelease(new() { ReleaseId = 1_000_000 });
                }
                catch (NotFoundException)
                {
                }
                break;
            case 1:
                using (StreamingCall<WatchEventsResponse> stream = engine.WatchEvents(new())) stream.TryRead(TimeSpan.Zero, out _);
                break;
            case 2:
                engine.SetSecrets(new() { Secrets = { ["large"] = large } });
                break;
            case 3:
                engine.GetDefinition(new() { DefinitionId = 1 });
                break;
            default:
                engine.GetStatus(new());
                break;
        }
    }

    private static long Resident()
    {
        for (int i = 0; i < 3; ++i)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;
    }
}
