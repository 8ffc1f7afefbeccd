namespace Parley.Fuzz.Engine;

/// <summary>Changes a document where its format has joints: members and items come, go, move, stand twice, or hold another's value.</summary>
internal sealed class JsonMutator(Vocabulary words)
{
    private static readonly byte[][] s_pieces =
    [
        "\\ud83d"u8.ToArray(), "\\u0000"u8.ToArray(), "\\\""u8.ToArray(), "\\\\"u8.ToArray(), "\\n\\n"u8.ToArray(), "żółw"u8.ToArray(), [0xF0, 0x9F, 0x98, 0x80], [0xFF], [0xF0, 0x9F],
        "{"u8.ToArray(), "}"u8.ToArray(), "\\u007b"u8.ToArray(), "\\/"u8.ToArray(), [.. Enumerable.Repeat((byte)'a', 5000)],
    ];

    /// <summary>Changes the tree in place; returns what now stands at its root.</summary>
    public JsonTree Mutate(JsonTree root, Random random)
    {
        var containers = new List<JsonTree>();
        root.Collect(containers);
        if (containers.Count == 0) return words.Value(random);
        var holder = containers[random.Next(containers.Count)];
        var at = random.Next(holder.Children.Count);
        switch (random.Next(12))
        {
            case 0: holder.Children[at] = words.Value(random); break;
            case 1: Remove(holder, at); break;
            case 2: Insert(holder, at, holder.Keys?[at], words.Value(random)); break;
            case 3 when holder.Keys is not null: holder.Keys[at] = words.Key(random); break;
            case 4: Insert(holder, at, words.Key(random), words.Value(random)); break;
            case 5: Swap(holder, at, random.Next(holder.Children.Count)); break;
            case 6: holder.Children[at] = Wrap(holder.Children[at], random.Next(10) == 0 ? random.Next(200) : random.Next(1, 4), random); break;
            case 7: Repeat(holder, at, random.Next(20) == 0 ? random.Next(20_000) : random.Next(1, 8)); break;
            case 8: holder.Children[at] = containers[random.Next(containers.Count)].Clone(); break;
            default: Touch(holder, at, random); break;
        }

        return root;
    }

    private static void Remove(JsonTree holder, int at)
    {
        holder.Keys?.RemoveAt(at);
        holder.Children.RemoveAt(at);
    }

    private static void Insert(JsonTree holder, int at, byte[]? key, JsonTree value)
    {
        holder.Keys?.Insert(at, key!);
        holder.Children.Insert(at, value);
    }

    private static void Swap(JsonTree holder, int a, int b)
    {
        (holder.Children[a], holder.Children[b]) = (holder.Children[b], holder.Children[a]);
        if (holder.Keys is { } keys) (keys[a], keys[b]) = (keys[b], keys[a]);
    }

    private static void Repeat(JsonTree holder, int at, int times)
    {
        // the same object many times: written as often, held once
        for (var i = 0; i < times; i++) Insert(holder, at, holder.Keys?[at], holder.Children[at]);
    }

    private JsonTree Wrap(JsonTree value, int depth, Random random)
    {
        for (; depth > 0; depth--)
        {
            var wrapped = new JsonTree { Keys = random.Next(2) == 0 ? [words.Key(random)] : null };
            wrapped.Children.Add(value);
            value = wrapped;
        }

        return value;
    }

    /// <summary>Changes a string from within, or any scalar by one byte.</summary>
    private static void Touch(JsonTree holder, int at, Random random)
    {
        if (holder.Children[at].Scalar is not { Length: > 1 } scalar) return;
        var place = random.Next(1, scalar.Length);
        var piece = s_pieces[random.Next(s_pieces.Length)];
        holder.Children[at] = JsonTree.Of(random.Next(4) == 0 ? [.. scalar[..(place - 1)], .. scalar[place..]] : [.. scalar[..place], .. piece, .. scalar[place..]]);
    }
}
