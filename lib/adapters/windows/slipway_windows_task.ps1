# Runs one script on this machine and stays until it ends. Sent by slipway-windows-task over standard input, never stored.
#
# $reader is standard input. Lines of it: `key BASE64`, `env BASE64 BASE64`, `path BASE64`, then `begin`; of a copy base64 of a zip,
# then `end`. After that a line, or the end of the input, means: stop the script, with all that it has started.
# The last line of the output is `NONCE CODE [BASE64 of why it could not be run]`: without it nobody knows how it ended.
# PowerShell 5.1 and later; no module is needed on a machine that is not Windows.
param([IO.StreamReader] $reader)
$ErrorActionPreference = 'Stop'
$utf8 = [Text.UTF8Encoding]::new($false)
$windows = [Environment]::OSVersion.Platform -eq [PlatformID]::Win32NT
$out = [IO.StreamWriter]::new([Console]::OpenStandardOutput(), $utf8)
$err = [IO.StreamWriter]::new([Console]::OpenStandardError(), $utf8)
$out.AutoFlush = $true
$err.AutoFlush = $true

$script:midLine = $false

function FromBase64([string] $text) { $utf8.GetString([Convert]::FromBase64String($text)) }

# A folder that only this user and the administrators may look into: scripts may hold secrets.
function MakeRoot([string] $root) {
    $exists = [IO.Directory]::Exists($root)
    if (-not $windows) {
        [void][IO.Directory]::CreateDirectory($root)
        if (-not $exists) { & chmod 700 $root }
        return
    }
    $user = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
    if ($exists) {
        # Everybody may make folders in C:\: one that somebody else made first is not used.
        $owner = (Get-Acl -LiteralPath $root).GetOwner([Security.Principal.SecurityIdentifier]).Value
        if (@($user, 'S-1-5-18', 'S-1-5-32-544') -notcontains $owner) {
            throw "the work folder $root belongs to $owner, who is neither this user nor an administrator; set another one"
        }
        return
    }
    [void][IO.Directory]::CreateDirectory($root)
    $said = & icacls.exe $root /inheritance:r /grant:r "*${user}:(OI)(CI)F" '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' /Q
    if ($LASTEXITCODE -ne 0) { throw "the work folder $root cannot be made private: $said" }
}

# With all that it has started; of what has lost its parent nothing is known.
function Stop-Tree([Diagnostics.Process] $process) {
    try {
        if ($process.HasExited) { return }
        if ($windows) { $null = & taskkill.exe /F /T /PID $process.Id } else { $process.Kill($true) }
    } catch { }
}

