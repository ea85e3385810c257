using System.Globalization;

namespace BertGen.Hub.Blocking;

/// <summary>What an answer says before its body.</summary>
internal sealed record ResponseHead(Version Version, int Status, string Reason, IReadOnlyList<(string Name, string Value)> Headers)
{
    private const int MaxInterim = 10;

    /// <summary>The values of a header, in the order in which they came.</summary>
    public IEnumerable<string> this[string name] => Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>Whether the connection carries another request after this one.</summary>
    public bool KeepsConnection => Version.Minor > 0 && !this["Connection"].Any(value => value.Contains("close", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the head of the final answer.</summary>
    /// <returns>The head; null where the connection ends before it.</returns>
    /// <exception cref="IOException">It is not of HTTP/1, or the connection broke.</exception>
    public static ResponseHead? Read(Connection connection)
    {
        for (int i = 0; i < MaxInterim; i++)
        {
            ResponseHead? head = ReadOne(connection);
            if (head is null or { Status: >= 200 })
            {
                return head;
            }
        }

        throw new IOException($"more than {MaxInterim} interim answers came");
    }

    private static ResponseHead? ReadOne(Connection connection)
    {
        int left = Connection.MaxHeadLength;
        if (connection.ReadLine(ref left) is not { } first)
        {
            return null;
        }

        string[] parts = first.Split(' ', 3);
        if (parts.Length < 2 || parts[0] is not ("HTTP/1.1" or "HTTP/1.0") || parts[1].Length != 3 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            throw new IOException("the answer is none of HTTP/1");
        }

        var headers = new List<(string, string)>();
        while ((connection.ReadLine(ref left) ?? throw new IOException("the answer ended within its head")) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':');
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t'))
            {
                throw new IOException("the answer has a header without a name");
            }

            headers.Add((line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return new ResponseHead(Version.Parse(parts[0].AsSpan(5)), status, parts.Length > 2 ? parts[2] : "", headers);
    }
}
