using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>
/// What Parley wrote in a vendor's place, and a client that has changed the model since sends on to a vendor who refuses it: thoughts and
/// sources without the vendor's seal, items by ids that the vendor never gave. It is cut out and named as dropped, so that the conversation can go on.
/// A body without it is only searched.
/// </summary>
internal sealed class OwnTraces(LlmRequest request, List<Splice> splices)
{
    private static readonly byte[] Mark = [(byte)'"', .. OwnMark.Text, (byte)'"'];

    private static readonly byte[][] IdPrefixes = ["\"rs_"u8.ToArray(), "\"msg_"u8.ToArray(), "\"fc_"u8.ToArray(), "\"ctc_"u8.ToArray(), "\"ig_"u8.ToArray()];

    /// <summary>In place of a thought that nothing followed: a message must say something.</summary>
    private static readonly byte[] NoAnswer = "{\"type\":\"text\",\"text\":\"(no answer)\"}"u8.ToArray();

    private readonly List<string> _dropped = [];

    /// <summary>Reads an object's members to its end; true when Parley wrote it.</summary>
    private delegate bool OwnObject(ref Utf8JsonReader json);

    /// <summary>Whether it is worth looking.</summary>
    public static bool MayBeIn(LlmRequest request)
    {
        var body = request.Body.Span;
        return request.Format switch
        {
            WireFormat.Messages => body.IndexOf(Mark) >= 0,
            WireFormat.Responses => HoldsId(body),
            _ => false,
        };
    }

    /// <summary>Adds what is to be cut; returns the names of what the vendor will not see.</summary>
    public IReadOnlyCollection<string> Cut()
    {
        try
        {
            CutMembers();
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            // The vendor says what is wrong with it.
            splices.Clear();
            return [];
        }

        return _dropped;
    }

    private static bool HoldsId(ReadOnlySpan<byte> body)
    {
        foreach (var prefix in IdPrefixes)
            if (body.IndexOf(prefix) >= 0) return true;
        return false;
    }

    private void CutMembers()
    {
        var json = Wire.Open(request.Body);
        json.Read();
        while (Wire.NextMember(ref json))
        {
            if (request.Format == WireFormat.Responses && json.ValueTextEquals("input"u8)) CutElements(ref json, IsItem);
            else if (request.Format == WireFormat.Messages && json.ValueTextEquals("messages"u8) && Wire.Enter(ref json, JsonTokenType.StartArray)) CutMessages(ref json);
            else json.Skip();
        }
    }

    private void CutMessages(ref Utf8JsonReader json)
    {
        while (Wire.NextObject(ref json))
        {
            while (Wire.NextMember(ref json))
            {
                if (json.ValueTextEquals("content"u8)) CutElements(ref json, IsThought, NoAnswer);
                else json.Skip();
            }
        }
    }

    /// <summary>Cuts an array that follows; <paramref name="alone"/> is what stands in it when nothing else is left.</summary>
    private void CutElements(ref Utf8JsonReader json, OwnObject isOwn, ReadOnlyMemory<byte> alone = default)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartArray)) return;
        var cuts = new ElementCuts(splices);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            var isCut = false;
            if (json.TokenType == JsonTokenType.StartObject) isCut = isOwn(ref json);
            else json.Skip();
            if (isCut) cuts.Cut(start, (int)json.BytesConsumed);
            else cuts.Keep(start, (int)json.BytesConsumed);
        }

        cuts.End(alone);
    }

    private bool IsThought(ref Utf8JsonReader json)
    {
        var isOwn = false;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("signature"u8)) isOwn |= IsMark(ref json);
            else if (json.ValueTextEquals("citations"u8)) CutElements(ref json, IsCitation);
            else json.Skip();
        }

        if (isOwn) _dropped.AddName("messages.content.thinking");
        return isOwn;
    }

    private bool IsCitation(ref Utf8JsonReader json)
    {
        var isOwn = false;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("encrypted_index"u8)) isOwn |= IsMark(ref json);
            else json.Skip();
        }

        if (isOwn) _dropped.AddName("messages.content.citations");
        return isOwn;
    }

    /// <summary>A thought of another vendor goes; all else that Parley wrote stays, without its id.</summary>
    private bool IsItem(ref Utf8JsonReader json)
    {
        var (isOwn, isThought, isSealed) = (false, false, false);
        var (idStart, idEnd, previousEnd) = (-1, -1, -1);
        while (Wire.NextMember(ref json))
        {
            var start = (int)json.TokenStartIndex;
            if (idStart >= 0 && idEnd < 0) idEnd = start; // the first member goes with the comma behind it
            if (json.ValueTextEquals("id"u8))
            {
                isOwn = ItemIds.IsOwn(Wire.Text(ref json, request.Body).Escaped.Span);
                (idStart, idEnd) = previousEnd < 0 ? (start, -1) : (previousEnd, (int)json.BytesConsumed);
            }
            else if (json.ValueTextEquals("type"u8)) isThought = Wire.Enter(ref json, JsonTokenType.String) && json.ValueTextEquals("reasoning"u8);
            else if (json.ValueTextEquals("encrypted_content"u8)) isSealed = Wire.HasValue(ref json);
            else json.Skip();
            previousEnd = (int)json.BytesConsumed;
        }

        if (!isOwn) return false;
        if (isThought && !isSealed)
        {
            _dropped.AddName("input.reasoning");
            return true;
        }

        splices.Add(new Splice(idStart..(idEnd < 0 ? previousEnd : idEnd), default));
        return false;
    }

    private static bool IsMark(ref Utf8JsonReader json) => Wire.Enter(ref json, JsonTokenType.String) && json.ValueTextEquals(OwnMark.Text);
}
