using System.ComponentModel;
using Parley.Gateway.Ports;

namespace Parley.Providers.Catalogue.Settings;

/// <summary>The body of <c>PATCH /api/v1/models/{id}</c>: a member that is not there stays as it is, null puts it back.</summary>
internal sealed class ModelPatch
{
    [Description("False: callers are told that there is no such model. null: true.")]
    public bool? Enabled { get; set { field = value; Says |= Member.Enabled; } }

    [Description("Further names that callers may use, all of them; at most 50; null or [] for none.")]
    public List<string>? Aliases { get; set { field = value; Says |= Member.Aliases; } }

    [Description("Most tokens of prompt and answer together, 1 to 1000000000; null: as the catalogue says.")]
    public long? ContextWindow { get; set { field = value; Says |= Member.ContextWindow; } }

    [Description("Most tokens of an answer, 1 to 1000000000, not more than contextWindow; null: as the catalogue says.")]
    public long? MaxOutputTokens { get; set { field = value; Says |= Member.MaxOutputTokens; } }

    [Description("What all callers together may ask of the model: requestsPerMinute and tokensPerMinute up to 1000000000, concurrency up to 1000000. Members that are not there, null or 0 are no limit; null: no limits.")]
    public CallerLimits? Limits { get; set { field = value; Says |= Member.Limits; } }

    internal Member Says { get; private set; }

    [Flags]
    internal enum Member
    {
        None = 0,
        Enabled = 1,
        Aliases = 2,
        ContextWindow = 4,
        MaxOutputTokens = 8,
        Limits = 16,
    }
}
