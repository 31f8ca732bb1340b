// Counts what a deployment put into a folder. Arguments: the folder, the environment.
var folder = new DirectoryInfo(args[0]);
var files = folder.GetFiles("*", SearchOption.AllDirectories);
Console.WriteLine($"{args[1]}: {files.Length} files, {files.Sum(file => file.Length)} bytes, .NET {Environment.Version}");
Console.WriteLine($"##vso[task.setvariable variable=FileCount]{files.Length}");
