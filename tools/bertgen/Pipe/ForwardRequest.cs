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
    private const int PaddingId = 0;

    public string Name => "forward";

    public IReadOnlyList<string> Members => [];

    public string Summary => """{"forward": {"ids": [[id, ...], ...], "mask": ..., "types": ...}}  ->  {"last": [[number, ...], ...], "pooler": ...}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        PipeRequest given = request.Get(Name).Object(Ids, Mask, Types);
        int[][] ids = Rows(given.Get(Ids));
        int[][]? mask = given.Find(Mask) is { } maskValue ? Rows(maskValue, ids) : null;
        int[][]? types = given.Find(Types) is { } typeValue ? Rows(typeValue, ids) : null;
        int[] counts = [.. ids.Select((row, index) => PieceCount(row, mask?[index], index))];

        int width = ids.Max(row => (int?)row.Length) ?? 0;
        Tensor<int> idTensor = Pad(ids, counts, width);
        Tensor<int> typeTensor = types is null ? Pad([.. ids.Select(row => new int[row.Length])], counts, width) : Pad(types, counts, width);
        Write(answer, "last", model.Loaded.Forward(idTensor, typeTensor), counts);
        if (model.Loaded is IPoolerModel pooler)
        {
            answer.WriteRows("pooler", pooler.Pool(idTensor, typeTensor));
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

    // The pieces of a row are its first ones, and a piece is whatever does not have the id of padding.
    private static int PieceCount(int[] ids, int[]? mask, int row)
    {
        int count = mask is null ? ids.Length : Array.LastIndexOf(mask, 1) + 1;
        if (mask is not null && (mask.AsSpan(0, count).ContainsAnyExcept(1) || mask.AsSpan(count).ContainsAnyExcept(0)))
        {
            throw new PipeException(PipeCode.NotInModel, $"'{Mask}' of row {row} has a zero before a one; the model takes rows whose padding stands at their end.");
        }

        int padding = ids.AsSpan(0, count).IndexOf(PaddingId);
        return padding < 0
            ? count
            : throw new PipeException(PipeCode.NotInModel, $"'{Ids}' of row {row} has the id of padding, {PaddingId}, at {padding}; the model takes it for padding, and the mask does not.");
    }

    private static Tensor<int> Pad(int[][] rows, int[] counts, int width)
    {
        int[] values = new int[rows.Length * width];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].AsSpan(0, counts[row]).CopyTo(values.AsSpan(row * width));
        }

        return Tensor.Create(values, [rows.Length, width]);
    }

    private static void Write(Utf8JsonWriter answer, string name, Tensor<float> vectors, int[] counts)
    {
        float[] values = vectors.ToArray();
        int rowLength = (int)(vectors.Lengths[1] * vectors.Lengths[2]);
        int width = (int)vectors.Lengths[2];
        answer.WriteStartArray(name);
        for (int row = 0; row < counts.Length; row++)
        {
            for (int piece = 0; piece < counts[row]; piece++)
            {
                answer.WriteFloats(values.AsSpan((row * rowLength) + (piece * width), width));
            }
        }

        answer.WriteEndArray();
    }
}
