using Microsoft.Extensions.Configuration;
using Parley.Shared;

namespace Parley.Tests.Shared;

public sealed class ConfigurationCheckTests
{
    private static readonly KnownConfiguration[] Known =
    [
        new("Parley", typeof(RootOptions)), new("Parley:Metering", typeof(MeterOptions)), new("Parley:Providers", typeof(List<ProviderOptions>)),
    ];

    [Theory]
    [InlineData("Parley:DataFolder")]
    [InlineData("parley:datafolder")]
    [InlineData("Parley:Metering:Linger")]
    [InlineData("Parley:Providers:0:Name")]
    [InlineData("Parley:Providers:12:Models:0")]
    [InlineData("Parley:Providers:0:Labels:anything")]
    [InlineData("Logging:Whatever")]
    public void A_known_key_passes(string key) => ConfigurationCheck.Verify(With(key), Known);

    [Theory]
    [InlineData("Parley:Metring:Linger", "Parley:Metring (did you mean Parley:Metering?)")]
    [InlineData("Parley:Metering:Lingr", "Parley:Metering:Lingr (did you mean Parley:Metering:Linger?)")]
    [InlineData("Parley:Providers:0:Nmae", "Parley:Providers:0:Nmae (did you mean Parley:Providers:0:Name?)")]
    [InlineData("Parley:Providers:0:Name:Deeper", "Parley:Providers:0:Name:Deeper")]
    [InlineData("Parley:Zzz", "Parley:Zzz.")]
    [InlineData("Parley:IsPostgres", "Parley:IsPostgres")]
    public void An_unknown_key_stops_the_start_and_is_named(string key, string named)
    {
        var error = Assert.Throws<UserError>(() => ConfigurationCheck.Verify(With(key), Known));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_unknown_keys_are_named_at_once()
    {
        var error = Assert.Throws<UserError>(() => ConfigurationCheck.Verify(With("Parley:Aaaaaaa", "Parley:Bbbbbbb"), Known));
        Assert.Contains("Parley:Aaaaaaa, Parley:Bbbbbbb", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Parley:Providers", "Parley:Providers is a list: write its values at Parley:Providers:0, Parley:Providers:1 and so on.")]
    [InlineData("Parley:Providers:0:Models", "Parley:Providers:0:Models is a list")]
    [InlineData("Parley:Metering", "Parley:Metering holds other settings, such as Parley:Metering:Linger, and has no value itself.")]
    public void A_value_where_a_list_or_a_section_is_stops_the_start(string key, string told)
    {
        var error = Assert.Throws<UserError>(() => ConfigurationCheck.Verify(With(key), Known));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was started.", error.Message, StringComparison.Ordinal);
    }

    private static IConfiguration With(params string[] keys) =>
        new ConfigurationBuilder().AddInMemoryCollection(keys.Select(key => KeyValuePair.Create(key, (string?)"1"))).Build();

    private sealed class RootOptions
    {
        public string DataFolder { get; set; } = "";

        public bool IsPostgres => DataFolder.Length > 0;
    }

    private sealed class MeterOptions
    {
        public TimeSpan Linger { get; set; }
    }

    private sealed class ProviderOptions
    {
        public string Name { get; set; } = "";

        public List<string> Models { get; set; } = [];

        public Dictionary<string, string> Labels { get; set; } = [];
    }
}
