using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>The sizes of a recorded model.</summary>
internal sealed record ModelConfig(int VocabularySize, int HiddenSize, int LayerCount, int PositionCount, int TypeCount)
{
    public static ModelConfig Read(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
        return new ModelConfig(Number("vocab_size"), Number("hidden_size"), Number("num_hidden_layers"), Number("max_position_embeddings"), Number("type_vocab_size"));

        int Number(string key) => document.RootElement.GetProperty(key).GetInt32();
    }
}
