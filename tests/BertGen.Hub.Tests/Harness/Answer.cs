namespace BertGen.Hub.Tests.Harness;

/// <summary>What the test server sends, honest or not.</summary>
internal sealed record Answer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>Sent in place of the body's length; negative: none is sent, and the body ends with the connection.</summary>
    public long? ContentLength { get; init; }

    /// <summary>Bytes of the body after which the connection is cut.</summary>
    public int? BreakAfter { get; init; }

    /// <summary>Waited for where the connection would be cut, or before anything is sent.</summary>
    public Task? Hold { get; init; }

    public static Answer Of(int status, params (string Name, string Value)[] headers) => new(status, [], headers);

    /// <summary>A content, or the part that the request's range asks for.</summary>
    public static Answer Content(ReceivedRequest request, byte[] content, params (string Name, string Value)[] headers)
    {
        if (request.RangeStart is not { } start)
        {
            return new Answer(200, content, headers);
        }

        return start >= content.Length
            ? Of(416, [.. headers, ("Content-Range", $"bytes */{content.Length}")])
            : new Answer(206, content[(int)start..], [.. headers, ("Content-Range", $"bytes {start}-{content.Length - 1}/{content.Length}")]);
    }
}
