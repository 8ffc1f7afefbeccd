using System.Buffers;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Writes a request to a Messages upstream.</summary>
internal sealed class RequestWriter(Prompt prompt, UpstreamTarget target, IBufferWriter<byte> output)
{
    private const long UsualMaxTokens = 4096;

    private readonly DroppedNames _dropped = new(prompt);
    private readonly ModelTraits _model = ModelTraits.Of(target.UpstreamModel);

    private long MaxTokens => UpstreamTarget.FitOutput(prompt.MaxOutputTokens, target.MaxOutputTokens) ?? target.MaxOutputTokens ?? UsualMaxTokens;

    public IReadOnlyCollection<string> Write(bool stream)
    {
        var thinking = DecideThinking();
        output.Raw("{\"model\":"u8);
        output.String(target.UpstreamModel);
        output.Raw(",\"max_tokens\":"u8);
        output.Number(MaxTokens);
        if (stream) output.Raw(",\"stream\":true"u8);
        new TurnWriter(prompt, _dropped, output).Write();
        new ToolWriter(prompt, _model, _dropped, output).Write();
        WriteSampling(thinking);
        WriteStops();
        thinking.Write(output);
        WriteOutputConfig(thinking);
        WriteUser();
        output.Raw("}"u8);
        NameForeignFields();
        return _dropped.Names;
    }

    /// <summary>Writes a request to count the prompt's tokens, which takes no more than this. How to sample does not count, so nothing of that is missed.</summary>
    public IReadOnlyCollection<string> WriteCount()
    {
        var thinking = DecideThinking();
        output.Raw("{\"model\":"u8);
        output.String(target.UpstreamModel);
        new TurnWriter(prompt, _dropped, output).Write();
        new ToolWriter(prompt, _model, _dropped, output).Write();
        thinking.Write(output);
        WriteOutputConfig(thinking);
        output.Raw("}"u8);
        return _dropped.Names;
    }

    private Thinking DecideThinking()
    {
        var thinking = Thinking.Decide(prompt, _model, MaxTokens);
        if (thinking.IsDropped) _dropped.Add(nameof(Prompt.Reasoning), "reasoning_effort");
        return thinking;
    }

    private void WriteSampling(Thinking thinking)
    {
        var temperature = prompt.Temperature is { } wanted ? Math.Clamp(wanted, 0, 1) : (double?)null;
        var free = _model.Samples && !thinking.IsOn;
        if (temperature is { } value)
        {
            if (free) Number(",\"temperature\":"u8, value);
            else if (value < 1) _dropped.Add(nameof(Prompt.Temperature), "temperature"); // 1 is the vendor's default
        }

        if (prompt.TopP is { } topP and < 1)
        {
            var alone = temperature is null || !_model.TakesOneSampler;
            if (_model.Samples && alone && (!thinking.IsOn || topP >= 0.95)) Number(",\"top_p\":"u8, topP);
            else _dropped.Add(nameof(Prompt.TopP), "top_p");
        }

        if (prompt.TopK is { } topK)
        {
            if (free) Number(",\"top_k\":"u8, topK);
            else _dropped.Add(nameof(Prompt.TopK), "top_k");
        }
    }

    private void WriteStops()
    {
        var any = false;
        foreach (var stop in prompt.StopSequences)
        {
            if (string.IsNullOrWhiteSpace(stop)) // refused by the vendor
            {
                _dropped.Add(nameof(Prompt.StopSequences), "stop");
                continue;
            }

            output.Raw(any ? ","u8 : ",\"stop_sequences\":["u8);
            any = true;
            output.String(stop);
        }

        if (any) output.Raw("]"u8);
    }

    private void WriteOutputConfig(Thinking thinking)
    {
        var format = prompt.OutputFormat is { } wanted && _model.IsStructured && StrictRules.CanHold(wanted.Schema) ? wanted : null;
        if (prompt.OutputFormat is not null && format is null) _dropped.Add(nameof(Prompt.OutputFormat), "response_format");
        if (format is null && thinking.Effort is null) return;
        output.Raw(",\"output_config\":{"u8);
        if (thinking.Effort is not null)
        {
            output.Raw("\"effort\":"u8);
            output.String(thinking.Effort);
        }

        if (format is not null)
        {
            output.Raw(thinking.Effort is null ? "\"format\":{\"type\":\"json_schema\",\"schema\":"u8 : ",\"format\":{\"type\":\"json_schema\",\"schema\":"u8);
            new StrictSchema("response_format.json_schema.schema", _dropped, output).Write(format.Schema);
            output.Raw("}"u8);
        }

        output.Raw("}"u8);
    }

    private void WriteUser()
    {
        if (string.IsNullOrEmpty(prompt.User)) return;
        output.Raw(",\"metadata\":{\"user_id\":"u8);
        output.String(prompt.User);
        output.Raw("}"u8);
    }

    private void NameForeignFields()
    {
        if (prompt.PresencePenalty is not (null or 0)) _dropped.Add(nameof(Prompt.PresencePenalty), "presence_penalty");
        if (prompt.FrequencyPenalty is not (null or 0)) _dropped.Add(nameof(Prompt.FrequencyPenalty), "frequency_penalty");
        if (prompt.Seed is not null) _dropped.Add(nameof(Prompt.Seed), "seed");
        _dropped.NameLogprobs(prompt);
        if (prompt.Modalities.Count > 0) _dropped.Add(nameof(Prompt.Modalities), "modalities");
        if (prompt.Choices is > 1) _dropped.Add(nameof(Prompt.Choices), "n");
    }

    private void Number(ReadOnlySpan<byte> name, double value)
    {
        output.Raw(name);
        output.Number(value);
    }
}
