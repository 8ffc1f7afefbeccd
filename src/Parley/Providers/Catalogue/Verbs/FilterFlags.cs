using System.CommandLine;
using Parley.Providers.Catalogue.Endpoints;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary>The filters of <c>models list</c> and <c>catalog list</c>: those of <c>GET /api/v1/models</c>, checked by the same rules.</summary>
/// <param name="provider">What <c>--provider</c> means.</param>
/// <param name="state">What <c>--state</c> may be.</param>
internal sealed class FilterFlags(string provider, string state)
{
    private readonly Option<string?> _provider = new("--provider") { Description = provider };
    private readonly Option<string[]> _capabilities = new("--capability") { Description = "Only what can do this; repeatable for several at once." };
    private readonly Option<long?> _context = new("--min-context") { Description = "Only with at least this many tokens of context." };
    private readonly Option<decimal?> _input = new("--max-input-price") { Description = "At most this for a million tokens of the prompt, in US dollars." };
    private readonly Option<decimal?> _output = new("--max-output-price") { Description = "At most this for a million tokens of the answer, in US dollars." };
    private readonly Option<string?> _state = new("--state") { Description = state };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _provider, _capabilities, _context, _input, _output, _state }) command.Options.Add(option);
    }

    /// <summary>Throws a <see cref="UserError"/> that tells all that is wrong.</summary>
    public ModelFilter Read(ParseResult parsed, ModelCatalogue catalogue)
    {
        var errors = new FieldErrors();
        var query = new ModelQuery
        {
            Provider = parsed.GetValue(_provider), Capability = parsed.GetValue(_capabilities), MinContext = parsed.GetValue(_context),
            MaxInputPrice = parsed.GetValue(_input), MaxOutputPrice = parsed.GetValue(_output), State = parsed.GetValue(_state),
        };
        return query.ToFilter(catalogue, errors)
            ?? throw new UserError(string.Join(' ', errors.ToDictionary().Select(e => $"{OptionOf(e.Key)} {string.Join("; ", e.Value)}.")));
    }

    /// <summary>minContext is --min-context.</summary>
    private static string OptionOf(string field) => "--" + string.Concat(field.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
}
