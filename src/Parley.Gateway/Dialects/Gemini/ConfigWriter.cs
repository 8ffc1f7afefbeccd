using System.Buffers;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Writes <c>generationConfig</c>, which begins with its first member: a request without wishes has none.</summary>
internal sealed class ConfigWriter(IBufferWriter<byte> output)
{
    private bool _isOpen;

    /// <summary>Begins a member; its value goes to what is returned.</summary>
    public IBufferWriter<byte> Member(ReadOnlySpan<byte> name)
    {
        output.Raw(_isOpen ? ",\""u8 : ",\"generationConfig\":{\""u8);
        _isOpen = true;
        output.Raw(name);
        output.Raw("\":"u8);
        return output;
    }

    /// <summary>A whole number, unless the caller gave none.</summary>
    public void Number(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number) Member(name).Number(number);
    }

    /// <summary>A number, unless the caller gave none.</summary>
    public void Number(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number) Member(name).Number(number);
    }

    /// <summary>Ends the object, if it began.</summary>
    public void Close()
    {
        if (_isOpen) output.Raw("}"u8);
    }
}
