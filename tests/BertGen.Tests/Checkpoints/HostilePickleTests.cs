using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

/// <summary>A pickle is a program. Here it can do nothing, and whatever it tries ends in the one typed exception, soon.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("subprocess", "Popen")]
    [InlineData("torch.jit", "load")]
    [InlineData("torch", "load")]
    [InlineData("System.Diagnostics.Process", "Start")]
    public void Nothing_can_be_imported(string module, string name)
    {
        string marker = _folder.File("marker");
        byte[] call = new PickleBuilder().Global(module, name).Op('(').Text($"touch {marker}").Op('t', 'R').ToArray();
        byte[] stackCall = new PickleBuilder().Text(module).Text(name).Raw(0x93).Op('(').Text($"touch {marker}").Op('t', 'R').ToArray();

        Assert.Contains($"found {module}.{name}", Refused(call).Message);
        Assert.Contains($"found {module}.{name}", Refused(stackCall).Message);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public void A_text_cannot_be_called()
    {
        Refused(new PickleBuilder().Text("os.system").Op('(').Text("ls").Op('t', 'R').ToArray());
    }

    [Fact]
    public void A_dictionary_that_holds_itself_is_harmless()
    {
        byte[] pickle = new PickleBuilder().Op('}').Raw((byte)'q', 0).Text("self").Raw((byte)'h', 0).Op('s').ToArray();

        using Checkpoint checkpoint = Open(pickle);

        Assert.Empty(checkpoint.Tensors);
    }

    [Fact]
    public void A_tuple_of_a_tuple_of_a_tuple_is_harmless()
    {
        var deep = new PickleBuilder().Op('}').Text("deep").Op('N');
        for (int i = 0; i < 400_000; i++)
        {
            deep.Raw(0x85);
        }

        using Checkpoint checkpoint = Open(deep.Op('s').ToArray());

        Assert.Empty(checkpoint.Tensors);
    }

    [Fact]
    public void A_program_is_not_run_forever()
    {
        byte[] program = [0x80, 2, .. Enumerable.Repeat((byte)'}', 3_000_000), (byte)'.'];

        Assert.Contains("at most 1000000 operations", Refused(program).Message);
    }

    [Fact]
    public void A_list_is_not_copied_over_and_over()
    {
        var program = new PickleBuilder().Op('}').Text("a").Op(']', '(');
        for (int i = 0; i < 2000; i++)
        {
            program.Op('N', 'N').Raw(0x86);
        }

        program.Op('e').Raw(0x85).Raw((byte)'q', 0).Op('0');
        for (int i = 0; i < 1000; i++)
        {
            program.Global("collections", "OrderedDict").Raw((byte)'h', 0).Op('R');
        }

        Refused(program.Op('.').ToArray());
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "no protocol", [(byte)'}', (byte)'.'] },
        { "protocol 0", [0x80, 0, (byte)'}', (byte)'.'] },
        { "protocol 6", [0x80, 6, (byte)'}', (byte)'.'] },
        { "no end", [0x80, 2, (byte)'}'] },
        { "empty stack", [0x80, 2, (byte)'.'] },
        { "no mark", new PickleBuilder().Op('t').ToArray() },
        { "below a mark", new PickleBuilder().Op('N', '(', '0', '0', '0').ToArray() },
        { "value below a mark", new PickleBuilder().Op('}', 'N', '(', 's').ToArray() },
        { "no memo", new PickleBuilder().Raw((byte)'j', 255, 255, 255, 255).ToArray() },
        { "long text", new PickleBuilder().Raw((byte)'X', 255, 255, 255, 255).ToArray() },
        { "longer text", new PickleBuilder().Raw(0x8D, 255, 255, 255, 255, 255, 255, 255, 255).ToArray() },
        { "longer bytes", new PickleBuilder().Raw(0x8E, 255, 255, 255, 255, 255, 255, 255, 127).ToArray() },
        { "no text", new PickleBuilder().Raw((byte)'X', 1, 0, 0, 0, 0xFF).ToArray() },
        { "no line", new PickleBuilder().Op('c', 'a').ToArray() },
        { "odd pairs", new PickleBuilder().Op('}', '(', 'N', 'u').ToArray() },
        { "pairs into a list", new PickleBuilder().Op(']', 'N', 'N', 's').ToArray() },
        { "append to a dictionary", new PickleBuilder().Op('}', 'N', 'a').ToArray() },
        { "attributes of nothing", new PickleBuilder().Op('N', 'b').ToArray() },
        { "an instance", new PickleBuilder().Op('(', 'i', 'o', 's', '\n', 'x', '\n').ToArray() },
        { "an extension", new PickleBuilder().Raw(0x82, 1).ToArray() },
        { "a reference to nothing", new PickleBuilder().Op('N', 'Q').ToArray() },
        { "a reference to a missing storage", new PickleBuilder().Storage("9", "FloatStorage", 1).ToArray() },
        { "a storage that is too long", new PickleBuilder().Storage("0", "FloatStorage", 2).ToArray() },
        { "a storage of impossible length", new PickleBuilder().Storage("0", "FloatStorage", long.MaxValue).ToArray() },
        { "a storage of negative length", new PickleBuilder().Storage("0", "FloatStorage", -1).ToArray() },
        { "a storage with a path", new PickleBuilder().Storage("../data.pkl", "ByteStorage", 1).ToArray() },
        { "no dictionary", new PickleBuilder().Op('N').ToArray() },
        { "a dictionary from a text", new PickleBuilder().Global("collections", "OrderedDict").Op('(', '(', 'N', 'l').Raw(0x85).Op('t', 'R').ToArray() },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_program_is_refused(string what, byte[] pickle)
    {
        CheckpointException e = Refused(pickle);

        Assert.False(string.IsNullOrEmpty(e.Message), what);
    }

    private CheckpointException Refused(byte[] pickle) => Assert.Throws<CheckpointException>(() => Open(pickle));

    private Checkpoint Open(byte[] pickle)
    {
        string path = _folder.File($"{Guid.NewGuid():n}.bin");
        File.WriteAllBytes(path, TorchFiles.Zip(pickle, ("0", new byte[4])));
        return Checkpoint.Open(path);
    }
}
