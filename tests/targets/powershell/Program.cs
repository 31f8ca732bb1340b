// powershell.exe for tests, on Linux: the engine of PowerShell 7 (language, runspace, pipeline) with the command line that
// slipway's tasks use. What Windows PowerShell 5.1 does otherwise (modules, code pages, execution policy) is not here.
using System;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Text;

Console.OutputEncoding = new UTF8Encoding(false);
string? script = null;
for (int i = 0; i < args.Length; ++i)
{
    switch (args[i].ToLowerInvariant())
    {
        case "-nologo": case "-noprofile": case "-noninteractive": break;
        case "-inputformat": case "-outputformat": case "-executionpolicy": ++i; break;
        case "-encodedcommand": script = Encoding.Unicode.GetString(Convert.FromBase64String(args[++i])); break;
        case "-command": script = string.Join(' ', args[(i + 1)..]); i = args.Length; break;
        default: Console.Error.WriteLine("powershell for tests: unknown option " + args[i]); return 64;
    }
}
if (script == null) { Console.Error.WriteLine("powershell for tests: nothing to run"); return 64; }

var host = new TestHost();
using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
runspace.Open();
// Of the cmdlets that PowerShell's own modules have, those that the tests' scripts use.
using (var prepare = PowerShell.Create(runspace))
{
    prepare.AddScript("""
        function global:Write-Host { param([Parameter(ValueFromPipeline)] $Object) process { $Host.UI.WriteLine([string] $Object) } }
        function global:Write-Output { param([Parameter(ValueFromPipeline)] $InputObject) process { $InputObject } }
        function global:Write-Error { param([string] $Message) throw $Message }
        function global:Test-Path { param([string] $LiteralPath) $null -ne (Get-Variable-Of $LiteralPath) }
        function global:Get-Variable-Of { param([string] $Path) $ExecutionContext.SessionState.PSVariable.Get(($Path -replace '^variable:\\')) }
        """).Invoke();
}
using var shell = PowerShell.Create(runspace);
shell.AddScript(script);
var output = new PSDataCollection<PSObject>();
output.DataAdded += (_, e) => { var one = output[e.Index]; if (one != null) Console.Out.WriteLine(one.ToString()); };
shell.Streams.Error.DataAdded += (_, e) => Console.Error.WriteLine(shell.Streams.Error[e.Index].ToString());
try
{
    shell.Invoke(null, output);
}
catch (ExitException e)
{
    return e.Argument is int code ? code : Convert.ToInt32(e.Argument, CultureInfo.InvariantCulture);
}
catch (RuntimeException e)
{
    Console.Error.WriteLine(e.ErrorRecord?.ToString() ?? e.Message);
    return 1;
}
return host.ExitCode ?? (shell.HadErrors ? 1 : 0);

sealed class TestHost : PSHost
{
    private readonly TestUI ui = new();
    public int? ExitCode;
    public override string Name => "slipway tests";
    public override Version Version => new(1, 0);
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override PSHostUserInterface UI => ui;
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
    public override void EnterNestedPrompt() => throw new NotSupportedException();
    public override void ExitNestedPrompt() => throw new NotSupportedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
}

sealed class TestUI : PSHostUserInterface
{
    public override PSHostRawUserInterface? RawUI => null;
    public override string ReadLine() => throw new NotSupportedException("nobody is there to be asked");
    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException("nobody is there to be asked");
    public override void Write(string value) => Console.Out.Write(value);
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Console.Out.Write(value);
    public override void WriteLine(string value) => Console.Out.WriteLine(value);
    public override void WriteErrorLine(string value) => Console.Error.WriteLine(value);
    public override void WriteDebugLine(string message) => Console.Out.WriteLine("DEBUG: " + message);
    public override void WriteVerboseLine(string message) => Console.Out.WriteLine("VERBOSE: " + message);
    public override void WriteWarningLine(string message) => Console.Out.WriteLine("WARNING: " + message);
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override System.Collections.Generic.Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => throw new NotSupportedException();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw new NotSupportedException();
}
