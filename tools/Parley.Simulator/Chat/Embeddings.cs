using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Faults;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Chat;

/// <summary>Vectors that depend on the text, so that a mixed-up answer shows.</summary>
internal static class Embeddings
{
    private const int Dimensions = 8;

    public static async Task AnswerAsync(HttpContext http, SimulatorState state, byte[] body)
    {
        string model;
        bool coded;
        List<string> inputs;
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            model = root.GetProperty("model").GetString() ?? "";
            coded = root.TryGetProperty("encoding_format", out var format) && format.ValueEquals("base64");
            var input = root.GetProperty("input");
            inputs = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(e => e.ToString())] : [input.ToString()];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            http.Response.StatusCode = 400;
            await WholePlayer.PlayAsync(http, new(), ChatErrors.Body(400, "We could not parse the JSON body of your request."));
            return;
        }

        var spec = state.Faults.Pass(SpecReader.Read(state.Start, model), model);
        await new Pace(spec.Timing with { GapMicroseconds = 0 }, state.Dice).FirstAsync(0, http.RequestAborted);
        if (spec.Fault.Hang) await Line.HangAsync(http);
        if (spec.Fault.Status > 0)
        {
            http.Response.StatusCode = spec.Fault.Status;
            await WholePlayer.PlayAsync(http, new(), ChatErrors.Body(spec.Fault.Status, $"simulated status {spec.Fault.Status}"));
            return;
        }

        await WholePlayer.PlayAsync(http, spec.Fault, Render(model, inputs, coded));
    }

    private static string Render(string model, List<string> inputs, bool coded)
    {
        var data = string.Join(',', inputs.Select((text, i) =>
            $$"""{"object":"embedding","index":{{i}},"embedding":{{(coded ? Coded(Vector(text)) : Plain(Vector(text)))}}}"""));
        var tokens = inputs.Sum(t => Math.Max(1, t.Length / 4)).ToString(CultureInfo.InvariantCulture);
        return $$$"""{"object":"list","data":[{{{data}}}],"model":{{{FrameBuilder.Quote(model)}}},"usage":{"prompt_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}}""";
    }

    private static float[] Vector(string text)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return [.. Enumerable.Range(0, Dimensions).Select(i => hash[i] / 256f)];
    }

    private static string Plain(float[] vector) => $"[{string.Join(',', vector.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]";

    private static string Coded(float[] vector)
    {
        var bytes = new byte[vector.Length * 4];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), vector[i]);
        return $"\"{Convert.ToBase64String(bytes)}\"";
    }
}
