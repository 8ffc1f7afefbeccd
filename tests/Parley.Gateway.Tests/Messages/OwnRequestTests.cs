using System.Text;
using System.Text.Json;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Tests.Messages;

/// <summary>A request that the app makes: the same facts are read of it as of any client's.</summary>
public sealed class OwnRequestTests
{
    private static readonly Caller Person = new(null, "u1", "Ada", new HashSet<string> { "gateway" });

    [Fact]
    public void Facts_are_read_from_its_body_as_from_a_clients()
    {
        var prompt = new Prompt { Temperature = 0, MaxOutputTokens = 77 };
        prompt.System.Add(new TextPart("Be \"brief\"."));
        prompt.Turns.Add(new Turn(TurnRole.User, [new ImagePart(new UrlSource("https://example.org/a.png"), null), new TextPart("What is this?")]));
        var request = LlmRequest.Of(Person, "mödel \"x\"", prompt, TimeProvider.System, "chat,conversation:1");
        var read = EnvelopeReader.Read(request.Body.Span);
        Assert.Equal((read.Model, read.Stream, read.IncludeUsage, read.ModelValue, read.FirstMember), (request.Envelope.Model, request.Envelope.Stream, request.Envelope.IncludeUsage, request.Envelope.ModelValue, request.Envelope.FirstMember));
        Assert.Equal("mödel \"x\"", request.Envelope.Model);
        var needs = RequestNeeds.Read(request);
        Assert.Equal((ModelCapabilities.Vision, 77L), (needs.Capabilities, needs.MaxOutput!.Value));
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal(0, body.RootElement.GetProperty("temperature").GetDouble());
        Assert.Contains("What is this?", Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
        Assert.Same(prompt, request.Prompt);
        Assert.Equal((WireFormat.Chat, LlmOperation.Generate, "u1", "chat,conversation:1", true), (request.Format, request.Operation, request.Caller.UserId, request.Tags, request.IsOwn));
    }
}
