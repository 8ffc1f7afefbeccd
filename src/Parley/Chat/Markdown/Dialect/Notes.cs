using System.Globalization;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>
/// The footnotes (<c>[^name]: text</c>) of one text, which its pieces share. The first of a name holds; when its piece is rendered once more, it is known by its place.
/// </summary>
/// <param name="text">Keeps the ids of two texts on one page apart; letters and digits.</param>
internal sealed class Notes(string text)
{
    private static readonly object DocumentKey = typeof(Notes);

    private readonly Dictionary<string, Place> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _fresh = [];

    public int Count => _places.Count;

    /// <summary>Which piece of the text is read now.</summary>
    public int Piece { get; set; }

    public static Notes Of(MarkdownDocument document)
    {
        if (document.GetData(DocumentKey) is Notes known) return known;
        var made = new Notes("");
        made.GiveTo(document);
        return made;
    }

    public void GiveTo(MarkdownDocument document) => document.SetData(DocumentKey, this);

    /// <summary>Takes a note up; gives its id, or null when another has the name.</summary>
    public string? Define(string name, int line)
    {
        if (_places.TryGetValue(name, out var held)) return (held.Piece, held.Line) == (Piece, line) ? IdOf(held) : null;
        var place = new Place(_places.Count + 1, Piece, line);
        _places.Add(name, place);
        _fresh.Add(name);
        return IdOf(place);
    }

    /// <summary>The id of the note of a name; null for none.</summary>
    public string? Find(string name) => _places.TryGetValue(name, out var place) ? IdOf(place) : null;

    /// <summary>After a piece was read: forgets what it took up from this line of it on.</summary>
    public void Settle(int firstLineToForget)
    {
        foreach (var name in _fresh)
            if (_places[name].Line >= firstLineToForget) _places.Remove(name);
        _fresh.Clear();
    }

    private string IdOf(Place place) => string.Create(CultureInfo.InvariantCulture, $"n-{text}{(text.Length > 0 ? "-" : "")}{place.Number}");

    private readonly record struct Place(int Number, int Piece, int Line);
}
