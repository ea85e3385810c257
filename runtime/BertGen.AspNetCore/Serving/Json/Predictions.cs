using System.Text.Json;
using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>The labels of texts.</summary>
/// <param name="Items">The labels of each text, best first.</param>
/// <param name="IsList">Whether a list was asked; otherwise those of the one text are written alone.</param>
[JsonConverter(typeof(PredictionsConverter))]
internal sealed record Predictions(Prediction[][] Items, bool IsList);

/// <summary>Writes them.</summary>
internal sealed class PredictionsConverter : JsonConverter<Predictions>
{
    public override Predictions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Labels are only written.");

    public override void Write(Utf8JsonWriter writer, Predictions value, JsonSerializerOptions options)
    {
        if (value.IsList)
        {
            JsonSerializer.Serialize(writer, value.Items, ServerJson.Default.PredictionArrayArray);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Items[0], ServerJson.Default.PredictionArray);
        }
    }
}
