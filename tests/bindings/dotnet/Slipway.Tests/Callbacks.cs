using System.Runtime.CompilerServices;
using Slipway.V1;
using Xunit;

namespace Slipway.Tests;

public sealed class Callbacks : EngineTest
{
    [Fact]
    public async Task NotificationsArriveAndMayCallTheEngine()
    {
        TaskCompletionSource<string> asked = new();
        Engine? self = null;
        EngineHost host = new()
        {
            Notify = notification =>
            {
                if (notification.Kind != "approval-pending") return;
                asked.TrySetResult(self!.GetRelease(new() { ReleaseId = notification.ReleaseId }).Release.Name);
            },
        };
        using Engine engine = Open(host);
        self = engine;
        Start(engine, Definition(approver: "carl"));
        Assert.Equal("R-1", await InTime(asked.Task));
    }

    [Fact]
    public async Task AnExceptionInACallbackIsReportedAndStaysOutOfTheEngine()
    {
        TaskCompletionSource<(string, Exception)> failed = new();
        using Engine engine = Open(new EngineHost
        {
            Notify = _ => throw new InvalidOperationException("no"),
            CallbackFailed = (name, error) =>
            {
                failed.TrySetResult((name, error));
                throw new InvalidOperationException("this one too");
            },
        });
        Release release = Start(engine);
        (string callback, Exception error) = await InTime(failed.Task);
        Assert.Equal("Notify", callback);
        Assert.Equal("no", error.Message);
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(Finish(engine, release)));
    }

    [Fact]
    public async Task DisposeInsideACallbackIsRefusedAndTheEngineGoesOn()
    {
        TaskCompletionSource<Exception?> refused = new();
        Engine? engine = null;
        using ManualResetEventSlim opened = new();
        engine = Open(new EngineHost
        {
            Notify = _ =>
            {
                opened.Wait(Deadline);
                refused.TrySetResult(Record.Exception(() => engine!.Dispose()));
            },
        });
        opened.Set();
        using (engine)
        {
            Release release = Start(engine);
            Assert.IsType<FailedPreconditionException>(await InTime(refused.Task));
            Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(Finish(engine, release)));
        }
    }

    [Fact]
    public void TheHostIsReleasedWithTheEngine()
    {
        WeakReference host = OpenAndClose();
        Collect(() => !host.IsAlive);
    }

    [Fact]
    public void AHostOfAnEngineThatDidNotOpenIsReleased()
    {
        WeakReference host = FailToOpen();
        Collect(() => !host.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference OpenAndClose()
    {
        EngineHost host = new() { Notify = _ => { } };
        Open(host).Dispose();
        return new WeakReference(host);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FailToOpen()
    {
        EngineHost host = new() { Notify = _ => { } };
        Assert.Throws<InvalidArgumentException>(() => Engine.Open(new OpenOptions(), host));
        return new WeakReference(host);
    }

    internal static void Collect(Func<bool> done)
    {
        for (int i = 0; i < 100 && !done(); ++i)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(done());
    }
}
