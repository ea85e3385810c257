using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Vectors;

namespace BertGen.Tool.Pipe;

/// <summary>The members <c>quantize</c> and <c>ranges</c> of a request, and the vectors that they ask for.</summary>
internal sealed class QuantizedVectors
{
    public const string Kind = "quantize";
    public const string Ranges = "ranges";

    private const string Int8 = "int8";
    private const string UInt8 = "uint8";
    private const string Binary = "binary";
    private const string UBinary = "ubinary";

    private readonly string? _kind;
    private readonly QuantizationRanges? _ranges;

    private QuantizedVectors(string? kind, QuantizationRanges? ranges) => (_kind, _ranges) = (kind, ranges);

    /// <exception cref="PipeException">The members contradict each other.</exception>
    public static QuantizedVectors Of(PipeRequest request)
    {
        string? kind = request.Find(Kind)?.Word(Int8, UInt8, Binary, UBinary);
        bool needsRanges = kind is Int8 or UInt8;
        if (needsRanges != request.Has(Ranges))
        {
            throw new PipeException(
                PipeCode.NotARequest,
                needsRanges
                    ? $"'{Kind}' {kind} needs '{Ranges}': the smallest and the largest value of every component, [[...], [...]], over many texts. Those of one request would change with its texts."
                    : $"'{Ranges}' is for '{Kind}' {Int8} and {UInt8}.");
        }

        return new QuantizedVectors(kind, needsRanges ? ReadRanges(request.Get(Ranges)) : null);
    }

    public void Write(Utf8JsonWriter answer, string name, Tensor<float> vectors)
    {
        switch (_kind)
        {
            case Int8:
                WriteInts(answer, name, VectorQuantization.ToInt8(vectors, _ranges!));
                break;
            case UInt8:
                WriteInts(answer, name, VectorQuantization.ToUInt8(vectors, _ranges!));
                break;
            case Binary:
                WriteInts(answer, name, VectorQuantization.ToBinary(vectors));
                break;
            case UBinary:
                WriteInts(answer, name, VectorQuantization.ToUBinary(vectors));
                break;
            default:
                answer.WriteRows(name, vectors);
                break;
        }
    }

    private static QuantizationRanges ReadRanges(RequestValue ranges)
    {
        const string Expected = "two arrays of numbers: the smallest values and the largest";
        RequestValue[] rows = [.. ranges.Items(Expected)];
        if (rows.Length != 2)
        {
            throw new PipeException(PipeCode.NotARequest, $"'{ranges.Place}' has {rows.Length} items; expected {Expected}.");
        }

        return new QuantizationRanges(rows[0].Numbers(), rows[1].Numbers());
    }

    private static void WriteInts<T>(Utf8JsonWriter answer, string name, Tensor<T> vectors)
        where T : unmanaged, IConvertible
    {
        int width = (int)vectors.Lengths[1];
        int[] values = [.. vectors.ToArray().Select(value => value.ToInt32(null))];
        answer.WriteIds(name, [.. Enumerable.Range(0, (int)vectors.Lengths[0]).Select(row => values[(row * width)..((row + 1) * width)])]);
    }
}
