using System.Globalization;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Reliability;

/// <summary>The real process writes its log in the form that it is asked for.</summary>
[Trait("Pace", "slow")]
public sealed class LogFormTests
{
    [Theory]
    [InlineData("json"), InlineData("JSON")]
    public async Task Lines_are_JSON_where_that_is_asked_for(string form)
    {
        var line = (await LinesAsync(form)).First(line => line.Contains("Now listening on", StringComparison.Ordinal));
        var read = JsonDocument.Parse(line).RootElement;
        Assert.Equal("Microsoft.Hosting.Lifetime", read.GetProperty("Category").GetString());
        Assert.InRange(DateTimeOffset.ParseExact(read.GetProperty("Timestamp").GetString()!, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Lines_are_for_people_otherwise() =>
        Assert.Contains(await LinesAsync(null), line => line.Contains("info: Microsoft.Hosting.Lifetime", StringComparison.Ordinal));

    private static async Task<string[]> LinesAsync(string? form)
    {
        await using var server = await ParleyServer.StartAsync(new ParleyServerOptions
        {
            Arguments = ["--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", .. form is null ? Array.Empty<string>() : [$"--Logging:Console:FormatterName={form}"]],
        });
        server.Process.Terminate();
        await server.Process.WaitAsync(TimeSpan.FromSeconds(40));
        return server.Process.Output.Split('\n');
    }
}
