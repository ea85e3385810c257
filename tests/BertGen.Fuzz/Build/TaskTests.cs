using System.Formats.Tar;
using System.Text;
using BertGen.Tests.Checkpoints;
using Xunit.Abstractions;

namespace BertGen.Fuzz.Build;

/// <summary>What the build reads before the compiler runs: archives, weights, sources and folders of any form.</summary>
public sealed class TaskTests(ITestOutputHelper output) : IDisposable
{
    private const string Name = "organisation/model";

    private readonly TaskInput _input = new();

    public void Dispose() => _input.Dispose();

    [Fact]
    public void Archives() => Fuzz([.. Tars().Select(tar => TarBuilder.Gzip(tar))], archive =>
    {
        _input.Put("model.tar.gz", archive);
        Assert.NotEmpty(_input.Run(models: ["model.tar.gz"]));
    });

    // Damaged before the compression and with the sums of headers repaired, so that what is behind these checks is met too.
    [Fact]
    public void TarFiles() => Fuzz(Tars(), tar =>
    {
        _input.Put("model.tar.gz", TarBuilder.Gzip(MutatedFileTests.WithSums(tar)));
        Assert.NotEmpty(_input.Run(models: ["model.tar.gz"]));
    });

    [Fact]
    public void ExtendedHeaders()
    {
        string[] values = ["9223372036854775807", "9223372036854775808", "-1", "", "x", "0", "512", "1e3", " 7", "+7", "17179869185", "99999999999999999999999"];
        var random = new Random(FuzzBudget.Seed);
        for (int i = 0; i < FuzzBudget.InputsPerReader; i++)
        {
            string key = random.Next(4) == 0 ? "path" : "size";
            string value = values[random.Next(values.Length)];
            byte[] tar = Pax(random.Next(8) == 0 ? $"{random.Next(60)} {key}={value}\n" : Record(key, value), random.Next(3));
            _input.Put("model.tar.gz", TarBuilder.Gzip(tar));
            Trial.Run(_ => Assert.NotEmpty(_input.Run(models: ["model.tar.gz"])), tar);
        }
    }

    [Fact]
    public void Weights() => Fuzz(Files("dir_prefix/model.safetensors", "dir_half/model.safetensors"), weights =>
    {
        _input.Put("models/tiny/model.safetensors", weights);
        string header = Assert.Single(_input.Run(folders: ["models/tiny"]));
        string place = header[header.LastIndexOf("obj", StringComparison.Ordinal)..];
        CompilerInput.Run(("models/tiny/config.json", File.ReadAllBytes(Golden("dir_config/config.json"))), (place, File.ReadAllBytes(header)));
    });

    [Fact]
    public void Sources() => Fuzz(
        [
            "using A = BertGen.PretrainedBertEmbedderAttribute; [A(\"organisation/model\")] class X; [PretrainedBertEmbedder(model: \"\"\"b.tar.gz\"\"\")] class Y { char c = '\\''; }"u8.ToArray(),
            "[PretrainedBertEmbedder(@\"a\"\"b\" + /* \" */ $\"{1}c\" + // \"\n \"\\u0041\\\\\")] partial class Z; // end"u8.ToArray(),
        ],
        source =>
        {
            _input.Put("Model.cs", source);
            _input.Run(sources: ["Model.cs"]);
        });

    [Fact]
    public void FoldersOfAnyForm()
    {
        string[] names = ["config.json", "vocab.txt", "modules.json", "1_Pooling/config.json", "model.safetensors", "model.safetensors.index.json", "one.safetensors"];
        byte[][] contents = [[], "{}"u8.ToArray(), "[PAD]"u8.ToArray(), [0xFF, 0xFE, 0, 0], "version https://git-lfs.github.com/spec/v1\n"u8.ToArray(), "\"text\""u8.ToArray(), new byte[5000]];
        var random = new Random(FuzzBudget.Seed);
        for (int i = 0; i < FuzzBudget.InputsPerReader / 4; i++)
        {
            string folder = _input.PathOf("models/tiny");
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
            foreach (string name in names)
            {
                Place(Path.Combine(folder, name), contents, random);
            }

            Trial.Run(
                _ => _input.Run(folders: ["models/tiny"], smallFiles: [.. names.Select(name => "models/tiny/" + name)], models: ["models/tiny", Name, "models/tiny/vocab.txt"]),
                []);
        }
    }

    private static void Place(string path, byte[][] contents, Random random)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (random.Next(7))
        {
            case 0:
                Directory.CreateDirectory(path);
                break;
            case 1:
                File.CreateSymbolicLink(path, path); // leads to itself
                break;
            case 2:
                File.CreateSymbolicLink(path, "/gone/" + Path.GetFileName(path));
                break;
            case 3 when !OperatingSystem.IsWindows():
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case 4:
                break;
            default:
                File.WriteAllBytes(path, contents[random.Next(contents.Length)]);
                break;
        }
    }

    private static byte[][] Tars() =>
    [
        .. new[] { TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu }.Select(format => TarBuilder.Tar(
            format,
            (new string('n', 60), new byte[700]),
            ("./config.json", "{}"u8.ToArray()),
            ("vocab.txt", "[PAD]\n[UNK]\n"u8.ToArray()),
            (new string('d', 120) + "/config.json", "{}"u8.ToArray()))),
    ];

    private static string Record(string key, string value)
    {
        int length = key.Length + value.Length + 3;
        int whole = length + $"{length}".Length;
        whole = length + $"{whole}".Length;
        return $"{whole} {key}={value}\n";
    }

    /// <summary>A config behind an extended header.</summary>
    private static byte[] Pax(string record, int times)
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(record, times + 1)));
        return MutatedFileTests.WithSums([.. Header("x", 'x', content.Length), .. Padded(content), .. Header("config.json", '0', 2), .. Padded("{}"u8.ToArray()), .. new byte[1024]]);
    }

    private static byte[] Header(string name, char type, int length)
    {
        byte[] header = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(Convert.ToString(length, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = (byte)type;
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        return header;
    }

    private static byte[] Padded(byte[] content) => [.. content, .. new byte[-content.Length & 511]];

    private void Fuzz(byte[][] seeds, Action<byte[]> read)
    {
        output.WriteLine($"seed {FuzzBudget.Seed}, {FuzzBudget.InputsPerReader} inputs");
        foreach (byte[] seed in seeds)
        {
            Trial.Run(read, seed);
        }

        var random = new Random(FuzzBudget.Seed);
        for (int i = 0; i < FuzzBudget.InputsPerReader; i++)
        {
            Trial.Run(read, Mutation.Apply(seeds[i % seeds.Length], random));
        }
    }

    private static byte[][] Files(params string[] names) => [.. names.Select(name => File.ReadAllBytes(Golden(name)))];

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);
}
