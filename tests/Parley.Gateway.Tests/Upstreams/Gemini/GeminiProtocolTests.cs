using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Gemini;

namespace Parley.Gateway.Tests.Upstreams.Gemini;

public sealed class GeminiProtocolTests
{
    private static readonly GeminiProtocol Protocol = new(new GeminiDialect(), new FixedEstimator(0));

    [Theory]
    [InlineData("https://generativelanguage.googleapis.com", "https://generativelanguage.googleapis.com/v1beta")]
    [InlineData("https://generativelanguage.googleapis.com/", "https://generativelanguage.googleapis.com/v1beta")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta", "https://generativelanguage.googleapis.com/v1beta")]
    [InlineData("https://generativelanguage.googleapis.com/v1", "https://generativelanguage.googleapis.com/v1")]
    [InlineData("https://generativelanguage.googleapis.com/v1alpha/", "https://generativelanguage.googleapis.com/v1alpha")]
    [InlineData("https://x.example/v1beta1", "https://x.example/v1beta1")]
    [InlineData("https://x.example/v1/account/google-ai-studio", "https://x.example/v1/account/google-ai-studio/v1beta")]
    [InlineData("https://x.example/version", "https://x.example/version/v1beta")]
    [InlineData("https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google", "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google")]
    public void A_version_is_put_in_where_there_is_none(string baseUrl, string expected) => Assert.Equal(expected, Protocol.BaseOf(new Uri(baseUrl)));

    [Theory]
    [InlineData("gemini-2.5-flash", "/models/gemini-2.5-flash")]
    [InlineData("models/gemini-2.5-flash", "/models/gemini-2.5-flash")]
    [InlineData("tunedModels/mine-1", "/tunedModels/mine-1")]
    [InlineData("publishers/google/models/g", "/publishers/google/models/g")]
    [InlineData("a?b#c d", "/models/a%3Fb%23c%20d")]
    [InlineData("a/b", "/models/a%2Fb")]
    [InlineData("../../v1/secrets", "/models/..%2F..%2Fv1%2Fsecrets")]
    [InlineData("x:embedContent?key=1", "/models/x%3AembedContent%3Fkey%3D1")]
    [InlineData("%2e%2e", "/models/%252e%252e")]
    [InlineData("żółw\n", "/models/%C5%BC%C3%B3%C5%82w%0A")]
    public void The_model_stands_in_the_path_and_leads_nowhere_else(string model, string path)
    {
        Assert.Equal(path + ":generateContent", Protocol.PathOf(LlmOperation.Generate, model, stream: false));
        Assert.Equal(path + ":streamGenerateContent?alt=sse", Protocol.PathOf(LlmOperation.Generate, model, stream: true));
        Assert.Equal(path + ":countTokens", Protocol.PathOf(LlmOperation.CountTokens, model, stream: false));
        Assert.Equal(path + ":batchEmbedContents", Protocol.PathOf(LlmOperation.Embed, model, stream: false));
        Assert.Equal("https://h.example/v1beta" + path + ":generateContent", new Uri("https://h.example/v1beta" + path + ":generateContent").AbsoluteUri);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("models/../x")]
    [InlineData("models/..")]
    [InlineData("models//x")]
    [InlineData("publishers/google/../../x")]
    public void A_model_that_is_no_name_has_no_path(string model) => Assert.Null(Protocol.PathOf(LlmOperation.Generate, model, stream: false));

    [Fact]
    public void The_credential_travels_in_Googles_header() =>
        Assert.Equal(new KeyValuePair<string, string>("x-goog-api-key", "AIza1"), Protocol.Credential(new Secret("AIza1")));
}
