using System.Runtime.InteropServices;
using System.Text;
using BertGen.Benchmarks.Precision;
using BertGen.RealModels.Tests;
using BertGen.RealModels.Tests.Onnx;

namespace BertGen.Benchmarks.Llama;

/// <summary>Writes a BERT as the file that llama.cpp reads, with float32 weights.</summary>
internal sealed class GgufFile
{
    private const int Alignment = 32, Version = 3;
    private const uint TypeUInt32 = 4, TypeInt32 = 5, TypeFloat = 6, TypeBool = 7, TypeString = 8, TypeArray = 9;
    private const int NormalToken = 1, UnknownToken = 2, ControlToken = 3;
    private const uint MeanPooling = 1;

    /// <summary>What llama.cpp calls the parts of a layer, and of what stands before.</summary>
    private static readonly (string Own, string Theirs)[] Parts =
    [
        ("embeddings.word_embeddings", "token_embd"),
        ("embeddings.position_embeddings", "position_embd"),
        ("embeddings.token_type_embeddings", "token_types"),
        ("embeddings.LayerNorm", "token_embd_norm"),
        ("attention.self.query", "attn_q"),
        ("attention.self.key", "attn_k"),
        ("attention.self.value", "attn_v"),
        ("attention.output.dense", "attn_output"),
        ("attention.output.LayerNorm", "attn_output_norm"),
        ("intermediate.dense", "ffn_up"),
        ("output.dense", "ffn_down"),
        ("output.LayerNorm", "layer_output_norm"),
        ("encoder.layer", "blk"),
    ];

    private readonly MemoryStream _values = new();
    private readonly BinaryWriter _writer;
    private ulong _count;

    private GgufFile() => _writer = new BinaryWriter(_values);

    /// <summary>Writes all-MiniLM-L6-v2.</summary>
    public static void WriteMiniLm(string path)
    {
        OnnxTensor[] tensors = [.. OnnxGraph.Read(RealModel.MiniLm.ReadOnnx()).StateDict()
            .Where(tensor => tensor.Name.StartsWith("embeddings.", StringComparison.Ordinal) || tensor.Name.StartsWith("encoder.", StringComparison.Ordinal))
            .Where(tensor => !tensor.Name.EndsWith("position_ids", StringComparison.Ordinal))];
        var file = new GgufFile();
        file.Add("general.architecture", TypeString, () => file.Write("bert"));
        file.Add("general.name", TypeString, () => file.Write("all-MiniLM-L6-v2"));
        file.Add("bert.block_count", TypeUInt32, () => file._writer.Write((uint)MiniLm.LayerCount));
        file.Add("bert.context_length", TypeUInt32, () => file._writer.Write((uint)MiniLm.MaxPieces));
        file.Add("bert.embedding_length", TypeUInt32, () => file._writer.Write((uint)MiniLm.HiddenSize));
        file.Add("bert.feed_forward_length", TypeUInt32, () => file._writer.Write((uint)MiniLm.IntermediateSize));
        file.Add("bert.attention.head_count", TypeUInt32, () => file._writer.Write((uint)MiniLm.HeadCount));
        file.Add("bert.attention.layer_norm_epsilon", TypeFloat, () => file._writer.Write(1e-12f));
        file.Add("bert.attention.causal", TypeBool, () => file._writer.Write(false));
        file.Add("bert.pooling_type", TypeUInt32, () => file._writer.Write(MeanPooling));
        file.Add("tokenizer.ggml.model", TypeString, () => file.Write("bert"));
        file.Add("tokenizer.ggml.token_type_count", TypeUInt32, () => file._writer.Write(2u));
        string[] tokens = File.ReadAllLines(Path.Combine(RealModel.MiniLm.Folder, "vocab.txt"));
        file.AddArray("tokenizer.ggml.tokens", TypeString, tokens, token => file.Write(Spell(token)));
        file.AddArray("tokenizer.ggml.token_type", TypeInt32, tokens, token => file._writer.Write(token == "[UNK]" ? UnknownToken : IsControl(token) ? ControlToken : NormalToken));
        file.Save(path, tensors);
    }

    private static bool IsControl(string token) => token.StartsWith('[') && token.EndsWith(']') && token.Length > 2;

    /// <summary>llama.cpp marks the beginning of a word, where WordPiece marks all else.</summary>
    private static string Spell(string token) => IsControl(token) ? token : token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : "\u2581" + token;

    private void Add(string name, uint type, Action write)
    {
        _count++;
        Write(name);
        _writer.Write(type);
        write();
    }

    private void AddArray(string name, uint type, string[] items, Action<string> write) => Add(name, TypeArray, () =>
    {
        _writer.Write(type);
        _writer.Write((ulong)items.Length);
        Array.ForEach(items, write);
    });

    private void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _writer.Write((ulong)bytes.Length);
        _writer.Write(bytes);
    }

    private void Save(string path, OnnxTensor[] tensors)
    {
        ulong offset = 0;
        foreach (OnnxTensor tensor in tensors)
        {
            Write(Parts.Aggregate(tensor.Name, (name, part) => name.Replace(part.Own + ".", part.Theirs + ".", StringComparison.Ordinal)));
            _writer.Write((uint)tensor.Shape.Length);
            foreach (long length in tensor.Shape.Reverse())
            {
                _writer.Write((ulong)length);
            }

            _writer.Write(0u);
            _writer.Write(offset);
            offset += (ulong)Aligned(tensor.Values!.Length * sizeof(float));
        }

        using var file = new BinaryWriter(File.Create(path));
        file.Write("GGUF"u8);
        file.Write((uint)Version);
        file.Write((ulong)tensors.Length);
        file.Write(_count);
        file.Write(_values.GetBuffer().AsSpan(0, (int)_values.Length));
        Pad(file);
        foreach (OnnxTensor tensor in tensors)
        {
            file.Write(MemoryMarshal.AsBytes<float>(tensor.Values));
            Pad(file);
        }
    }

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter file)
    {
        file.Flush();
        long length = file.BaseStream.Position;
        file.Write(new byte[Aligned(length) - length]);
    }
}
