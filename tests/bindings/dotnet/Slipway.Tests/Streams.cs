using Slipway.V1;
using Xunit;

namespace Slipway.Tests;

public sealed class Streams : EngineTest
{
    [Fact]
    public void TryReadTellsNothingYetFromTheEnd()
    {
        using Engine engine = Open();
        Release release = Start(engine, Definition(approver: "carl"));
        using StreamingCall<WatchEventsResponse> open = engine.WatchEvents(new() { AfterPosition = -1 });
        Assert.False(open.TryRead(TimeSpan.Zero, out _));
        Assert.False(open.Ended);
        engine.CreateRelease(new() { DefinitionId = 1, IsDraft = true });
        Assert.True(open.TryRead(Deadline, out WatchEventsResponse? message));
        Assert.NotEqual(release.Id, message.ReleaseId);

        using StreamingCall<WatchEventsResponse> ending = engine.WatchEvents(new() { ReleaseId = 2, UntilIdle = true });
        while (ending.TryRead(Deadline, out _)) { }
        Assert.True(ending.Ended);
    }

    [Fact]
    public async Task CancellingAWaitingLoopEndsItAtOnce()
    {
        using Engine engine = Open();
        Start(engine, Definition(approver: "carl"));
        using CancellationTokenSource stop = new();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (WatchEventsResponse message in engine.WatchEventsAsync(new(), stop.Token))
            {
                ++seen;
                _ = Task.Run(stop.Cancel);
            }
        });
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task ATokenGivenToTheEnumerationCountsToo()
    {
        using Engine engine = Open();
        using CancellationTokenSource stop = new();
        _ = Task.Run(stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (WatchEventsResponse _ in engine.WatchEventsAsync(new()).WithCancellation(stop.Token)) { }
        });
    }

    [Fact]
    public async Task LeavingTheLoopClosesTheStream()
    {
        using Engine engine = Open();
        Start(engine);
        StreamingCall<WatchEventsResponse> stream = engine.WatchEvents(new());
        foreach (WatchEventsResponse _ in stream) break;
        Assert.Throws<FailedPreconditionException>(() => stream.TryRead(TimeSpan.Zero, out _));

        stream = engine.WatchEvents(new());
        await foreach (WatchEventsResponse _ in stream.ReadAllAsync()) break;
        Assert.ThrowsAny<SlipwayException>(() => stream.TryRead(TimeSpan.Zero, out _));
    }

    [Fact]
    public async Task ClosingTheEngineEndsWaitingLoops()
    {
        Engine engine = Open();
        TaskCompletionSource first = new();
        Task loop = Task.Run(async () =>
        {
            await foreach (WatchEventsResponse _ in engine.WatchEventsAsync(new())) first.TrySetResult();
        });
        Start(engine, Definition(approver: "carl"));
        await first.Task.WaitAsync(Deadline);
        await engine.DisposeAsync();
        SlipwayException error = await Assert.ThrowsAnyAsync<SlipwayException>(() => loop.WaitAsync(Deadline));
        Assert.True(error.Code is StatusCode.Cancelled or StatusCode.FailedPrecondition, error.Code.ToString());
    }

    [Fact]
    public async Task ASlowReaderHoldsTheEngineBackAndLosesNothing()
    {
        using Engine engine = Open();
        Start(engine, Definition(approver: "carl"));
        for (int i = 0; i < 100; ++i) engine.CreateRelease(new() { DefinitionId = 1, IsDraft = true });
        List<long> slow = [];
        await foreach (WatchEventsResponse message in engine.WatchEventsAsync(new()))
        {
            await Task.Yield();
            slow.Add(message.Position);
            if (slow.Count == 101) break;
        }
        using StreamingCall<WatchEventsResponse> again = engine.WatchEvents(new());
        Assert.Equal(again.Take(101).Select(message => message.Position), slow);
        Assert.Equal(slow.Order(), slow);
    }

    [Fact]
    public async Task LogsOfARunningTaskComeAsTheyAreWritten()
    {
        using Engine engine = Open();
        using SemaphoreSlim goOn = new(0);
        engine.AddTaskHandler(Greet, async (task, token) =>
        {
            task.Log("first line");
            await goOn.WaitAsync(token);
            task.Log("second line");
            return TaskOutcome.Succeeded;
        });
        Release release = Start(engine);
        string text = "";
        await foreach (FollowLogsResponse part in engine.FollowLogsAsync(new() { ReleaseId = release.Id }))
        {
            text += part.Text;
            if (text.Contains("first line") && goOn.CurrentCount == 0 && !text.Contains("second line")) goOn.Release();
        }
        Assert.Matches("(?s)first line.*second line", text);
    }
}
