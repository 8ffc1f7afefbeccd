using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Instructions for vendors that take one text.</summary>
internal static class JoinedTexts
{
    /// <summary>All instructions of a prompt, an empty line between two of them. <paramref name="met"/> gets each of them.</summary>
    public static TextPart JoinedInstructions(this Prompt prompt, Action<ContentPart> met)
    {
        var texts = prompt.Instructions.ToList();
        texts.ForEach(met);
        return texts is [var only] ? only : new TextPart(string.Join("\n\n", texts.Select(text => text.Text).Where(text => text.Length > 0)));
    }
}
