using System.Globalization;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator;

internal static class CommandLine
{
    /// <summary>Options from <c>--name value</c> pairs; null when they cannot be understood, or help is wanted.</summary>
    public static SimulatorOptions? Read(string[] args)
    {
        var options = new SimulatorOptions { Port = 9001 };
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || With(options, args[i], args[i + 1]) is not { } changed) return null;
            options = changed;
        }

        return options;
    }

    private static SimulatorOptions? With(SimulatorOptions options, string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--port" when isNumber => options with { Port = number },
            "--record" when isNumber => options with { Record = number },
            "--seed" when isNumber => options with { Seed = number },
            "--words" => options with { Words = value },
            "--key" => options with { Key = value },
            "--models" => options with { Models = value.Split(',') },
            _ => null,
        };
    }

    public static string Help() =>
        $"""
        Simulates OpenAI, Anthropic and Google on the loopback, with the delays and faults you ask for.

          dotnet run --project tools/Parley.Simulator -- [--port 9001] [--words SPEC] [--key SECRET] [--models a,b] [--record 256] [--seed N]

        A spec is words joined by "-": in the model name (mock-ttft200-itl20-n50), in the header x-mock, or given by --words.
        Unknown words mean nothing, so any model name works.

        {string.Join(Environment.NewLine, SpecWords.All.Select(w => $"  {(w.NeedsNumber ? w.Name + "N" : w.Name),-12} {w.Help}"))}

        POST /v1/chat/completions, /v1/embeddings                                                   OpenAI
        POST /v1/responses, /v1/responses/input_tokens, /v1/responses/compact                       OpenAI, Responses
        POST /v1/images/generations, /v1/images/edits                                               OpenAI, images
        POST /v1/audio/speech, /v1/audio/transcriptions, /v1/audio/translations                     OpenAI, sound
        POST /v1/messages, /v1/messages/count_tokens                                                Anthropic
        POST /v1beta/models/MODEL:METHOD with generateContent, streamGenerateContent (events with
             ?alt=sse, else an array), countTokens, embedContent, batchEmbedContents                Google
        GET  /v1/models, /v1beta/models, and each with /MODEL: in the form of the caller's vendor
        Paths are matched by their end, so any base path works.

        GET  /__stats     figures: requests, active, left by the client, faults
        GET  /__last      the last POST as it arrived; /__requests the recent ones; of forms the fields, with size and hash of files
        POST /__script    a canned answer: "model", "path", "times", "status", "headers", "body" or "bodyBase64", "cuts": [lengths of writes]
                          or "cutAt": [offsets], "firstDelayMs", "pausesMs": [between writes], "delayMs", "end": "whole|close|reset|hang"
        POST /__reset     forgets all that
        """;

    public static string Welcome(Uri address)
    {
        var root = address.ToString().TrimEnd('/');
        return $$"""
            The simulator listens on {{root}}. Ctrl+C ends it; --help lists the words that model names understand.

            Point Parley at it:
              dotnet run --project src/Parley -- providers add sim-chat --kind chat --base-url {{root}}/v1 --model mock --allow-private-network
              dotnet run --project src/Parley -- providers add sim-messages --kind messages --base-url {{root}} --model mock-2 --allow-private-network
              dotnet run --project src/Parley -- providers add sim-responses --kind responses --base-url {{root}}/v1 --model mock-3 --allow-private-network
              dotnet run --project src/Parley -- providers add sim-gemini --kind gemini --base-url {{root}} --model mock-4 --allow-private-network

            Or ask it directly:
              curl {{root}}/v1/chat/completions -H 'content-type: application/json' -d '{"model":"mock-n5-itl200","stream":true,"messages":[]}'
            """;
    }
}
