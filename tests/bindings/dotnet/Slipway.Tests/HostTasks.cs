using Slipway.V1;
using Xunit;

namespace Slipway.Tests;

public sealed class HostTasks : EngineTest
{
    [Fact]
    public void AHandlerSeesItsInputsAndWritesItsLog()
    {
        using Engine engine = Open();
        engine.AddTaskHandler(Greet, new Greeter(), new TaskHandlerOptions { Version = "1.2.3", Name = "Greet" });
        Release release = Finish(engine, Start(engine, Definition(null, ("Message", "hello"))));
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(release));
        string log = LogOf(engine, release);
        Assert.Contains("hello from Dev", log);
        Assert.DoesNotContain("##vso", log);
        Assert.True(Greeter.OnItsOwnThread);
    }

    [Fact]
    public void AnExceptionFailsTheTaskWithItsStackTraceInTheLog()
    {
        using Engine engine = Open();
        engine.AddTaskHandler(Greet, (_, _) => BreakDown());
        Release release = Finish(engine, Start(engine));
        Assert.Equal(EnvironmentStatus.Rejected, StatusOf(release));
        string log = LogOf(engine, release);
        Assert.Contains("InvalidOperationException: the disk is on fire", log);
        Assert.Contains(nameof(BreakDown), log);
    }

    [Fact]
    public void AnExceptionBeforeTheFirstAwaitAndATaskThatIsNullFailTheTaskToo()
    {
        using Engine engine = Open();
        engine.AddTaskHandler(Greet, (_, _) => throw new FormatException("at once"));
        Assert.Equal(EnvironmentStatus.Rejected, StatusOf(Finish(engine, Start(engine))));
        engine.AddTaskHandler(Greet, (_, _) => null!);
        Assert.Equal(EnvironmentStatus.Rejected, StatusOf(Finish(engine, Start(engine))));
        engine.AddTaskHandler(Greet, (_, _) => Task.FromResult(TaskOutcome.Succeeded));
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(Finish(engine, Start(engine))));
    }

    [Fact]
    public void AnOutcomeWithAStatusThatIsNoOutcomeDoesNotHang()
    {
        using Engine engine = Open();
        engine.AddTaskHandler(Greet, (_, _) => Task.FromResult(default(TaskOutcome)));
        Release release = Finish(engine, Start(engine));
        Assert.Equal(EnvironmentStatus.Rejected, StatusOf(release));
    }

    [Fact]
    public async Task CancellingTheEnvironmentCancelsTheToken()
    {
        using Engine engine = Open();
        TaskCompletionSource<bool> running = new();
        engine.AddTaskHandler(Greet, async (task, token) =>
        {
            running.SetResult(true);
            await Task.Delay(Timeout.Infinite, token);
            return TaskOutcome.Succeeded;
        });
        Release release = Start(engine);
        await InTime(running.Task);
        engine.CancelEnvironment(new() { ReleaseId = release.Id, Environment = "Dev", Actor = "ann" });
        Assert.Equal(EnvironmentStatus.Canceled, StatusOf(Finish(engine, release)));
    }

    [Fact]
    public void AHandlerMayCallTheEngine()
    {
        using Engine engine = Open();
        string? seen = null;
        engine.AddTaskHandler(Greet, async (task, token) =>
        {
            seen = (await engine.GetReleaseAsync(new() { ReleaseId = task.ReleaseId }, token)).Release.Name;
            engine.AddTaskHandler(Guid.NewGuid().ToString(), new Greeter());
            return TaskOutcome.Succeeded;
        });
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(Finish(engine, Start(engine))));
        Assert.Equal("R-1", seen);
    }

    [Fact]
    public async Task AHandlerMayCloseTheEngineAndItsTaskIsLeftForTheNextOpen()
    {
        TaskCompletionSource<Exception?> closed = new();
        Engine engine = Open();
        engine.AddTaskHandler(Greet, (task, token) =>
        {
            engine.Dispose();
            closed.SetResult(Record.Exception(() => task.Log("too late")));
            token.ThrowIfCancellationRequested();
            return Task.FromResult(TaskOutcome.Succeeded);
        }, new TaskHandlerOptions { Idempotent = true });
        Release release = Start(engine);
        Assert.IsType<OperationCanceledException>(await InTime(closed.Task));

        OpenOptions options = new() { Database = Database };
        options.HostTasks.Add(new RegisterTaskRequest { TaskId = Greet, Idempotent = true, Pull = true });
        using Engine next = Engine.Open(options);
        next.AddTaskHandler(Greet, new Greeter(), new TaskHandlerOptions { Idempotent = true });
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(Finish(next, release)));
    }

    [Fact]
    public void ManyTasksBlockAtTheSameTime()
    {
        const int Count = 20;
        using Engine engine = Engine.Open(new OpenOptions { Database = Database, MaxParallelTasks = Count });
        using Barrier all = new(Count);
        engine.AddTaskHandler(Greet, (_, _) => Task.FromResult(
            all.SignalAndWait(Deadline) ? TaskOutcome.Succeeded : TaskOutcome.Failed("the others never came")));
        List<Release> releases = [.. Enumerable.Range(0, Count).Select(_ => Start(engine))];
        Assert.All(releases, release => Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(Finish(engine, release))));
    }

    [Fact]
    public async Task AHostWithADispatcherOfItsOwnTakesWorkAndCompletesIt()
    {
        using Engine engine = Open();
        engine.RegisterTask(new() { TaskId = Greet, Pull = true });
        Assert.Null(engine.TakeWork(TimeSpan.Zero));
        Release release = Start(engine);
        HostTask? work = await InTime(Task.Run(() => engine.TakeWork(Timeout.InfiniteTimeSpan)));
        Assert.Equal(Greet, work!.TaskId);
        engine.Complete(new() { Token = work.Token, Status = V1.TaskStatus.Succeeded });
        Assert.Throws<NotFoundException>(() => engine.Complete(new() { Token = work.Token, Status = V1.TaskStatus.Succeeded }));
        Assert.Equal(EnvironmentStatus.Succeeded, StatusOf(Finish(engine, release)));
    }

    [Fact]
    public void AnEmptyTaskIdIsRefused()
    {
        using Engine engine = Open();
        Assert.Throws<InvalidArgumentException>(() => engine.AddTaskHandler(" ", new Greeter()));
    }

    private static async Task<TaskOutcome> BreakDown()
    {
        await Task.Yield();
        throw new InvalidOperationException("the disk is on fire");
    }

    private sealed class Greeter : ITaskHandler
    {
        internal static bool OnItsOwnThread { get; private set; }

        public Task<TaskOutcome> RunAsync(TaskContext context, CancellationToken cancellationToken)
        {
            OnItsOwnThread = !Thread.CurrentThread.IsThreadPoolThread && Thread.CurrentThread.IsBackground;
            context.Progress(50, "half; [way]\nthere");
            context.Log($"{context.Input("message", "nothing")} from {context.Environment}");
            context.Warn("it is late");
            return Task.FromResult(TaskOutcome.Succeeded);
        }
    }
}