# Replaces what is at $place by what is in the zip that comes over the input.
function CopyHere([string] $folder, [string] $place) {
    $zip = [IO.Path]::Combine($folder, 'copy.zip')
    $file = [IO.File]::Create($zip)
    try {
        while (($line = $reader.ReadLine()) -cne 'end') {
            if ($null -eq $line) { throw 'the input ended in the middle' }
            $bytes = [Convert]::FromBase64String($line)
            $file.Write($bytes, 0, $bytes.Length)
        }
    } finally { $file.Dispose() }
    [void][Reflection.Assembly]::Load(
        'System.IO.Compression.FileSystem, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
    $new = "$place.new"
    if ([IO.Directory]::Exists($new)) { [IO.Directory]::Delete($new, $true) }
    [IO.Compression.ZipFile]::ExtractToDirectory($zip, $new)
    if ([IO.Directory]::Exists($place)) { [IO.Directory]::Delete($place, $true) }
    [IO.Directory]::Move($new, $place)
}

# Says how the script ended, whatever holds its streams after that.
function RunScript($task, $environment, $paths) {
    $start = [Diagnostics.ProcessStartInfo]::new()
    $extension = if ($task.kind -eq 'cmd') { '.cmd' } else { '.ps1' }
    $script = [IO.Path]::Combine($task.folder, $task.name + $extension)
    [IO.File]::WriteAllBytes($script, [Convert]::FromBase64String($task.script))
    # The folder's name holds nothing that either shell reads as anything but itself; the engine has seen to it.
    if ($task.kind -eq 'cmd') {
        $start.FileName = 'cmd.exe'
        $start.Arguments = '/D /E:ON /V:OFF /S /C "CALL "' + $script + '""'
    } else {
        $start.FileName = if ($task.kind -eq 'pwsh') { 'pwsh.exe' } else { 'powershell.exe' }
        $start.Arguments = "-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Unrestricted -Command `"$($task.call) '$script'`""
    }
    $start.WorkingDirectory = $task.directory
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $utf8
    $start.StandardErrorEncoding = $utf8
    foreach ($entry in $environment) { $start.Environment[$entry[0]] = $entry[1] }
    if ($paths.Count -gt 0) {
        $start.Environment['PATH'] = ($paths -join [IO.Path]::PathSeparator) + [IO.Path]::PathSeparator + $start.Environment['PATH']
    }
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $fromOut = [char[]]::new(8192)
        $fromErr = [char[]]::new(8192)
        $readOut = $process.StandardOutput.ReadAsync($fromOut, 0, 8192)
        $readErr = $process.StandardError.ReadAsync($fromErr, 0, 8192)
        $told = $reader.ReadLineAsync()
        $quiet = [DateTime]::UtcNow
        while ($readOut -or $readErr -or -not $process.HasExited) {
            $waiting = [Collections.Generic.List[Threading.Tasks.Task]]::new()
            foreach ($one in @($readOut, $readErr, $told)) { if ($one) { $waiting.Add($one) } }
            if ($waiting.Count -gt 0) { [void][Threading.Tasks.Task]::WaitAny($waiting.ToArray(), 500) }
            else { [Threading.Thread]::Sleep(100) }
            if ($told -and $told.IsCompleted) {
                Stop-Tree $process
                $told = $null
            }
            if ($readOut -and $readOut.IsCompleted) {
                $count = $readOut.Result
                if ($count -gt 0) {
                    $out.Write($fromOut, 0, $count)
                    $script:midLine = $fromOut[$count - 1] -ne "`n"
                    $readOut = $process.StandardOutput.ReadAsync($fromOut, 0, 8192)
                } else { $readOut = $null }
                $quiet = [DateTime]::UtcNow
            }
            if ($readErr -and $readErr.IsCompleted) {
                $count = $readErr.Result
                if ($count -gt 0) {
                    $err.Write($fromErr, 0, $count)
                    $readErr = $process.StandardError.ReadAsync($fromErr, 0, 8192)
                } else { $readErr = $null }
                $quiet = [DateTime]::UtcNow
            }
            # What it left running may hold the streams for ever.
            if ($process.HasExited -and ([DateTime]::UtcNow - $quiet).TotalSeconds -gt 2) { break }
        }
        $process.WaitForExit(2147483647) | Out-Null
        return $process.ExitCode
    } finally { Stop-Tree $process }
}

$task = @{}
$environment = [Collections.Generic.List[object]]::new()
$paths = [Collections.Generic.List[string]]::new()
$code = 0
$why = ''
try {
    if ($windows) { $null = & chcp.com 65001 }
    while (($line = $reader.ReadLine()) -cne 'begin') {
        if ($null -eq $line) { [Environment]::Exit(3) }
        $words = $line.Split(' ')
        switch -CaseSensitive ($words[0]) {
            'env' { $environment.Add(@((FromBase64 $words[1]), (FromBase64 $words[2]))) }
            'path' { $paths.Add((FromBase64 $words[1])) }
            'script' { $task.script = $words[1] }
            default { $task[$words[0]] = FromBase64 $words[1] }
        }
    }
    MakeRoot $task.root
    [void][IO.Directory]::CreateDirectory($task.folder)
    if ($task.kind -eq 'copy') {
        CopyHere $task.folder $task.place
    } else {
        [void][IO.Directory]::CreateDirectory($task.directory)
        $code = RunScript $task $environment $paths
    }
} catch {
    $code = 1
    $why = ' ' + [Convert]::ToBase64String($utf8.GetBytes($_.Exception.Message))
} finally {
    try { if ($task.folder) { [IO.Directory]::Delete($task.folder, $true) } } catch { }
}
try { $out.Write($(if ($script:midLine) { "`n" }) + $task.nonce + ' ' + $code + $why + "`n") } catch { }
[Environment]::Exit($code)
