using System.Buffers;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Fuzz.Targets;

/// <summary>
/// An upstream's answer on its way to a client of any format, streamed and whole. Its events keep the grammar, what is written is valid
/// and reads back, and the stream that is written comes to the same as the body.
/// </summary>
internal abstract class AnswerTarget(IUpstreamDialect from, IDialect[] clients) : Target
{
    private readonly Nowhere _nowhere = new();

    protected IUpstreamDialect From { get; } = from;

    protected abstract void Read(ReadOnlyMemory<byte> input, int cut, Answers.Step step);

    public override void Run(ReadOnlyMemory<byte> input)
    {
        var client = clients[^1];
        var stream = Answers.Into(client.CreateStreamWriter(Answers.Identity, true), _nowhere);
        var whole = Answers.Into(client.CreateWholeWriter(Answers.Identity), _nowhere);
        Read(input, 0, (in LlmEvent item) =>
        {
            stream(item);
            whole(item);
        });
    }

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        var grammar = new Grammar();
        Read(input, 0, (in LlmEvent item) => grammar.Take(item));
        grammar.Close();
        foreach (var client in clients) JudgeFor(client, input, grammar);
    }

    private void JudgeFor(IDialect client, ReadOnlyMemory<byte> input, Grammar grammar)
    {
        var end = grammar.End!.Value;
        var stream = new ArrayBufferWriter<byte>();
        var whole = new ArrayBufferWriter<byte>();
        Read(input, 0, Answers.Into(client.CreateStreamWriter(Answers.Identity, true), stream));
        Read(input, 0, Answers.Into(client.CreateWholeWriter(Answers.Identity), whole));
        var name = client.Format.Name();
        Written.Frames(stream.WrittenMemory, $"a written {name} stream");
        Written.Json(whole.WrittenSpan, $"a written {name} body");
        var (told, streamEnd) = Comes(step => Answers.Stream(client, stream.WrittenMemory, 0, step));
        var (body, bodyEnd) = Comes(step => Answers.Body(client, whole.WrittenMemory, step));
        if (grammar.IsEndless) return;
        Grammar.Law(streamEnd == end && bodyEnd == end, $"an answer that {end} reads back as {streamEnd} from a {name} stream, as {bodyEnd} from a body");
        if (end == LlmEventKind.Completed && !grammar.HasNoOrder) Grammar.Law(Meaning.AreSame(told, body), $"a {name} stream comes to\n{told}\nand the body to\n{body}");
    }

    protected static (string Said, LlmEventKind End) Comes(Action<Answers.Step> read)
    {
        var grammar = new Grammar();
        var meaning = new Meaning();
        read((in LlmEvent item) =>
        {
            grammar.Take(item);
            meaning.Take(item);
        });
        grammar.Close();
        return (meaning.ToString(), grammar.End!.Value);
    }
}
