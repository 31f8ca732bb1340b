using Slipway.V1;

namespace Slipway;

/// <summary>
/// Takes tasks from the engine on one thread (slipway_work_next) and runs each handler on a thread of its own, so that no thread
/// of the engine enters managed code and handlers that block starve nobody.
/// </summary>
internal sealed class TaskRunner(EngineHandle engine)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, ITaskHandler> _handlers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskContext> _running = [];
    // Of a task id that the engine knew when it opened and that has no handler yet.
    private readonly List<HostTask> _waiting = [];
    private bool _started;

    internal unsafe void Add(string taskId, ITaskHandler handler, TaskHandlerOptions options)
    {
        RegisterTaskRequest request = new()
        {
            TaskId = taskId,
            Version = options.Version,
            Name = options.Name,
            Idempotent = options.Idempotent,
            Pull = true,
        };
        engine.Call(request, &NativeMethods.RegisterTask, RegisterTaskResponse.Parser);
        string key = Key(taskId);
        List<HostTask> begin;
        bool start;
        lock (_lock)
        {
            _handlers[key] = handler;
            begin = _waiting.FindAll(task => Key(task.TaskId).Equals(key, StringComparison.OrdinalIgnoreCase));
            _waiting.RemoveAll(begin.Contains);
            start = !_started;
            _started = true;
        }
        foreach (HostTask task in begin) Begin(task);
        if (!start) return;
        nint value = engine.Value;
        WeakReference<TaskRunner> self = new(this);
        new Thread(() => Take(value, self)) { IsBackground = true, Name = "slipway work" }.Start();
    }

    internal void Stop()
    {
        TaskContext[] running;
        lock (_lock) running = [.. _running.Values];
        foreach (TaskContext context in running) context.Stop();
    }

    // Holds no reference that would keep an engine alive which nobody else has any more.
    private static void Take(nint engine, WeakReference<TaskRunner> self)
    {
        try
        {
            while (EngineHandle.NextWork(engine, -1) is { } task)
            {
                if (!self.TryGetTarget(out TaskRunner? runner)) return;
                runner.Dispatch(task);
            }
        }
        catch (SlipwayException)
        {
            // The engine was closed.
        }
    }

    private static string Key(string taskId) => taskId.Trim();

    private void Dispatch(HostTask task)
    {
        if (!task.Cancel)
        {
            Begin(task);
            return;
        }
        TaskContext? context;
        bool dropped;
        lock (_lock)
        {
            _running.TryGetValue(task.Token, out context);
            dropped = _waiting.RemoveAll(waiting => waiting.Token == task.Token) > 0;
        }
        context?.Stop();
        if (dropped) new TaskContext(engine, task).Answer(TaskOutcome.Canceled);
    }

    private void Begin(HostTask task)
    {
        TaskContext context = new(engine, task);
        ITaskHandler? handler;
        lock (_lock)
        {
            if (!_handlers.TryGetValue(Key(task.TaskId), out handler))
            {
                _waiting.Add(task);
                return;
            }
            _running[task.Token] = context;
        }
        Thread thread = new(() =>
        {
            context.Run(handler);
            lock (_lock) _running.Remove(task.Token);
        })
        {
            IsBackground = true,
            Name = $"slipway task {task.Name}",
        };
        thread.Start();
    }
}
