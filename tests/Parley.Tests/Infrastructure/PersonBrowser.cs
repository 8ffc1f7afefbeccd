using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Parley.Tests.Infrastructure;

/// <summary>A person's browser without a screen: it keeps cookies and the form's token, and reads pages as a browser does.</summary>
internal sealed class PersonBrowser(Uri server) : IDisposable
{
    public const string Password = "Correct-horse-7-battery";

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(100) };
    private readonly ConcurrentDictionary<string, string> _cookies = [];
    private string _token = "";

    public string Origin => server.GetLeftPart(UriPartial.Authority);

    public static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Loads a page; null for one that is not there.</summary>
    public async Task<IHtmlDocument?> PageAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"{path} was answered with {(int)answer.StatusCode}.", null, answer.StatusCode);
        var page = Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        if (page.QuerySelector("meta[name=parley-form]")?.GetAttribute("content") is { } token) _token = token;
        return page;
    }

    /// <summary>Sends a form as the page's script does.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<(string Name, string Value)> fields, CancellationToken cancellationToken)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("RequestVerificationToken", _token);
        request.Headers.Add("X-Parley-Script", "1");
        return SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    public Task<HttpResponseMessage> FollowAsync(long after, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/api/v1/events?html=true&after={after}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), HttpCompletionOption.ResponseContentRead, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} was answered with {(int)answer.StatusCode}: {text}");
        return text;
    }

    /// <summary>Makes an account, and is signed in.</summary>
    public async Task RegisterAsync(string email, CancellationToken cancellationToken)
    {
        await PageAsync("/register", cancellationToken);
        using var made = await PostAsync("/register", [("displayName", email), ("email", email), ("password", Password)], cancellationToken);
        Assert.True((int)made.StatusCode is >= 200 and < 400, $"{(int)made.StatusCode}: {await made.Content.ReadAsStringAsync(cancellationToken)}");
        await PageAsync("/", cancellationToken);
    }

    /// <summary>Sends whatever it is, as a page's script does; the body of the answer is read whole.</summary>
    public async Task<(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)> AskAsync(string method, string path, HttpContent? body = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        request.Headers.Add("RequestVerificationToken", _token);
        request.Headers.Add("X-Parley-Script", "1");
        request.Headers.Add("Origin", Origin);
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken), answer.Headers);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption option, CancellationToken cancellationToken)
    {
        if (!_cookies.IsEmpty) request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        var answer = await _client.SendAsync(request, option, cancellationToken);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie.Split('=')[0], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0]);
            if (value.Length == 0) _cookies.TryRemove(name, out _);
            else _cookies[name] = value;
        }

        return answer;
    }
}
