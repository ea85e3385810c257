using System.Runtime.InteropServices;
using System.Text;
using BertGen.Checkpoints;

namespace BertGen.Training.States;

/// <summary>One part of a training's state, and the tensor that it is kept as.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Read">Gives the bytes of the state.</param>
/// <param name="Write">Puts saved bytes in their place.</param>
internal sealed record StateTensor(string Name, TensorElementType Type, long[] Shape, Func<ReadOnlySpan<byte>> Read, Action<ReadOnlySpan<byte>> Write)
{
    /// <summary>The recipe, as UTF-8. It is compared, never written.</summary>
    public const string RecipeName = "recipe";

    /// <summary>A checksum of every other tensor, in the order of their names.</summary>
    public const string ChecksumName = "checksums";

    public static StateTensor Recipe(string recipe)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(recipe);
        return new(RecipeName, TensorElementType.U8, [utf8.Length], () => utf8, _ => { });
    }

    public static StateTensor Steps(AdamW optimizer) => Integers(
        "steps", 1, () => [optimizer.Steps], saved => optimizer.Steps = saved[0]);

    public static StateTensor Sequence(string name, IRandomState sequence) => Integers(
        $"sequence.{name}",
        2,
        () => [(long)sequence.Seed, sequence.Step],
        saved => (sequence.Seed, sequence.Step) = ((ulong)saved[0], saved[1]));

    public static IEnumerable<StateTensor> Of(AdamWMoments moments)
    {
        Parameter parameter = moments.Parameter;
        long[] shape = Array.ConvertAll(parameter.Shape.ToArray(), length => (long)length);
        return
        [
            Floats($"value.{parameter.Name}", shape, () => parameter.Current, () => parameter.Value),
            Floats($"first.{parameter.Name}", shape, () => moments.First.Span, () => moments.First.Span),
            Floats($"second.{parameter.Name}", shape, () => moments.Second.Span, () => moments.Second.Span),
        ];
    }

    private static StateTensor Integers(string name, int count, Func<long[]> get, Action<ReadOnlySpan<long>> set) => new(
        name, TensorElementType.I64, [count], () => MemoryMarshal.AsBytes(get().AsSpan()), saved => set(MemoryMarshal.Cast<byte, long>(saved)));

    private static StateTensor Floats(string name, long[] shape, Func<ReadOnlySpan<float>> get, Func<Span<float>> place) => new(
        name, TensorElementType.F32, shape, () => MemoryMarshal.AsBytes(get()), saved => saved.CopyTo(MemoryMarshal.AsBytes(place())));
}
