using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Writes a Responses request. The vendor is told not to store the answer: callers of other formats did not ask it to keep
/// their words. What the format does not know is not sent, but named.
/// </summary>
internal sealed class RequestWriter(Prompt prompt, UpstreamTarget target, Vendor vendor, IBufferWriter<byte> output)
{
    /// <summary>OpenAI refuses a smaller limit; callers of other formats ask for one token to see whether a model answers at all.</summary>
    private const long OpenAiFewestTokens = 16;

    private readonly DroppedNames _dropped = new(prompt, vendor.IsOpenAi);

    /// <summary>Writes the body; returns the names of what could not be carried.</summary>
    public IReadOnlyCollection<string> Write(bool stream)
    {
        output.Raw("{\"model\":"u8);
        output.String(target.UpstreamModel);
        new TurnWriter(output, _dropped, vendor).Write(prompt);
        new ToolWriter(prompt, vendor, _dropped, output).Write();
        if (UpstreamTarget.FitOutput(prompt.MaxOutputTokens, target.MaxOutputTokens) is { } most)
        {
            output.Raw(",\"max_output_tokens\":"u8);
            output.Number(vendor.ServesOpenAi ? Math.Max(most, OpenAiFewestTokens) : most);
        }

        Sampler(prompt.Temperature, nameof(Prompt.Temperature), "temperature", "temperature"u8);
        Sampler(prompt.TopP, nameof(Prompt.TopP), "top_p", "top_p"u8);
        WriteReasoning();
        WriteText();
        WriteUser();
        WriteLogprobs();
        if (vendor.IsOpenAi) OpenAiFields.Write(prompt.OpenAiFields.Where(field => field.Name is not (OpenAiFields.Verbosity or WebSearch.Options)), output);
        output.Raw(stream ? ",\"store\":false,\"stream\":true}"u8 : ",\"store\":false}"u8);
        NameForeignFields();
        return _dropped.Names;
    }

    /// <summary>Where the model refuses the parameter, its usual value is not missed.</summary>
    private void Sampler(double? wanted, string property, string name, ReadOnlySpan<byte> utf8)
    {
        if (wanted is not { } value) return;
        if (!vendor.Samples)
        {
            if (value != 1) _dropped.Add(property, name);
            return;
        }

        output.Member(utf8);
        output.Number(value);
    }

    /// <summary>Reasoning is told only to who asks for a summary of it.</summary>
    private void WriteReasoning()
    {
        if (prompt.Reasoning is not { } reasoning) return;
        var effort = Effort.Of(reasoning);
        if (effort is null && !reasoning.Enabled)
        {
            if (vendor.Reasons) _dropped.Add(nameof(Prompt.Reasoning), "reasoning_effort");
            return;
        }

        if (!vendor.Reasons)
        {
            if (reasoning.Enabled) _dropped.Add(nameof(Prompt.Reasoning), "reasoning_effort");
            return;
        }

        output.Raw(",\"reasoning\":{"u8);
        if (effort is not null)
        {
            output.Raw("\"effort\":"u8);
            output.String(effort);
        }

        if (reasoning.Enabled) output.Raw(effort is null ? "\"summary\":\"auto\""u8 : ",\"summary\":\"auto\""u8);
        output.Raw("}"u8);
    }

    private void WriteText()
    {
        var verbosity = vendor.IsOpenAi ? prompt.OpenAiFields.Find(field => field.Name == OpenAiFields.Verbosity).Value : default;
        var hasVerbosity = verbosity.ValueKind != JsonValueKind.Undefined;
        if (prompt.OutputFormat is null && !hasVerbosity) return;
        output.Raw(",\"text\":{"u8);
        if (prompt.OutputFormat is { } format) WriteFormat(format);
        if (hasVerbosity)
        {
            output.Raw(prompt.OutputFormat is null ? "\"verbosity\":"u8 : ",\"verbosity\":"u8);
            output.Element(verbosity);
        }

        output.Raw("}"u8);
    }

    private void WriteFormat(OutputFormat format)
    {
        if (format.Schema.ValueKind == JsonValueKind.Undefined)
        {
            output.Raw("\"format\":{\"type\":\"json_object\"}"u8);
            return;
        }

        output.Raw("\"format\":{\"type\":\"json_schema\","u8);
        SchemaFormat.Write(format, _dropped, output);
        output.Raw("}"u8);
    }

    private void WriteUser()
    {
        if (prompt.User is null) return;
        output.Raw(vendor.IsOpenAi ? ",\"safety_identifier\":"u8 : ",\"user\":"u8);
        output.String(Vendor.UserName(prompt.User));
    }

    private void WriteLogprobs()
    {
        if (prompt.Logprobs is not { } wish) return;
        if (!vendor.TakesLogprobs)
        {
            _dropped.NameLogprobs(prompt);
            return;
        }

        output.Raw(",\"include\":["u8);
        output.String(RequestReader.IncludedLogprobs);
        output.Raw("]"u8);
        if (wish.Top is not { } top) return;
        output.Member("top_logprobs"u8);
        output.Number(top);
    }

    private void NameForeignFields()
    {
        if (prompt.StopSequences.Count > 0) _dropped.Add(nameof(Prompt.StopSequences), "stop");
        if (prompt.TopK is not null) _dropped.Add(nameof(Prompt.TopK), "top_k");
        if (prompt.PresencePenalty is not (null or 0)) _dropped.Add(nameof(Prompt.PresencePenalty), "presence_penalty");
        if (prompt.FrequencyPenalty is not (null or 0)) _dropped.Add(nameof(Prompt.FrequencyPenalty), "frequency_penalty");
        if (prompt.Seed is not null) _dropped.Add(nameof(Prompt.Seed), "seed");
        if (prompt.Modalities.Count > 0) _dropped.Add(nameof(Prompt.Modalities), "modalities");
        if (prompt.Choices > 1) _dropped.Add(nameof(Prompt.Choices), "n");
    }
}
