using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Parley.Tests.Infrastructure;

/// <summary>One run of the built Parley, with its output caught line by line.</summary>
internal sealed class ParleyProcess : IAsyncDisposable
{
    // Credentials of the person who runs the tests must not become providers.
    private static readonly string[] Unwanted =
    [
        "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "MISTRAL_API_KEY", "DEEPSEEK_API_KEY", "GROQ_API_KEY", "XAI_API_KEY", "OPENROUTER_API_KEY",
    ];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ParleyProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public static ParleyProcess Start(string workingFolder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null) =>
        Start("dotnet", [], workingFolder, arguments, environment, input);

    /// <summary>Starts it as root to whom rights apply as to everybody else.</summary>
    public static ParleyProcess StartWithinRights(string workingFolder, IEnumerable<string> arguments)
    {
        const string Overrides = "-dac_override,-dac_read_search";
        var dotnet = Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet";
        return Start("setpriv", ["--bounding-set", Overrides, "--inh-caps", Overrides, "--", dotnet], workingFolder, arguments, null, null);
    }

    private static ParleyProcess Start(
        string program, string[] before, string workingFolder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? input)
    {
        var start = new ProcessStartInfo(program, before)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Repository.ParleyAssembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in Unwanted) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var running = new ParleyProcess(new() { StartInfo = start });
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        if (input is not null) running._process.StandardInput.Write(input);
        running._process.StandardInput.Close();
        return running;
    }

    /// <summary>Waits for the end; a process that does not end in time is killed and the wait fails.</summary>
    public async Task<int> WaitAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            throw new TimeoutException($"Parley did not end within {limit}. It said:\n{Output}\n{Errors}");
        }

        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks politely (SIGTERM) and returns at once.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
