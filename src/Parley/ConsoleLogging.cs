using Microsoft.Extensions.Logging.Console;
using Parley.Shared;

namespace Parley;

/// <summary>The form of the log's lines. The framework's slim host settles on <c>simple</c> after it has read the configuration, so what is configured is said once more.</summary>
internal static class ConsoleLogging
{
    /// <summary>The time of day, for people who look on.</summary>
    public const string TimeOfDay = "HH:mm:ss ";

    private const string Key = "Logging:Console:FormatterName";

    private static readonly string[] Forms = [ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd];

    /// <summary>Throws a <see cref="UserError"/> for a form that there is not.</summary>
    public static void Apply(WebApplicationBuilder builder)
    {
        RefuseUnknownLevels(builder.Configuration);
        var asked = builder.Configuration[Key];
        var form = Forms.FirstOrDefault(one => one.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new UserError($"{Key} is \"{asked}\": it must be {string.Join(", ", Forms[..^1])} or {Forms[^1]}. Nothing was started.");
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = form);
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(json =>
        {
            if (json.TimestampFormat == TimeOfDay) (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true);
        });
    }

    /// <summary>Levels of all logs (<c>Logging:LogLevel</c>) and of one kind (<c>Logging:Console:LogLevel</c>).</summary>
    private static void RefuseUnknownLevels(ConfigurationManager configuration)
    {
        var logging = configuration.GetSection("Logging");
        var levels = logging.GetChildren().Prepend(logging).SelectMany(of => of.GetSection("LogLevel").GetChildren());
        if (levels.FirstOrDefault(level => level.Value is { Length: > 0 } word && !(Enum.TryParse<LogLevel>(word, ignoreCase: true, out var known) && Enum.IsDefined(known))) is { } wrong)
            throw new UserError($"{wrong.Path} is \"{wrong.Value}\": it must be {string.Join(", ", Enum.GetNames<LogLevel>()[..^1])} or {nameof(LogLevel.None)}. Nothing was started.");
    }
}
