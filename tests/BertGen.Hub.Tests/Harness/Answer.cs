namespace BertGen.Hub.Tests.Harness;

/// <summary>What the test server sends, honest or not.</summary>
internal sealed record Answer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>Sent in place of the body's length; negative: none is sent, and the body ends with the connection.</summary>
    public long? ContentLength { get; init; }

    /// <summary>Bytes of the body after which the connection is cut.</summary>
    public int? BreakAfter { get; init; }

    /// <summary>Sent in the place of all else, as it is.</summary>
    public string? Raw { get; init; }

    /// <summary>Sends the body again and again, as long as the other end takes it.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Sends the body byte by byte; waited for before each.</summary>
    public Func<Task>? Drip { get; init; }

    /// <summary>Sends the body in chunks of this length, and no length of it.</summary>
    public int? ChunkLength { get; init; }

    /// <summary>Leaves the connection open for the next request.</summary>
    public bool KeepsConnection { get; init; }

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
