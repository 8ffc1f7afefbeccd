using System.ComponentModel;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Registry;

/// <summary>A provider as people write it: the body of <c>POST /api/v1/providers</c> and an entry of <c>Parley:Providers</c>.
/// Null means not given.</summary>
internal sealed class ProviderInput : IChecked
{
    [Description("1 to 64 of a-z 0-9 . _ -. Required.")]
    public string? Name { get; set; }

    [Description("chat (OpenAI and compatible), responses (OpenAI), messages (Anthropic) or gemini (Google). Required.")]
    public string? Kind { get; set; }

    [Description("As the vendor's SDK takes it. Required.")]
    public string? BaseUrl { get; set; }

    [Description("Credentials, used in turn; at most 100 of 1 to 8192 characters.")]
    public List<string>? ApiKeys { get; set; }

    [Description("At most 5000. Without any, the provider's own list is asked for.")]
    public List<ModelInput>? Models { get; set; }

    [Description("Its address may be private or loopback; false by default.")]
    public bool? AllowPrivateNetwork { get; set; }

    [Description("Retries, time-outs, breaker and probes.")]
    public ResilienceInput? Resilience { get; set; }

    [Description("What it can bear.")]
    public LimitsInput? Limits { get; set; }

    [Description("What is booked when a client leaves: estimate (default), drain or none.")]
    public string? CancelPolicy { get; set; }

    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var errors = new FieldErrors();
        ProviderRules.Check(this, ProviderOrigin.Operator, errors);
        return errors.ToDictionary();
    }
}
