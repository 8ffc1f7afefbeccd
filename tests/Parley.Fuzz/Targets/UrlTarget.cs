using System.Net;
using System.Text;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Upstreams.Guard;
using Parley.Providers.Registry;

namespace Parley.Fuzz.Targets;

/// <summary>The rules for base addresses and the guard of addresses, against a second opinion in whole networks.</summary>
internal sealed class UrlTarget : Target
{
    private static readonly IPNetwork[] s_private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
            "::/8", "64:ff9b:1::/48", "100::/8", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32",
        }.Select(IPNetwork.Parse),
    ];

    public override string Name => "url";

    public override int ShortRun => 120_000;

    public override IEnumerable<byte[]> Seeds =>
    [
        .. new[]
        {
            "https://api.openai.com/v1", "http://127.0.0.1:11434/v1", "http://[::1]:1/", "http://[::ffff:10.0.0.1]/v1", "http://0x7f.1/", "http://2130706433/", "http://017700000001",
            "https://user:pw@host/", "http://localhost./x", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://①②⑦.0.0.1/", "https://example.com/a/../b?x#y", "http://[fe80::1%25eth0]/", "http://8.8.8.8",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public override void Run(ReadOnlyMemory<byte> input) => Read(input);

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        if (Read(input) is { } url)
        {
            Grammar.Law(url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0, "an address with more than scheme, host and path");
            if (IPAddress.TryParse(url.IdnHost, out var host)) Grammar.Law(!IsPrivate(host), $"a private address is allowed: {url}");
        }

        if (input.Length < 16) return;
        foreach (var address in (IPAddress[])[new IPAddress(input.Span[..4]), new IPAddress(input.Span[..16]), new IPAddress(input.Span[..4]).MapToIPv6()])
            Grammar.Law(!AddressGuard.IsPublic(address) || !IsPrivate(address), $"{address} counts as public");
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return Array.Exists(s_private, n => n.Contains(address)) && !address.ToString().StartsWith("64:ff9b::", StringComparison.Ordinal);
    }

    private static Uri? Read(ReadOnlyMemory<byte> input) => BaseUrlRules.Read(Encoding.UTF8.GetString(input.Span), "chat", allowPrivate: false, new FieldErrors());
}
