using System.Text;
using CsCheck;
using Parley.Providers.Catalogue.Import;
using Parley.Providers.Catalogue.Lines;
using Parley.Shared;

namespace Parley.Tests.Providers.Catalogue;

public sealed class LiteLlmReaderTests
{
    [Fact]
    public void Prices_of_one_token_become_exact_decimals_of_a_million()
    {
        var line = Assert.Single(Read("""
            { "sample_spec": { "max_tokens": "LEGACY parameter", "litellm_provider": "one of them" },
              "gpt-9": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.5e-07, "output_cost_per_token": 6.000000000000001e-07,
                "cache_read_input_token_cost": 7.5e-08, "cache_creation_input_token_cost": 0.00000125, "max_input_tokens": 400000, "max_output_tokens": 128000,
                "supports_vision": true, "supports_function_calling": true, "supports_pdf_input": false, "deprecation_date": "2027-03-01" } }
            """).Lines).Line;
        Assert.Equal((0.15m, 0.6m, 0.075m, 1.25m), (line.Input!.Value, line.Output!.Value, line.CacheRead!.Value, line.CacheWrite!.Value));
        Assert.Equal((400000L, 128000L, new DateOnly(2027, 3, 1)), (line.Context!.Value, line.MaxOutput!.Value, line.DeprecationDate!.Value));
        Assert.Equal(["vision", "tools"], line.Capabilities);
        Assert.Equal(("openai", "chat", "2026-11-26", "C", "LiteLLM, prices.json"), (line.Provider, line.Mode, line.AsOf, line.Confidence, line.Source));
    }

    [Theory]
    [InlineData("gemini/gemini-9", "gemini", "google", "gemini-9")]
    [InlineData("together_ai/meta-llama/x", "together_ai", "together", "meta-llama/x")]
    [InlineData("groq/llama-9", "groq", "groq", "llama-9")]
    [InlineData("gemini-9", "vertex_ai-language-models", "vertex_ai", "gemini-9")]
    [InlineData("vertex_ai/claude-9", "vertex_ai-anthropic_models", "vertex_ai", "claude-9")]
    [InlineData("openrouter/openai/gpt-9", "openrouter", "openrouter", "openai/gpt-9")]
    public void Sellers_and_models_get_the_catalogues_names(string name, string provider, string seller, string model)
    {
        var line = Assert.Single(Read($$"""{"{{name}}":{"litellm_provider":"{{provider}}","input_cost_per_token":1e-06} }""").Lines).Line;
        Assert.Equal((seller, model, 1m), (line.Provider, line.Model, line.Input!.Value));
    }

    [Theory]
    [InlineData("image_generation", "image", "output_cost_per_image", "0.04", "image", "0.04")]
    [InlineData("audio_speech", "tts", "input_cost_per_character", "1.5e-05", "1M characters", "15")]
    [InlineData("audio_transcription", "stt", "input_cost_per_second", "0.0001", "second", "0.0001")]
    public void Other_units_have_a_price_of_their_own(string mode, string ours, string member, string price, string unit, string expected)
    {
        var lines = Read($$"""{"x":{"litellm_provider":"openai","mode":"{{mode}}","{{member}}":{{price}} } }""").Lines;
        var line = Assert.Single(lines).Line;
        Assert.Equal((ours, unit, decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)), (line.Mode, line.Unit, line.UnitPrice!.Value));
    }

    [Fact]
    public void Zero_is_not_known()
    {
        var line = Assert.Single(Read("""{"x":{"litellm_provider":"acme","input_cost_per_token":0.0,"output_cost_per_token":0,"max_tokens":4096}}""").Lines).Line;
        Assert.False(line.HasPrice);
        Assert.Equal(4096, line.Context);
    }

    [Theory]
    [InlineData("\"litellm_provider\":\"openai\",\"input_cost_per_token\":-1e-06", "input_cost_per_token must not be negative")]
    [InlineData("\"litellm_provider\":\"openai\",\"input_cost_per_token\":5", "input_cost_per_token is absurd")]
    [InlineData("\"litellm_provider\":\"openai\",\"input_cost_per_token\":1e400", "input_cost_per_token must be a number")]
    [InlineData("\"litellm_provider\":\"openai\",\"input_cost_per_token\":true", "input_cost_per_token must be a number")]
    [InlineData("\"litellm_provider\":\"openai\",\"max_input_tokens\":-5", "max_input_tokens must be a whole number")]
    [InlineData("\"litellm_provider\":\"Open AI\",\"max_input_tokens\":5", "provider must be")]
    [InlineData("\"litellm_provider\":\"openai\",\"deprecation_date\":\"soon\"", "deprecation_date must be a date")]
    [InlineData("\"max_input_tokens\":5", "litellm_provider is missing")]
    public void A_bad_entry_is_refused_by_its_line_and_the_others_are_read(string members, string reason)
    {
        var read = Read($$"""
            {
              "good": {"litellm_provider":"openai","input_cost_per_token":1e-06},

              "bad": { {{members}} }
            }
            """);
        Assert.Equal("good", Assert.Single(read.Lines).Line.Model);
        var refused = Assert.Single(read.Refused);
        Assert.Equal(4, refused.Number);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_name_twice_is_refused_the_same_model_by_another_name_is_passed_over()
    {
        var read = Read("""
            {"deepseek/x":{"litellm_provider":"deepseek","input_cost_per_token":1e-06},
             "x":{"litellm_provider":"deepseek","input_cost_per_token":2e-06},
             "x":{"litellm_provider":"deepseek","input_cost_per_token":3e-06},
             "1024-x-1024/dall-e-2":{"litellm_provider":"openai","input_cost_per_image":0.02},
             "nothing":{"litellm_provider":"openai"}}
            """);
        Assert.Equal(1m, Assert.Single(read.Lines).Line.Input);
        Assert.Equal(3, Assert.Single(read.Refused).Number);
        Assert.Equal([2, 4, 5], read.PassedOver.Select(p => p.Number));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":{}")]
    [InlineData("{\"a\":{}} and more")]
    [InlineData("[]")]
    [InlineData("{\"a\":{\"litellm_provider\":\"openai\",}}")]
    public void What_is_no_such_file_is_told_so(string json)
    {
        var problem = Assert.Throws<UserError>(() => Read(json));
        Assert.Contains("Nothing was changed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_garbage_end_in_words() => Gen.OneOf(Gen.Const('{'), Gen.Const('"'), Gen.Const('}'), Gen.Const(':'), Gen.Const(','), Gen.Char['a', 'c']).Array[0, 40].Select(c => "{" + new string(c)).Sample(text =>
    {
        try
        {
            Read(text);
        }
        catch (UserError)
        {
            // The one way to fail.
        }
    });

    internal static LinesRead Read(string json) => ImportFile.Read(Encoding.UTF8.GetBytes(json), "prices.json", new DateOnly(2026, 11, 26));
}
