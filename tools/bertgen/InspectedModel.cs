using System.Text.Json;
using BertGen.Checkpoints;

namespace BertGen.Tool;

/// <summary>What <c>bertgen inspect --json</c> tells of a model.</summary>
internal static class InspectedModel
{
    public static void Write(Utf8JsonWriter writer, Checkpoint checkpoint, BertConfig? config, LoadedSize? loaded)
    {
        writer.WriteString("checkpoint", checkpoint.Path);
        if (config is not null)
        {
            WriteConfig(writer, config);
        }

        if (loaded is not null)
        {
            writer.WriteStartObject("bytesAfterLoad");
            writer.WriteNumber("float32", loaded.Float32);
            writer.WriteNumber("int8", loaded.Int8);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("tensors");
        foreach (TensorEntry tensor in checkpoint.Tensors.OrderBy(tensor => tensor.Name, TensorNameComparer.Instance))
        {
            writer.WriteStartObject();
            writer.WriteString("name", tensor.Name);
            writer.WriteString("type", tensor.Type.Name());
            writer.WriteStartArray("shape");
            foreach (long length in tensor.Shape)
            {
                writer.WriteNumberValue(length);
            }

            writer.WriteEndArray();
            writer.WriteNumber("bytes", tensor.ByteLength);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteConfig(Utf8JsonWriter writer, BertConfig config)
    {
        ModelSize size = ModelSize.Of(config);
        writer.WriteStartObject("config");
        writer.WriteNumber("layers", config.LayerCount);
        writer.WriteNumber("hiddenSize", config.HiddenSize);
        writer.WriteNumber("heads", config.HeadCount);
        writer.WriteNumber("intermediateSize", config.IntermediateSize);
        writer.WriteString("activation", config.Activation);
        writer.WriteNumber("vocabularySize", config.VocabularySize);
        writer.WriteNumber("positions", config.PositionCount);
        writer.WriteNumber("tokenTypes", config.TypeCount);
        writer.WriteNumber("layerNormEpsilon", config.LayerNormEpsilon);
        writer.WriteNumber("parameters", size.Parameters);
        writer.WriteNumber("flopsPerPiece", size.FlopsPerPiece);
        writer.WriteNumber("flopsPerPair", size.FlopsPerPair);
        writer.WriteEndObject();
    }
}
