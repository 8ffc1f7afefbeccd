using System.CommandLine;
using System.Text.Json;
using Parley.Providers.Endpoints;
using Parley.Providers.Registry;
using Parley.Providers.Routes;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>routes list | show | set</c>.</summary>
internal static class RouteVerbs
{
    private static readonly JsonSerializerOptions Readable = new(StrictJson.Options)
    {
        WriteIndented = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static Command Create(VerbHost host) => new("routes", "Named routes: lists, shows and sets them.") { List(host), Show(host), Set(host) };

    private static Command List(VerbHost host)
    {
        var command = new Command("list", "Lists the routes in force, tab-separated: name, origin, objective, candidates (*weight), fallbacks, what nobody serves at the moment.");
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            foreach (var route in await ReadAsync(services, cancellationToken)) await host.Output.WriteLineAsync(Line(route));
        }, cancellationToken));
        return command;
    }

    private static Command Show(VerbHost host)
    {
        var name = new Argument<string?>("NAME") { Description = "As \"routes list\" shows it; all routes without.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "Shows a route, or all, as JSON that \"routes set\" takes.") { name };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetValue(name);
            List<RouteShown> routes = [.. (await ReadAsync(services, cancellationToken)).Where(r => wanted is null || r.Name == wanted)];
            if (wanted is not null && routes.Count == 0) throw new UserError($"There is no route {wanted}; \"routes list\" shows what there is.");
            await host.Output.WriteLineAsync(JsonSerializer.Serialize(new RoutesBody(routes), Readable));
        }, cancellationToken));
        return command;
    }

    private static Command Set(VerbHost host)
    {
        var file = new Argument<string>("FILE") { Description = "JSON, {\"routes\": [...]} as \"routes show\" writes it; - reads standard input." };
        var command = new Command("set", "Replaces all routes of operators by those of a file; a running server uses them from the next request on.") { file };
        command.SetAction((parsed, cancellationToken) => host.RunFirstAsync(parsed, async services =>
        {
            var source = parsed.GetRequiredValue(file);
            var body = Read(source == "-" ? await host.Input.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(source, cancellationToken));
            var change = await services.GetRequiredService<RouteAdmission>().ReplaceAsync(body.Routes, IfMatch.Any, cancellationToken);
            if (change is { Outcome: ChangeOutcome.Invalid, Errors: { } errors }) throw new UserError($"The routes were not changed: {errors}");
            await host.Error.WriteLineAsync(change.Set is not { Count: > 0 } set ? "There are no routes of operators any more."
                : $"Set: {string.Join(", ", set)}. A running server uses them from the next request on.");
        }, cancellationToken));
        return command;
    }

    private static RoutesBody Read(string json)
    {
        if (json.AsSpan().TrimStart() is not ['{', ..])
            throw new UserError("The routes were not changed: the file must hold an object, {\"routes\": [...]}, as \"routes show\" writes it. {\"routes\": []} removes all routes of operators.");
        try
        {
            return JsonSerializer.Deserialize<RoutesBody>(json, StrictJson.Options)!;
        }
        catch (JsonException wrong)
        {
            throw new UserError($"The routes were not changed: {ApiExceptionHandler.Describe(new BadHttpRequestException(wrong.Message, wrong)).Detail}", wrong);
        }
    }

    private static async Task<IReadOnlyList<RouteShown>> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ProviderRegistry>().ReloadAsync(cancellationToken);
        return (await services.GetRequiredService<RouteAdmission>().ReadAsync(cancellationToken)).Routes;
    }

    private static string Line(RouteShown route)
    {
        var candidates = string.Join(',', route.Candidates!.Select(c => c.Weight is { } weight and not 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{c.Model}*{weight}") : c.Model));
        return string.Join('\t', route.Name, route.Origin.ToString()!.ToLowerInvariant(), route.Objective, candidates,
            string.Join(',', (route.Fallbacks ?? []).DefaultIfEmpty("-")), route.Missing is { Count: > 0 } missing ? "missing: " + string.Join(',', missing) : "-");
    }
}
