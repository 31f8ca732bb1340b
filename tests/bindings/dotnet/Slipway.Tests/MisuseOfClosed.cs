using Slipway.V1;
using Xunit;

namespace Slipway.Tests;

public sealed partial class Misuse
{
    [Fact]
    public async Task AClosedEngineAnswersEveryCallWithFailedPrecondition()
    {
        Engine engine = Open();
        StreamingCall<WatchEventsResponse> stream = engine.WatchEvents(new());
        engine.Dispose();
        engine.Dispose();
        await engine.DisposeAsync();
        Assert.Throws<FailedPreconditionException>(() => engine.GetStatus(new()));
        await Assert.ThrowsAsync<FailedPreconditionException>(() => engine.GetStatusAsync(new()));
        Assert.Throws<FailedPreconditionException>(() => engine.WatchEvents(new()));
        Assert.Throws<FailedPreconditionException>(() => engine.TakeWork(TimeSpan.Zero));
        Assert.Throws<FailedPreconditionException>(() => engine.Complete(new()));
        Assert.Throws<FailedPreconditionException>(
            () => engine.AddTaskHandler(Greet, (_, _) => Task.FromResult(TaskOutcome.Succeeded)));
        Assert.Throws<FailedPreconditionException>(() => stream.TryRead(TimeSpan.Zero, out _));
        stream.Dispose();
        stream.Dispose();
    }
}
