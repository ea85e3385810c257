using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>Every body that routes read and write, written by the compiler.</summary>
[JsonSerializable(typeof(TeiError))]
[JsonSerializable(typeof(OpenAiError))]
[JsonSerializable(typeof(CohereError))]
[JsonSerializable(typeof(EmbeddingsRequest))]
[JsonSerializable(typeof(EmbeddingsResponse))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(TeiTextsRequest))]
[JsonSerializable(typeof(EmbedRequest))]
[JsonSerializable(typeof(SimilarityRequest))]
[JsonSerializable(typeof(TokenizeRequest))]
[JsonSerializable(typeof(DecodeRequest))]
[JsonSerializable(typeof(RerankRequest))]
[JsonSerializable(typeof(PredictRequest))]
[JsonSerializable(typeof(CohereRerankRequest))]
[JsonSerializable(typeof(CohereRerankResponse))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(float[][]))]
[JsonSerializable(typeof(float[][][]))]
[JsonSerializable(typeof(VectorRows))]
[JsonSerializable(typeof(VectorRows[]))]
[JsonSerializable(typeof(SparseValue[][]))]
[JsonSerializable(typeof(TokenData[][]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(RankData[]))]
[JsonSerializable(typeof(Prediction[]))]
[JsonSerializable(typeof(Prediction[][]))]
[JsonSerializable(typeof(Predictions))]
internal sealed partial class ServerJson : JsonSerializerContext;
