using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Benchmarks;

/// <summary>Makes a checkpoint of a shape with random weights: speed does not depend on what a model has learned.</summary>
internal static class RandomCheckpoint
{
    private const float Spread = 0.02f;
    private const int Vocabulary = 30_522;
    private const int Positions = 512;
    private const int Types = 2;
    private const int Buckets = 32;

    /// <summary>The checkpoint's path; made when it is not there.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="folder">Where checkpoints are kept.</param>
    public static string Ensure(Shape shape, string folder)
    {
        string path = Path.Combine(folder, shape.Name + ".safetensors");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            Write(shape, path);
        }

        return path;
    }

    private static void Write(Shape shape, string path)
    {
        var writer = new SafetensorsWriter();
        var random = new Random(7);
        bool isGated = shape.Family == Family.ModernBert;
        if (isGated)
        {
            Tensor("embeddings.tok_embeddings.weight", Vocabulary, shape.Hidden);
            Norm("embeddings.norm");
        }
        else
        {
            Tensor("embeddings.word_embeddings.weight", Vocabulary, shape.Hidden);
            Tensor("embeddings.position_embeddings.weight", shape.Family == Family.Bert ? Positions : Positions + 2, shape.Hidden);
            if (shape.Family != Family.Mpnet)
            {
                Tensor("embeddings.token_type_embeddings.weight", shape.Family == Family.Bert ? Types : 1, shape.Hidden);
            }

            Norm("embeddings.LayerNorm");
        }

        for (int layer = 0; layer < shape.Layers; layer++)
        {
            if (isGated)
            {
                GatedLayer($"layers.{layer}.", isFirst: layer == 0);
            }
            else
            {
                Layer($"encoder.layer.{layer}.");
            }
        }

        if (isGated)
        {
            Norm("final_norm");
        }
        else if (shape.Family == Family.Mpnet)
        {
            Tensor("encoder.relative_attention_bias.weight", Buckets, shape.Heads);
        }

        writer.Save(path);

        void Layer(string name)
        {
            string[] projections = shape.Family == Family.Mpnet ? ["attn.q", "attn.k", "attn.v", "attn.o"] : ["self.query", "self.key", "self.value", "output.dense"];
            foreach (string projection in projections)
            {
                Linear(name + "attention." + projection, shape.Hidden, shape.Hidden);
            }

            Norm(name + (shape.Family == Family.Mpnet ? "attention.LayerNorm" : "attention.output.LayerNorm"));
            Linear(name + "intermediate.dense", shape.Hidden, shape.Intermediate);
            Linear(name + "output.dense", shape.Intermediate, shape.Hidden);
            Norm(name + "output.LayerNorm");
        }

        void GatedLayer(string name, bool isFirst)
        {
            if (!isFirst)
            {
                Norm(name + "attn_norm");
            }

            Tensor(name + "attn.Wqkv.weight", 3 * shape.Hidden, shape.Hidden);
            Tensor(name + "attn.Wo.weight", shape.Hidden, shape.Hidden);
            Norm(name + "mlp_norm");
            Tensor(name + "mlp.Wi.weight", 2 * shape.Intermediate, shape.Hidden);
            Tensor(name + "mlp.Wo.weight", shape.Hidden, shape.Intermediate);
        }

        void Linear(string name, int inputs, int outputs)
        {
            Tensor(name + ".weight", outputs, inputs);
            Tensor(name + ".bias", outputs);
        }

        void Norm(string name)
        {
            Add(name + ".weight", 1f, shape.Hidden);
            if (!isGated)
            {
                Tensor(name + ".bias", shape.Hidden);
            }
        }

        void Tensor(string name, params ReadOnlySpan<long> lengths) => Add(name, 0f, lengths);

        void Add(string name, float middle, params ReadOnlySpan<long> lengths)
        {
            long count = 1;
            foreach (long length in lengths)
            {
                count *= length;
            }

            float[] values = new float[count];
            foreach (ref float value in values.AsSpan())
            {
                value = middle + (Spread * ((2 * random.NextSingle()) - 1));
            }

            writer.Add(name, TensorElementType.F32, lengths, MemoryMarshal.AsBytes<float>(values).ToArray());
        }
    }
}
