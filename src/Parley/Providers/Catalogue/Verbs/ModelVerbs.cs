using System.CommandLine;
using Parley.Gateway.Ports;
using Parley.Providers.Catalogue.Endpoints;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary><c>models list | show | capabilities | set</c>.</summary>
internal sealed class ModelVerbs
{
    private readonly Argument<string> _id = new("ID") { Description = "A model by the name that callers use, also one that no list names; PROVIDER/MODEL for one provider's." };
    private readonly Option<bool> _enable = new("--enable") { Description = "Callers may use it." };
    private readonly Option<bool> _disable = new("--disable") { Description = "Callers are told that there is no such model." };
    private readonly Option<string[]> _aliases = new("--alias") { Description = "A further name that callers may use; repeatable. Those given here are all that it has." };
    private readonly Option<bool> _noAliases = new("--no-aliases") { Description = "It has no further names." };
    private readonly Option<long?> _context = new("--context") { Description = "Most tokens of prompt and answer together." };
    private readonly Option<long?> _maxOutput = new("--max-output") { Description = "Most tokens of an answer." };
    private readonly Option<long?> _requests = new("--requests-per-minute") { Description = "What all callers together may ask of it; 0 for no limit." };
    private readonly Option<long?> _tokens = new("--tokens-per-minute") { Description = "What all callers together may ask of it; 0 for no limit." };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "Requests at the same time, of all callers together; 0 for no limit." };
    private readonly Option<bool> _reset = new("--reset") { Description = "First puts everything back to what the catalogue says." };

    public static Command Create(VerbHost host) => new("models", "Lists the models that callers can use, and changes what holds for them.") { List(host), ModelShowVerb.Create(host), CapabilitiesVerb.Create(host), new ModelVerbs().Set(host) };

    private static Command List(VerbHost host)
    {
        var command = new Command("list", "Lists the models, tab-separated: id, state, providers (= upstream name), context, max output, price of a million tokens in and out, currency, aliases.");
        var (filters, json) = (Filters(), VerbHost.Json());
        filters.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var directory = await DirectoryAsync(services, cancellationToken);
            var filter = filters.Read(parsed, directory.Knowledge.Catalogue);
            List<ListedModel> found = [.. directory.Models.Where(filter.Lets)];
            if (parsed.GetValue(json)) await host.WriteJsonAsync(new { Items = found.Select(ModelView.Of) });
            else await host.WriteLinesAsync(found.Select(Line));
            await TellWhenEmptyAsync(host, directory, found.Count);
        }, cancellationToken));
        return command;
    }

    private Command Set(VerbHost host)
    {
        var command = new Command("set", "Changes what holds for a model; a running server does so within a second. What is not named stays.")
        {
            _id, _enable, _disable, _aliases, _noAliases, _context, _maxOutput, _requests, _tokens, _concurrency, _reset,
        };
        command.SetAction((parsed, cancellationToken) => host.RunFirstAsync(parsed, async services =>
        {
            var id = parsed.GetRequiredValue(_id);
            var directory = await DirectoryAsync(services, cancellationToken);
            if (directory.Find(id) is not { } model)
                throw new UserError($"There is no model {id}: no provider would take it, and the catalogue does not know it. \"models list\" shows what there is; a provider's own list is known once a server has asked it. Nothing was changed.");
            id = model.Id;
            var patch = Read(parsed, model.Settings);
            if (patch.Says == ModelPatch.Member.None) throw new UserError("Say what to change: \"models set --help\" shows what can be. Nothing was changed.");
            var registry = services.GetRequiredService<ProviderRegistry>();
            var change = await services.GetRequiredService<ModelSettingsStore>().ChangeAsync(id, patch, IfMatch.Any, registry.NamesInUse(), cancellationToken);
            if (change.Errors is { } errors) throw new UserError($"Nothing was changed: {errors}");
            await host.Error.WriteLineAsync($"Model {id} is changed; a running server does so within a second.");
        }, cancellationToken));
        return command;
    }

    private ModelPatch Read(ParseResult parsed, KnownSettings now)
    {
        var reset = parsed.GetValue(_reset);
        if (parsed.GetValue(_enable) && parsed.GetValue(_disable)) throw new UserError("--enable and --disable exclude each other. Nothing was changed.");
        if (parsed.GetValue(_noAliases) && parsed.GetValue(_aliases) is { Length: > 0 }) throw new UserError("--alias and --no-aliases exclude each other. Nothing was changed.");
        var patch = new ModelPatch();
        if (reset) (patch.Enabled, patch.Aliases, patch.ContextWindow, patch.MaxOutputTokens, patch.Limits) = (null, null, null, null, null);
        if (parsed.GetValue(_enable) || parsed.GetValue(_disable)) patch.Enabled = parsed.GetValue(_enable);
        if (parsed.GetValue(_aliases) is { Length: > 0 } aliases) patch.Aliases = [.. aliases];
        if (parsed.GetValue(_noAliases)) patch.Aliases = [];
        if (parsed.GetValue(_context) is { } context) patch.ContextWindow = context;
        if (parsed.GetValue(_maxOutput) is { } output) patch.MaxOutputTokens = output;
        var (requests, tokens, concurrency) = (parsed.GetValue(_requests), parsed.GetValue(_tokens), parsed.GetValue(_concurrency));
        var limits = reset ? null : now.Limits;
        if (requests is not null || tokens is not null || concurrency is not null)
            patch.Limits = new CallerLimits(requests ?? limits?.RequestsPerMinute, tokens ?? limits?.TokensPerMinute, concurrency ?? limits?.Concurrency);
        return patch;
    }

    private static string Line(ListedModel model)
    {
        string?[] cells =
        [
            model.Id, model.State, string.Join(',', model.Providers.Select(p => p.UpstreamName == model.Id ? p.Name : $"{p.Name}={p.UpstreamName}")),
            PriceView.Text(model.ContextWindow), PriceView.Text(model.MaxOutputTokens), PriceView.Text(model.Price?.Input), PriceView.Text(model.Price?.Output), model.Price?.Currency,
            model.Settings.Aliases.IsEmpty ? null : string.Join(',', model.Settings.Aliases),
        ];
        return string.Join('\t', cells.Select(cell => cell ?? "-"));
    }

    internal static FilterFlags Filters() => new("Only what this provider serves.", "enabled, disabled, deprecated, or available (enabled and not deprecated).");

    internal static Task TellWhenEmptyAsync(VerbHost host, ModelDirectory directory, int found) => found > 0 ? Task.CompletedTask
        : host.Error.WriteLineAsync(directory.Models.IsEmpty ? "No provider serves a model yet." : "No model passes these filters. What is not known of a model does not pass.");

    internal static async Task<ModelDirectory> DirectoryAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var registry = services.GetRequiredService<ProviderRegistry>();
        await registry.ReloadAsync(cancellationToken);
        return ModelDirectory.Of(registry, services.GetRequiredService<TimeProvider>().GetUtcNow());
    }
}
