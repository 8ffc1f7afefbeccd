namespace Parley.Simulator.Recording;

/// <summary>The most recent POSTs, oldest first.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Queue<RequestRecord> _recent = new();
    private readonly Lock _lock = new();
    private RequestRecord? _last;

    public RequestRecord? Last => Volatile.Read(ref _last);

    public void Add(HttpRequest request, string id, byte[] body, IReadOnlyList<FormField>? form = null)
    {
        if (capacity == 0) return;
        var headers = request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString())).ToArray();
        var record = new RequestRecord(id, request.Method, request.Path + request.QueryString, headers, body) { Form = form ?? [] };
        Volatile.Write(ref _last, record);
        lock (_lock)
        {
            _recent.Enqueue(record);
            if (_recent.Count > capacity) _recent.Dequeue();
        }
    }

    public IReadOnlyList<RequestRecord> Recent()
    {
        lock (_lock) return [.. _recent];
    }

    public void Reset()
    {
        Volatile.Write(ref _last, null);
        lock (_lock) _recent.Clear();
    }
}
