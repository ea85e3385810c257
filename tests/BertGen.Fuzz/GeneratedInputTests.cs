using System.Text;
using BertGen.Tests.Checkpoints;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace BertGen.Fuzz;

/// <summary>Inputs made by rules: programs of pickles and headers that are right in form and wrong in everything else.</summary>
public sealed class GeneratedInputTests(ITestOutputHelper output) : IDisposable
{
    private readonly CheckpointInput _checkpoint = new();

    public void Dispose() => _checkpoint.Dispose();

    [Fact]
    public void Programs_of_pickles()
    {
        Gen<byte[]> program = Operation().ArrayOf().Select(operations => (byte[])[0x80, 2, (byte)'}', .. operations.SelectMany(operation => operation), (byte)'.']);

        Check(program, pickle => _checkpoint.Read("pytorch_model.bin", TorchFiles.Zip(pickle, ("0", new byte[64]))));
    }

    [Fact]
    public void Views_of_storages()
    {
        Gen<byte[]> pickle =
            from offset in Number()
            from shape in Number().ArrayOf()
            from strides in Number().ArrayOf()
            from type in Gen.Elements("FloatStorage", "DoubleStorage", "HalfStorage", "BFloat16Storage", "ByteStorage")
            from length in Gen.Choose(0, 17)
            let cut = Math.Min(shape.Length, strides.Length)
            select PickleBuilder.Dictionary("a", value => value.Tensor("0", type, length, offset, shape[..cut], strides[..cut])).ToArray();

        Check(pickle, input => _checkpoint.Read("pytorch_model.bin", TorchFiles.Zip(input, ("0", new byte[64]))));
    }

    [Fact]
    public void Headers_of_safetensors()
    {
        Gen<string> tensor =
            from name in Gen.Elements("a", "b", "bert.a", "", "__metadata__", "\\u0000")
            from type in Gen.Elements("F32", "F64", "F16", "BF16", "I64", "F4", "BOOL", "X")
            from shape in Number().ArrayOf()
            from begin in Number()
            from end in Number()
            select $$"""
                "{{name}}":{"dtype":"{{type}}","shape":[{{string.Join(',', shape)}}],"data_offsets":[{{begin}},{{end}}]}
                """;
        Gen<byte[]> file =
            from tensors in tensor.ArrayOf()
            from length in Gen.Choose(0, 64)
            let header = Encoding.UTF8.GetBytes($"{{{string.Join(',', tensors)}}}")
            select (byte[])[.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[length]];

        Check(file, input => _checkpoint.Read("model.safetensors", input));
    }

    // Numbers near what is there, and those where arithmetic overflows.
    private static Gen<long> Number() => Gen.Frequency(
        (8, Gen.Choose(0, 5).Select(value => (long)value)),
        (1, Gen.Choose(-2, 70).Select(value => (long)value)),
        (1, Gen.Elements(long.MaxValue, long.MinValue, 1L << 62, 1L << 32, 1L << 31, uint.MaxValue)));

    private static Gen<byte[]> Operation() => Gen.Frequency(
        (6, Gen.Elements("()]}N012tldeasub.RQ\u0081\u0085\u0086\u0087\u0088\u0089\u0093\u0094".ToCharArray()).Select(operation => new[] { (byte)operation })),
        (1, Gen.Choose(0, 255).Select(operation => new[] { (byte)operation })),
        (2, from operation in Gen.Elements('h', 'q', 'K') from index in Gen.Choose(0, 3) select new[] { (byte)operation, (byte)index }),
        (1, Number().Select(value => Body(new PickleBuilder().Int(value)))),
        (1, Gen.Elements("a", "0", "storage", "cpu", "os", "system").Select(text => Body(new PickleBuilder().Text(text)))),
        (2, Gen.Elements(
            ("collections", "OrderedDict"), ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor_v3"), ("torch._utils", "_rebuild_parameter"),
            ("torch", "FloatStorage"), ("torch", "float32"), ("torch.storage", "UntypedStorage"), ("os", "system"))
            .Select(name => Body(new PickleBuilder().Global(name.Item1, name.Item2)))),
        (1, Gen.Constant(Body(new PickleBuilder().Storage("0", "FloatStorage", 16)))),
        (1, Gen.Constant(Body(new PickleBuilder().Text("a").Tensor("0", "FloatStorage", 16, 0, [2, 3], [1, 2]).Op('s')))));

    // Without its protocol and its end.
    private static byte[] Body(PickleBuilder builder) => builder.ToArray()[2..^1];

    private void Check(Gen<byte[]> inputs, Action<byte[]> read)
    {
        output.WriteLine($"seed {FuzzBudget.Seed}, {FuzzBudget.InputsPerReader} inputs");
        var replay = new Replay(new Rnd((ulong)FuzzBudget.Seed), FSharpOption<int>.None);
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(FuzzBudget.InputsPerReader).WithReplay(FSharpOption<Replay>.Some(replay)),
            Prop.ForAll(inputs.ToArbitrary(), (byte[] input) => Trial.Run(read, input)));
        output.WriteLine($"checkpoints: {_checkpoint.Count}");
    }
}
