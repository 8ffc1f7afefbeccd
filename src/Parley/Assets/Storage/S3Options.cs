using System.ComponentModel.DataAnnotations;

namespace Parley.Assets.Storage;

/// <summary>A bucket of a service that speaks S3. Without one, files are kept in the data folder. Bound from <c>Parley:Files:S3</c>.</summary>
internal sealed class S3Options : IValidatableObject
{
    public const string Section = "Parley:Files:S3";

    /// <summary>The bucket; default none. It must be there.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Where the service is, for services other than Amazon's; default Amazon's own address of the region.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Its region; default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Who calls. Without it, what the machine has (its role, or the variables and files of the AWS tools).</summary>
    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <summary>What all keys begin with; default <c>files/</c>.</summary>
    public string Prefix { get; set; } = "files/";

    /// <summary>The bucket stands in the path and not in the name of the host: what most services other than Amazon's want; default true where an endpoint is given.</summary>
    public bool? PathStyle { get; set; }

    public bool IsOn => Bucket.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint.Length > 0 && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))))
            yield return new("it must be an https address; http is taken for this machine only.", [nameof(Endpoint)]);
        if (AccessKey.Length > 0 != SecretKey.Length > 0) yield return new("access key and secret key go together.", [nameof(SecretKey)]);
    }
}
