using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// Takes a custom tool's input out of the arguments that stand for it, <c>{"input":"..."}</c>, while their pieces come, however they are cut.
/// A piece is the inside of a string: without the escapes of that string it is a document, and the inside of the string in that one is the text, still
/// escaped. White space and other members are passed over; arguments of any other shape are the input as they are.
/// </summary>
internal sealed class CustomInputReader
{
    private readonly ArrayBufferWriter<byte> _arguments = new(); // kept until it is known what they are
    private readonly InputSeeker _seeker = new();
    private readonly UnwrappedText _text = new();
    private bool _isOver;

    /// <summary>Takes the next piece of the arguments; writes what it says of the input, escaped.</summary>
    public void Read(JsonText piece, IBufferWriter<byte> input)
    {
        var rest = piece.Escaped.Span;
        if (_seeker.Found == InputPlace.Unknown) Seek(ref rest, input);
        else if (_seeker.Found == InputPlace.Nowhere) input.Raw(rest);
        if (_seeker.Found == InputPlace.Here && !_isOver) _isOver = _text.Read(rest, input);
    }

    /// <summary>The arguments are whole, or were cut off.</summary>
    public void End(IBufferWriter<byte> input)
    {
        if (_seeker.Found == InputPlace.Here) _text.End(input);
        else if (_seeker is { Found: InputPlace.Unknown, SaysAnything: true }) input.Raw(_arguments.WrittenSpan);
    }

    private void Seek(ref ReadOnlySpan<byte> rest, IBufferWriter<byte> input)
    {
        _arguments.Raw(rest);
        while (!rest.IsEmpty && _seeker.Found == InputPlace.Unknown)
        {
            _seeker.Add(JsonStrings.CodeAt(rest, out var length));
            rest = rest[length..];
        }

        if (_seeker.Found == InputPlace.Nowhere) input.Raw(_arguments.WrittenSpan);
    }
}
