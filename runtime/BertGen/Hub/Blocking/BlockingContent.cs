using System.Net;

namespace BertGen.Hub.Blocking;

/// <summary>Hands the body of an answer out as it is.</summary>
internal sealed class BlockingContent(BodyStream body) : HttpContent
{
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => body;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(body);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => body.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
