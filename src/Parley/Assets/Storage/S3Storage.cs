using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Parley.Assets.Storage;

/// <summary>Keeps bytes in a bucket of a service that speaks S3.</summary>
internal sealed class S3Storage(S3Options options) : IBlobStorage, IDisposable
{
    private readonly AmazonS3Client _client = Connect(options);

    public string Place => $"the bucket {options.Bucket} (Parley:Files:S3)";

    public async Task WriteAsync(string key, Stream bytes, CancellationToken cancellationToken) => await AskAsync(() => _client.PutObjectAsync(new PutObjectRequest
    {
        // Whole, and with one signature for all of it: other services than Amazon's do not all take it in signed pieces.
        BucketName = options.Bucket, Key = options.Prefix + key, InputStream = bytes, AutoCloseStream = false, UseChunkEncoding = false, ContentType = "application/octet-stream",
    }, cancellationToken));

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await AskAsync(() => _client.GetObjectAsync(options.Bucket, options.Prefix + key, cancellationToken))).ResponseStream;
        }
        catch (StorageAwayException away) when (away.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
        {
            return null;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => AskAsync(() => _client.DeleteObjectAsync(options.Bucket, options.Prefix + key, cancellationToken));

    public async IAsyncEnumerable<string> ListAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = options.Prefix };
        while (true)
        {
            var page = await AskAsync(() => _client.ListObjectsV2Async(request, cancellationToken));
            foreach (var entry in page.S3Objects ?? [])
                if (entry.LastModified is { } at && at.ToUniversalTime() < before.UtcDateTime) yield return entry.Key[options.Prefix.Length..];
            if (page.IsTruncated != true) yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception away) when (away is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new StorageAwayException(away);
        }
    }

    private static AmazonS3Client Connect(S3Options options)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 2,
            ForcePathStyle = options.PathStyle ?? options.Endpoint.Length > 0,
            // Checksums that other services do not know are left out where the operation does not ask for them.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint.Length > 0) (config.ServiceURL, config.AuthenticationRegion) = (options.Endpoint, options.Region);
        else config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        return options.AccessKey.Length > 0 ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config) : new AmazonS3Client(config);
    }
}
