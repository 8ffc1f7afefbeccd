using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Parley.Tests.Identity;

/// <summary>Somebody who is signed in by tokens.</summary>
internal sealed record Person(Guid Id, string Email, string AccessToken, string RefreshToken)
{
    public const string Password = "Correct-horse-7";

    public static Person Of(JsonElement answer)
    {
        var user = answer.GetProperty("user");
        return new(user.GetProperty("id").GetGuid(), user.GetProperty("email").GetString()!, answer.GetProperty("accessToken").GetString()!, answer.GetProperty("refreshToken").GetString()!);
    }

    public static async Task<Person> SignInAsync(HttpClient anybody, string email, string password = Password)
    {
        using var answer = await anybody.PostAsJsonAsync("/api/v1/auth/login", new { email, password });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return Of(JsonDocument.Parse(text).RootElement);
    }

    /// <summary>A client that sends the access token.</summary>
    public HttpClient Client(Uri address)
    {
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        return client;
    }
}
