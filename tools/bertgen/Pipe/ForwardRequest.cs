using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"forward": {"ids": [[id, ...], ...]}}</c>: what the encoder makes of ids.</summary>
internal sealed class ForwardRequest : IRequestKind
{
    private const string Ids = "ids";
    private const string Mask = "mask";
    private const string Types = "types";
    private const string Head = "head";

    public string Name => "forward";

    public IReadOnlyList<string> Members => [Head];

    public string Summary => """{"forward": {"ids": [[id, ...], ...], "mask": ..., "types": ...}}  ->  {"last": [[number, ...], ...], "pooler": ..., "logits": ...}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        PipeRequest given = request.Get(Name).Object(Ids, Mask, Types);
        bool withHead = request.Find(Head)?.Flag() ?? true;
        int[][] ids = Rows(given.Get(Ids));
        int[][] mask = given.Find(Mask) is { } maskValue ? Rows(maskValue, ids) : [.. ids.Select(row => Enumerable.Repeat(1, row.Length).ToArray())];
        int[][]? types = given.Find(Types) is { } typeValue ? Rows(typeValue, ids) : null;
        IEncoderModel encoder = model.Encoder;
        int width = ids.Max(row => (int?)row.Length) ?? 0;
        if (width > model.Info.MaxPieces && model.Info.HasPositionLimit)
        {
            throw new PipeException(
                PipeCode.NotTaken,
                $"'{Ids}' has a row of {width} pieces, and the model takes {model.Info.MaxPieces} at once. It has {model.Info.PositionCount} positions: --max-pieces says how many of them are used.");
        }

        // Without ids of their own, the ends of shorter rows are nothing: the mask is 0 there.
        Tensor<int> idTensor = Pad(ids, width, Math.Max(0, model.Info.PaddingId));
        Tensor<int> maskTensor = Pad(mask, width, 0);
        ReadOnlyTensorSpan<int> typeTensor = types is null ? default : Pad(types, width, 0).AsReadOnlyTensorSpan();
        ILoadedModel loaded = model.Loaded;
        Write(answer, "last", encoder.Forward(idTensor, typeTensor, maskTensor), mask);
        if (loaded is IPoolerModel pooler)
        {
            answer.WriteRows("pooler", pooler.Pool(idTensor, typeTensor, maskTensor));
        }

        if (loaded is IIdClassifierModel classifier && withHead)
        {
            answer.WriteRows("logits", classifier.Classify(idTensor, typeTensor, maskTensor));
        }
        else if (loaded is ITokenClassifierModel pieces && withHead)
        {
            Write(answer, "logits", pieces.ClassifyTokens(idTensor, typeTensor, maskTensor), mask);
        }
        else if (loaded is IPredictorModel predictor && withHead)
        {
            Write(answer, "logits", predictor.PredictTokens(idTensor, typeTensor, maskTensor), mask);
        }
    }

    private static int[][] Rows(RequestValue value) => [.. value.Items("arrays of whole numbers").Select(row => row.Ints())];

    private static int[][] Rows(RequestValue value, int[][] ids)
    {
        int[][] rows = Rows(value);
        return rows.Select(row => row.Length).SequenceEqual(ids.Select(row => row.Length))
            ? rows
            : throw new PipeException(PipeCode.NotARequest, $"'{value.Place}' has rows of other lengths than '{Ids}'.");
    }

    private static Tensor<int> Pad(int[][] rows, int width, int padding)
    {
        int[] values = new int[rows.Length * width];
        values.AsSpan().Fill(padding);
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(values.AsSpan(row * width));
        }

        return Tensor.Create(values, [rows.Length, width]);
    }

    private static void Write(Utf8JsonWriter answer, string name, Tensor<float> vectors, int[][] mask)
    {
        float[] values = vectors.ToArray();
        int rowLength = (int)(vectors.Lengths[1] * vectors.Lengths[2]);
        int width = (int)vectors.Lengths[2];
        answer.WriteStartArray(name);
        for (int row = 0; row < mask.Length; row++)
        {
            for (int piece = 0; piece < mask[row].Length; piece++)
            {
                if (mask[row][piece] == 1)
                {
                    answer.WriteFloats(values.AsSpan((row * rowLength) + (piece * width), width));
                }
            }
        }

        answer.WriteEndArray();
    }
}
