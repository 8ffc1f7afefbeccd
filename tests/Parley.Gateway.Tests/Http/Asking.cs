using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Staging;

namespace Parley.Gateway.Tests.Http;

/// <summary>A plain question, in each served format.</summary>
internal static class Asking
{
    public static string Body(WireFormat client, WireFormat kind, bool stream)
    {
        var head = $$"""{"model":"{{kind.Name()}}/{{OneVendor.ModelOf(kind)}}","stream":{{(stream ? "true" : "false")}}""";
        return client switch
        {
            WireFormat.Responses => head + ""","store":false,"input":"Two words"}""",
            WireFormat.Messages => head + ""","max_tokens":100,"messages":[{"role":"user","content":"Two words"}]}""",
            _ => head + ""","stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Two words"}]}""",
        };
    }
}
