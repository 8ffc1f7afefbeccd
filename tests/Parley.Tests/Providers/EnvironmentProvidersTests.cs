using Microsoft.Extensions.Configuration;
using Parley.Providers.Registry;
using Parley.Providers.Sources;
using Parley.Shared;

namespace Parley.Tests.Providers;

public sealed class EnvironmentProvidersTests
{
    [Theory]
    [InlineData("OPENAI_API_KEY", "openai", "chat", "https://api.openai.com/v1")]
    [InlineData("ANTHROPIC_API_KEY", "anthropic", "messages", "https://api.anthropic.com")]
    [InlineData("GEMINI_API_KEY", "gemini", "gemini", "https://generativelanguage.googleapis.com")]
    [InlineData("MISTRAL_API_KEY", "mistral", "chat", "https://api.mistral.ai/v1")]
    [InlineData("DEEPSEEK_API_KEY", "deepseek", "chat", "https://api.deepseek.com/v1")]
    [InlineData("GROQ_API_KEY", "groq", "chat", "https://api.groq.com/openai/v1")]
    [InlineData("XAI_API_KEY", "xai", "chat", "https://api.x.ai/v1")]
    [InlineData("OPENROUTER_API_KEY", "openrouter", "chat", "https://openrouter.ai/api/v1")]
    public void Each_vendors_variable_makes_its_provider(string variable, string name, string kind, string url)
    {
        var provider = Assert.Single(Read((variable, " key-1 ")));
        Assert.Equal((name, kind, url, "key-1", false), (provider.Name, provider.Kind, provider.BaseUrlText, provider.ApiKeys[0].Reveal(), provider.AllowPrivateNetwork));
    }

    [Fact]
    public void Nothing_and_empty_values_make_none() => Assert.Empty(Read(("OPENAI_API_KEY", ""), ("GROQ_API_KEY", " "), ("OPENAI_BASE_URL", "http://x")));

    [Theory]
    [InlineData("OPENAI_API_KEY", "OPENAI_BASE_URL", "http://localhost:9/v1")]
    [InlineData("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://gateway.example/anthropic")]
    public void The_sdks_variable_moves_the_address(string keyVariable, string urlVariable, string url)
    {
        var provider = Assert.Single(Read((keyVariable, "k"), (urlVariable, url + "/")));
        Assert.Equal((url, true), (provider.BaseUrlText, provider.AllowPrivateNetwork));
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "secret with blanks", "", "")]
    [InlineData("OPENAI_API_KEY", "secret", "OPENAI_BASE_URL", "not a url")]
    public void What_cannot_be_used_stops_the_start_and_names_the_variable_but_not_the_value(string keyVariable, string key, string variable, string value)
    {
        var problem = Assert.Throws<UserError>(() => Read((keyVariable, key), (variable, value)).ToList());
        Assert.Contains(keyVariable, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<ProviderDefinition> Read(params (string Name, string Value)[] variables) => EnvironmentProviders.Read(
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(v => KeyValuePair.Create(v.Name, (string?)v.Value))).Build());
}
