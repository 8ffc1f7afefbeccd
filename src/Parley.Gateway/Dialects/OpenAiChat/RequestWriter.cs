using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Writes a Chat Completions request for one vendor. Fields that the vendor does not know are not sent, but named.</summary>
internal sealed class RequestWriter(Prompt prompt, string model, Vendor vendor, IBufferWriter<byte> output, UpstreamTarget? target = null)
{
    private readonly DroppedNames _dropped = new(prompt, vendor.IsOpenAi);

    /// <summary>Writes the body; returns the names of what could not be carried.</summary>
    public IReadOnlyCollection<string> Write(bool stream)
    {
        output.Raw("{\"model\":"u8);
        output.String(model);
        output.Raw(",\"messages\":["u8);
        new TurnWriter(output, _dropped, vendor).Write(prompt);
        output.Raw("]"u8);
        new ToolWriter(prompt, vendor, _dropped, output).Write();
        WriteLimits();
        WriteSampling();
        WriteReasoning();
        WriteOutputFormat();
        WriteUser();
        WriteOpenAiFields();
        if (stream) output.Raw(vendor.TakesStreamOptions ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"u8 : ",\"stream\":true"u8);
        output.Raw("}"u8);
        return _dropped.Names;
    }

    private void WriteOpenAiFields()
    {
        if (!vendor.IsOpenAi) return;
        OpenAiFields.Write(prompt.OpenAiFields.Where(field => field.Name != WebSearch.Options || vendor.SearchesInChat), output);
        if (vendor.SearchesInChat) return;
        foreach (var field in prompt.OpenAiFields)
            if (field.Name == WebSearch.Options) _dropped.Add(field.CallersName);
    }

    private void WriteLimits()
    {
        if (UpstreamTarget.FitOutput(prompt.MaxOutputTokens, target?.MaxOutputTokens) is { } most) Number(vendor.MaxTokens, most);
        if (prompt.Modalities.Count > 0) _dropped.Add(nameof(Prompt.Modalities), "modalities");
        if (prompt.Choices > 1) _dropped.Add(nameof(Prompt.Choices), "n"); // only one answer could be carried back
        WriteStops();
    }

    private void WriteStops()
    {
        var count = vendor.Samples ? Math.Min(prompt.StopSequences.Count, vendor.MostStops) : 0;
        if (count < prompt.StopSequences.Count) _dropped.Add(nameof(Prompt.StopSequences), "stop");
        if (count == 0) return;
        output.Raw(",\"stop\":["u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) output.Raw(","u8);
            output.String(prompt.StopSequences[i]);
        }

        output.Raw("]"u8);
    }

    private void WriteSampling()
    {
        Sampler(prompt.Temperature, "temperature", "temperature"u8, usual: 1);
        Sampler(prompt.TopP, "top_p", "top_p"u8, usual: 1);
        if (prompt.TopK is not null) _dropped.Add(nameof(Prompt.TopK), "top_k");
        Sampler(prompt.PresencePenalty, "presence_penalty", "presence_penalty"u8, usual: 0);
        Sampler(prompt.FrequencyPenalty, "frequency_penalty", "frequency_penalty"u8, usual: 0);
        if (prompt.Seed is { } seed) Number(vendor.IsMistral ? "random_seed"u8 : "seed"u8, seed);
        WriteLogprobs();
    }

    private void WriteLogprobs()
    {
        if (prompt.Logprobs is not { } wish) return;
        if (!vendor.TakesLogprobs)
        {
            _dropped.NameLogprobs(prompt);
            return;
        }

        output.Raw(",\"logprobs\":true"u8);
        if (wish.Top is { } top) Number("top_logprobs"u8, top);
    }

    /// <summary>Where the model refuses the parameter, its usual value is not missed.</summary>
    private void Sampler(double? wanted, string name, ReadOnlySpan<byte> utf8, double usual)
    {
        if (wanted is not { } value) return;
        if (!vendor.Samples)
        {
            if (value != usual) _dropped.Add(name);
            return;
        }

        output.Member(utf8);
        output.Number(value);
    }

    private void WriteReasoning()
    {
        if (prompt.Reasoning is not { } reasoning) return;
        if (Effort.Of(reasoning) is not { } effort)
        {
            if (!reasoning.Enabled && vendor.Reasons) _dropped.Add(nameof(Prompt.Reasoning), "reasoning_effort");
            return;
        }

        if (!vendor.Reasons)
        {
            if (reasoning.Enabled) _dropped.Add(nameof(Prompt.Reasoning), "reasoning_effort");
            return;
        }

        output.Raw(",\"reasoning_effort\":"u8);
        output.String(effort);
    }

    private void WriteOutputFormat()
    {
        if (prompt.OutputFormat is not { } format) return;
        if (format.Schema.ValueKind == JsonValueKind.Undefined)
        {
            output.Raw(",\"response_format\":{\"type\":\"json_object\"}"u8);
            return;
        }

        output.Raw(",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{"u8);
        SchemaFormat.Write(format, _dropped, output);
        output.Raw("}}"u8);
    }

    private void WriteUser()
    {
        if (prompt.User is null) return;
        if (vendor.IsMistral)
        {
            _dropped.Add(nameof(Prompt.User), "user");
            return;
        }

        output.Raw(",\"user\":"u8);
        output.String(Vendor.UserName(prompt.User));
    }

    private void Number(ReadOnlySpan<byte> name, long value)
    {
        output.Member(name);
        output.Number(value);
    }
}
