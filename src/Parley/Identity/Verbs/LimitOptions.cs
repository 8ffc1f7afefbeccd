using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Parley.Gateway.Ports;
using Parley.Identity.Keys;
using Parley.Shared;

namespace Parley.Identity.Verbs;

/// <summary>The options that limit a key, of the verbs that make one and change one.</summary>
internal sealed class LimitOptions(bool isChange)
{
    private const string None = "none";

    private readonly Option<string?> _requests = Limit("--requests-per-minute", "Requests a minute; not limited by default.", isChange);
    private readonly Option<string?> _tokens = Limit("--tokens-per-minute", "Tokens of prompts and answers a minute.", isChange);
    private readonly Option<string?> _running = Limit("--concurrency", "Requests at the same time.", isChange);
    private readonly Option<string?> _cache = Limit("--cache-seconds", "Answers at temperature 0 are kept this long and given again; not at all by default.", isChange);

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _requests, _tokens, _running, _cache }) command.Options.Add(option);
    }

    public CallerLimits LimitsOf(ParseResult parsed) => new(RequestsPerMinute(parsed).Value, TokensPerMinute(parsed).Value, Concurrency(parsed).Value);

    public Change<long?> RequestsPerMinute(ParseResult parsed) => Read<long>(parsed, _requests);

    public Change<long?> TokensPerMinute(ParseResult parsed) => Read<long>(parsed, _tokens);

    public Change<int?> Concurrency(ParseResult parsed) => Read<int>(parsed, _running);

    public Change<int?> CacheSeconds(ParseResult parsed) => Read<int>(parsed, _cache);

    private static Change<T?> Read<T>(ParseResult parsed, Option<string?> option) where T : struct, INumber<T>
    {
        if (parsed.GetValue(option) is not { } text) return default;
        if (text == None) return Change<T?>.To(null);
        return T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Change<T?>.To(number)
            : throw new UserError($"{option.Name} must be a whole number, or {None}: \"{text}\" is neither.");
    }

    /// <param name="name">The option.</param>
    /// <param name="what">What it is, and what holds without it; of a change only the former.</param>
    /// <param name="isChange">Whether it can be taken away.</param>
    private static Option<string?> Limit(string name, string what, bool isChange) => new(name)
    {
        Description = isChange ? what.Split(';')[0].TrimEnd('.') + "." : what, HelpName = isChange ? $"N|{None}" : "N",
    };
}
