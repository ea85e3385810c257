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
        Tensor("embeddings.word_embeddings.weight", Vocabulary, shape.Hidden);
        Tensor("embeddings.position_embeddings.weight", Positions, shape.Hidden);
        Tensor("embeddings.token_type_embeddings.weight", Types, shape.Hidden);
        Norm("embeddings.LayerNorm");
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string name = $"encoder.layer.{layer}.";
            Linear(name + "attention.self.query", shape.Hidden, shape.Hidden);
            Linear(name + "attention.self.key", shape.Hidden, shape.Hidden);
            Linear(name + "attention.self.value", shape.Hidden, shape.Hidden);
            Linear(name + "attention.output.dense", shape.Hidden, shape.Hidden);
            Norm(name + "attention.output.LayerNorm");
            Linear(name + "intermediate.dense", shape.Hidden, shape.Intermediate);
            Linear(name + "output.dense", shape.Intermediate, shape.Hidden);
            Norm(name + "output.LayerNorm");
        }

        writer.Save(path);

        void Linear(string name, int inputs, int outputs)
        {
            Tensor(name + ".weight", outputs, inputs);
            Tensor(name + ".bias", outputs);
        }

        void Norm(string name)
        {
            Tensor(name + ".weight", shape.Hidden);
            Tensor(name + ".bias", shape.Hidden);
        }

        void Tensor(string name, params ReadOnlySpan<long> lengths)
        {
            long count = 1;
            foreach (long length in lengths)
            {
                count *= length;
            }

            float[] values = new float[count];
            float offset = name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1f : 0f;
            foreach (ref float value in values.AsSpan())
            {
                value = offset + (Spread * ((2 * random.NextSingle()) - 1));
            }

            writer.Add(name, TensorElementType.F32, lengths, MemoryMarshal.AsBytes<float>(values).ToArray());
        }
    }
}
