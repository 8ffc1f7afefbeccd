using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Writes a generateContent request. The model and the wish for a stream stand in its address.</summary>
internal sealed class RequestWriter(Prompt prompt, UpstreamTarget target, IBufferWriter<byte> output)
{
    private const int MostStops = 5;

    private readonly DroppedNames _dropped = new(prompt);
    private readonly ModelTraits _model = ModelTraits.Of(target.UpstreamModel);

    /// <summary>Writes the body; returns the names of what could not be carried.</summary>
    public IReadOnlyCollection<string> Write()
    {
        output.Raw("{"u8);
        WritePrompt();
        WriteConfig();
        output.Raw("}"u8);
        if (prompt.User is { Length: > 0 }) _dropped.Add(nameof(Prompt.User), "user");
        return _dropped.Names;
    }

    /// <summary>Writes a request to count the prompt's tokens. How to generate does not count, so nothing of that is missed.</summary>
    public IReadOnlyCollection<string> WriteCount()
    {
        var resource = ModelPath.ResourceOf(target.UpstreamModel);
        if (!ModelPath.IsVertex(target.Upstream.BaseUrl))
        {
            output.Raw("{\"generateContentRequest\":{\"model\":"u8);
            output.String(resource);
            output.Raw(","u8);
            WritePrompt();
            output.Raw("}}"u8);
        }
        else
        {
            output.Raw("{"u8); // its own form of the same operation
            WritePrompt();
            output.Raw("}"u8);
        }

        return _dropped.Names;
    }

    private void WritePrompt()
    {
        new TurnWriter(prompt, target, _model, _dropped, output).Write();
        new ToolWriter(prompt, _dropped, output).Write();
    }

    private void WriteConfig()
    {
        var thinking = Thinking.Decide(prompt, _model);
        if (thinking.IsDropped) _dropped.Add(nameof(Prompt.Reasoning), "reasoning_effort");
        if (prompt.Choices > 1) _dropped.Add(nameof(Prompt.Choices), "n"); // only one answer could be carried back
        var config = new ConfigWriter(output);
        config.Number("maxOutputTokens"u8, UpstreamTarget.FitOutput(prompt.MaxOutputTokens, target.MaxOutputTokens));
        config.Number("temperature"u8, prompt.Temperature);
        config.Number("topP"u8, prompt.TopP);
        config.Number("topK"u8, prompt.TopK);
        config.Number("presencePenalty"u8, Meant(prompt.PresencePenalty));
        config.Number("frequencyPenalty"u8, Meant(prompt.FrequencyPenalty));
        WriteSeed(config);
        _dropped.NameLogprobs(prompt);
        WriteStops(config);
        WriteFormat(config);
        WriteModalities(config);
        if (thinking.IsSaid) thinking.Write(config.Member("thinkingConfig"u8));
        config.Close();
    }

    /// <summary>Many models refuse penalties, even those that change nothing.</summary>
    private static double? Meant(double? penalty) => penalty == 0 ? null : penalty;

    private void WriteSeed(ConfigWriter config)
    {
        if (prompt.Seed is >= int.MinValue and <= int.MaxValue) config.Number("seed"u8, prompt.Seed);
        else if (prompt.Seed is not null) _dropped.Add(nameof(Prompt.Seed), "seed");
    }

    private void WriteStops(ConfigWriter config)
    {
        var stops = prompt.StopSequences.FindAll(s => s.Length > 0);
        if (stops.Count > MostStops) stops.RemoveRange(MostStops, stops.Count - MostStops);
        if (stops.Count < prompt.StopSequences.Count) _dropped.Add(nameof(Prompt.StopSequences), "stop");
        if (stops.Count == 0) return;
        config.Member("stopSequences"u8).Raw("["u8);
        for (var i = 0; i < stops.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            output.String(stops[i]);
        }

        output.Raw("]"u8);
    }

    /// <summary>Sound could not be carried back.</summary>
    private void WriteModalities(ConfigWriter config)
    {
        if (prompt.Modalities.Count == 0) return;
        if (prompt.Modalities.Exists(m => m is not ("text" or "image")))
        {
            _dropped.Add(nameof(Prompt.Modalities), "modalities");
            return;
        }

        config.Member("responseModalities"u8).Raw("["u8);
        for (var i = 0; i < prompt.Modalities.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            output.Raw(prompt.Modalities[i] == "image" ? "\"IMAGE\""u8 : "\"TEXT\""u8);
        }

        output.Raw("]"u8);
    }

    private void WriteFormat(ConfigWriter config)
    {
        if (prompt.OutputFormat is not { } format) return;
        if (prompt.Tools.Count > 0 && !_model.StructuresWithTools)
        {
            _dropped.Add(nameof(Prompt.OutputFormat), "response_format");
            return;
        }

        config.Member("responseMimeType"u8).Raw("\"application/json\""u8);
        if (format.Schema.ValueKind != JsonValueKind.Undefined) config.Member("responseJsonSchema"u8).Element(format.Schema);
    }
}
