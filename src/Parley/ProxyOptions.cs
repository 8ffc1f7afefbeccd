using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Parley;

/// <summary>Which proxies tell the truth about their clients. Bound from <c>Parley</c>.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    /// <summary>Addresses or networks of proxies; default none.</summary>
    public List<string> Proxies { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Proxies.Where(text => Network(text) is null)
        .Select(text => new ValidationResult($"\"{text}\" is neither an address nor a network such as 10.0.0.0/8.", [nameof(Proxies)]));

    /// <summary>Null for what is none.</summary>
    public static IPNetwork? Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network : null;
}
