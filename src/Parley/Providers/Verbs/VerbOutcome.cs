using System.Text.Json;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary>What a change that was not made tells the person at the terminal.</summary>
internal static class VerbOutcome
{
    private const string Milliseconds = "Ms";

    /// <summary>The row of a change that was made; throws a <see cref="UserError"/> for any other.</summary>
    public static Provider Of(string name, ProviderChange change, Func<Provider, string>? foreign = null) => change switch
    {
        { Outcome: ChangeOutcome.Done, Row: { } row } => row,
        { Outcome: ChangeOutcome.Invalid, Errors: { } errors } => throw new UserError($"The provider was not changed: {Say(errors)}"),
        { Outcome: ChangeOutcome.Foreign, Row: { } row } => throw new UserError((foreign ?? ProviderOrigins.UnchangedBecause)(row)),
        _ => throw new UserError(NoProvider(name)),
    };

    /// <summary>What is wrong, by the options' names instead of REST's.</summary>
    public static string Say(FieldErrors errors) => string.Join(' ', errors.ToDictionary().Select(e => $"{Option(e.Key)} {string.Join(", ", e.Value.Select(message => Words(e.Key, message)))}."));

    private static string Option(string field) => field.Split('.', '[')[0] switch
    {
        "name" => "NAME",
        "models" => "--model",
        "apiKeys" => "--api-key-env",
        "overlapSeconds" => "--overlap",
        _ => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(IsTime(field) ? field.Split('.')[^1][..^Milliseconds.Length] : field.Split('.')[^1])}",
    };

    private static string Words(string field, string message) => message == BaseUrlRules.PrivateRefused ? BaseUrlRules.PrivateRefusedAtTerminal
        : IsTime(field) ? $"{message} milliseconds" : field == "overlapSeconds" ? $"{message} seconds" : message;

    private static bool IsTime(string field) => field.EndsWith(Milliseconds, StringComparison.Ordinal);

    public static string NoProvider(string name) => $"There is no provider {name}; \"providers list\" shows what there is.";
}
