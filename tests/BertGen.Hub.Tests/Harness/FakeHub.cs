using System.Security.Cryptography;
using System.Text;

namespace BertGen.Hub.Tests.Harness;

/// <summary>A hub with one model: it serves small files itself and leads to a store, on another port, for the weights.</summary>
internal sealed class FakeHub : IDisposable
{
    public const string Model = "org/model";
    public const string FirstCommit = "0123456789abcdef0123456789abcdef01234567";
    public const string SecondCommit = "fedcba9876543210fedcba9876543210fedcba98";

    public FakeHub()
    {
        Weights = new byte[100_000];
        new Random(1).NextBytes(Weights);
        Files = new()
        {
            ["config.json"] = "{\"hidden_size\": 8}"u8.ToArray(),
            ["vocab.txt"] = "[PAD]\n[UNK]\n"u8.ToArray(),
            ["model.safetensors"] = Weights,
        };
        Server = new TestServer(request => Fault(request) ?? Serve(request));
        Store = new TestServer(request => StoreFault(request) ?? ServeStore(request));
    }

    public TestServer Server { get; }

    public TestServer Store { get; }

    public byte[] Weights { get; set; }

    public Dictionary<string, byte[]> Files { get; set; }

    public string Commit { get; set; } = FirstCommit;

    /// <summary>An answer in place of the hub's, or null.</summary>
    public Func<ReceivedRequest, Answer?> Fault { get; set; } = _ => null;

    /// <summary>An answer in place of the store's, or null.</summary>
    public Func<ReceivedRequest, Answer?> StoreFault { get; set; } = _ => null;

    /// <summary>git's hash, the etag of small files.</summary>
    public static string GitHash(byte[] content) =>
        Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static bool IsLarge(string file) => file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".bin", StringComparison.Ordinal);

    public static string TagOf(string file, byte[] content) => IsLarge(file) ? Sha256(content) : GitHash(content);

    public void Dispose()
    {
        Server.Dispose();
        Store.Dispose();
    }

    private Answer Serve(ReceivedRequest request)
    {
        string prefix = $"/{Model}/resolve/";
        if (!request.Target.StartsWith(prefix, StringComparison.Ordinal))
        {
            return Answer.Of(404, ("X-Error-Code", "RepoNotFound"));
        }

        string[] parts = request.Target[prefix.Length..].Split('/', 2);
        if (Uri.UnescapeDataString(parts[0]) is not ("main" or "refs/pr/1") && parts[0] != Commit)
        {
            return Answer.Of(404, ("X-Error-Code", "RevisionNotFound"));
        }

        string file = Uri.UnescapeDataString(parts[1]);
        if (!Files.TryGetValue(file, out byte[]? content))
        {
            return Answer.Of(404, ("X-Error-Code", "EntryNotFound"), ("X-Repo-Commit", Commit));
        }

        string tag = TagOf(file, content);
        return IsLarge(file)
            ? Answer.Of(302, ("Location", new Uri(Store.Address, $"/store/{file}?signed=1").AbsoluteUri), ("X-Repo-Commit", Commit), ("X-Linked-Etag", $"\"{tag}\""), ("X-Linked-Size", $"{content.Length}"))
            : Answer.Content(request, content, ("X-Repo-Commit", Commit), ("ETag", $"\"{tag}\""));
    }

    private Answer ServeStore(ReceivedRequest request)
    {
        string file = request.Target["/store/".Length..].Split('?')[0];
        return Answer.Content(request, Files[file], ("ETag", "\"a tag of the store\""));
    }
}
