// Slipway.V1 has messages of these names.
global using Environment = System.Environment;
global using Task = System.Threading.Tasks.Task;
