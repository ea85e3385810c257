using System.Text;
using BertGen.Checkpoints;
using BertGen.Tests.Checkpoints;
using Xunit.Abstractions;

namespace BertGen.Fuzz;

/// <summary>Valid files, damaged: every one is read, or refused with the typed exception.</summary>
public sealed class MutatedFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly CheckpointInput _checkpoint = new();

    public void Dispose() => _checkpoint.Dispose();

    [Fact]
    public void Safetensors() => Fuzz(Files("dir_prefix/model.safetensors", "dir_half/model.safetensors"), input => _checkpoint.Read("model.safetensors", input));

    [Fact]
    public void An_index_of_shards()
    {
        _checkpoint.Put("one.safetensors", File.ReadAllBytes(Golden("dir_prefix/model.safetensors")));
        byte[] index = """{"metadata":{"total_size":32},"weight_map":{"bert.pooler.dense.bias":"one.safetensors","cls.predictions.bias":"one.safetensors"}}"""u8.ToArray();
        Fuzz([index], input => _checkpoint.Read("model.safetensors.index.json", input));
    }

    [Fact]
    public void PyTorch_zip_files() => Fuzz(Files("dir_config/pytorch_model.bin", "dir_half/pytorch_model.bin"), input => _checkpoint.Read("pytorch_model.bin", input));

    [Fact]
    public void PyTorch_streams() => Fuzz(Files("dir_legacy_bin/pytorch_model.bin", "dir_gamma_beta/pytorch_model.bin"), input => _checkpoint.Read("pytorch_model.bin", input));

    [Fact]
    public void Pickles()
    {
        byte[] pickle = new PickleBuilder().Op('}', '(')
            .Text("a").Tensor("0", "FloatStorage", 4, 1, [3], [1])
            .Text("b").Tensor("0", "HalfStorage", 8, 0, [2, 2], [1, 4])
            .Op('u').ToArray();
        Fuzz([pickle], input => _checkpoint.Read("pytorch_model.bin", TorchFiles.Zip(input, ("0", new byte[16]))));
    }

    [Fact]
    public void Archives() => Fuzz(Files("archive_config.tar.gz", "archive_bert_config.tar.gz", "archive_nested.tar.gz"), input => _checkpoint.Read("model.tar.gz", input));

    // Damaged before the compression, and with the sums of headers repaired: what is behind these checks is met too.
    [Fact]
    public void Tar_files()
    {
        byte[][] tars =
        [
            .. new[] { System.Formats.Tar.TarEntryFormat.Ustar, System.Formats.Tar.TarEntryFormat.Pax, System.Formats.Tar.TarEntryFormat.Gnu }.Select(format => TarBuilder.Tar(
                format,
                (new string('n', 60), new byte[700]),
                ("./config.json", "{}"u8.ToArray()),
                ("pytorch_model.bin", File.ReadAllBytes(Golden("dir_half/model.safetensors"))))),
        ];
        Fuzz(tars, input => _checkpoint.Read("model.tar.gz", TarBuilder.Gzip(WithSums(input))));
    }

    [Fact]
    public void TensorFlow_indexes()
    {
        byte[] index = TensorFlowSample().Index();
        _checkpoint.Put("model.ckpt.data-00000-of-00001", new byte[40]);
        Fuzz([index], input => _checkpoint.Read("model.ckpt.index", input));
    }

    // Records damaged before the table is made: its checksums are right.
    [Fact]
    public void TensorFlow_records()
    {
        byte[] record = [0x08, 1, 0x12, 8, 0x12, 2, 0x08, 2, 0x12, 2, 0x08, 3, 0x20, 16, 0x28, 24, 0x35, 1, 2, 3, 4];
        _checkpoint.Put("model.ckpt.data-00000-of-00001", new byte[40]);
        Fuzz([record, [0x08, 1, 0x1A, 2, 0x08, 1]], input =>
        {
            _checkpoint.Read("model.ckpt.index", TensorFlowSample().Put("c", input).Index());
            _checkpoint.Read("model.ckpt.index", TensorFlowSample().Put("", input).Index());
        });
    }

    [Fact]
    public void Configs() => Fuzz(Files("dir_config/config.json", "dir_eps_ignored/config.json"), input =>
    {
        try
        {
            BertConfig.Parse(input, "config.json");
        }
        catch (CheckpointException)
        {
        }
    });

    [Fact]
    public void Vocabularies() => Fuzz(
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "golden"), "vocab-*.txt").Order().Select(File.ReadAllBytes), Encoding.UTF8.GetBytes("[PAD]\n[UNK]\n[CLS]\n[SEP]\n##é\n漢\n")],
        input =>
        {
            try
            {
                Text.Vocabulary.Parse(input, "vocab.txt");
            }
            catch (Text.VocabularyException)
            {
            }
        });

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

        output.WriteLine($"checkpoints: {_checkpoint.Count}");
    }

    private static TensorFlowFiles TensorFlowSample() => new TensorFlowFiles().Add("a/kernel", [2, 1], [1, 2]).Add("b", [2], [3, 4]);

    /// <summary>A tar file with the sums of its headers put right.</summary>
    internal static byte[] WithSums(byte[] tar)
    {
        for (int start = 0; start + 512 <= tar.Length; start += 512)
        {
            Span<byte> header = tar.AsSpan(start, 512);
            if (header[257..].StartsWith("ustar"u8))
            {
                header.Slice(148, 8).Fill((byte)' ');
                int sum = 0;
                foreach (byte value in header)
                {
                    sum += value;
                }

                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", header[148..]);
            }
        }

        return tar;
    }

    private static byte[][] Files(params string[] names) => [.. names.Select(name => File.ReadAllBytes(Golden(name)))];

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);
}
