using System.Runtime.InteropServices;
using BertGen.Bulk.Input.Lines;
using BertGen.Bulk.Output;
using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>Lines of JSON as rows.</summary>
public sealed class JsonRowReaderTests : IDisposable
{
    private const int Width = 2;

    private static readonly BulkColumn[] Columns = [new("id"), new("n", ColumnType.Int64)];

    private readonly RunPlace _place = new();
    private readonly VectorJson _vectors = new(new VectorEncoder(new OutputSettings(OutputFormat.JsonLines, VectorType.Float32, null, null), Width));

    public void Dispose() => _place.Dispose();

    [Fact]
    public void PropertiesStandInAnyOrderBesideOthers()
    {
        File.WriteAllText(
            _place.File("rows.jsonl"),
            """
            {"row":7,"id":"a\u00e9","n":-5,"vector":[1,-2.5e1]}
            { "vector" : [0.5, 3], "more": {"row": [1]}, "n": null, "id": null, "row": 8 }
            """);
        using var reader = new JsonRowReader(_place.File("rows.jsonl"), new RowJson(Columns), _vectors);
        byte[] memory = new byte[3 * Width * sizeof(float)];
        (List<long> numbers, List<string?[]> values) = reader.Read(3, memory);
        Assert.Equal([7, 8], numbers);
        Assert.Equal([["aé", "-5"], [null, null]], values);
        Assert.Equal([1, -25, 0.5f, 3, 0, 0], MemoryMarshal.Cast<byte, float>(memory).ToArray());
        Assert.Empty(reader.Read(3, memory).Numbers);
    }

    [Theory]
    [InlineData("", "line 2 is no JSON object")]
    [InlineData("""{"row":1""", "line 2 is no JSON object")]
    [InlineData("""{"row":1,"id":"a","n":1,"vector":[1,2]} {}""", "line 2 is no JSON object")]
    [InlineData("[1]", "expected an object with a whole number as 'row'")]
    [InlineData("3", "expected an object with a whole number as 'row'")]
    [InlineData("""{"row":"1","id":"a","n":1,"vector":[1,2]}""", "expected an object with a whole number as 'row'")]
    [InlineData("""{"row":1.5,"id":"a","n":1,"vector":[1,2]}""", "expected an object with a whole number as 'row'")]
    [InlineData("""{"row":1,"id":"a","vector":[1,2]}""", "expected 'n', found no such property")]
    [InlineData("""{"row":1,"id":"a","n":"x","vector":[1,2]}""", "expected a whole number as 'n', found 'x'")]
    [InlineData("""{"row":1,"id":"\ud800","n":1,"vector":[1,2]}""", "line 2 is none of a row")]
    [InlineData("""{"row":1,"id":"a","n":1}""", "expected an array of 2 numbers as 'vector'")]
    [InlineData("""{"row":1,"id":"a","n":1,"vector":7}""", "expected an array of 2 numbers as 'vector'")]
    [InlineData("""{"row":1,"id":"a","n":1,"vector":[1]}""", "expected an array of 2 numbers as 'vector'")]
    [InlineData("""{"row":1,"id":"a","n":1,"vector":[1,2,3]}""", "expected an array of 2 numbers as 'vector'")]
    [InlineData("""{"row":1,"id":"a","n":1,"vector":[1,"2"]}""", "line 2 is none of a row")]
    public void ALineThatIsNoRowIsTold(string line, string problem)
    {
        File.WriteAllLines(_place.File("rows.jsonl"), ["""{"row":0,"id":"a","n":1,"vector":[1,2]}""", line]);
        using var reader = new JsonRowReader(_place.File("rows.jsonl"), new RowJson(Columns), _vectors);
        byte[] memory = new byte[2 * Width * sizeof(float)];
        Assert.Equal(problem, Assert.Throws<FormatException>(() => reader.Read(2, memory)).Message);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public void ALineThatIsTooLongIsToldAsThat(int more, bool isLast)
    {
        const int most = RecordScanner.FirstBuffer;
        string row = """{"row":0,"id":"a","n":1,"vector":[1,2]}""", tooLong = row.PadRight(most + more);
        File.WriteAllText(_place.File("rows.jsonl"), $"{row.PadRight(most - 1)}\n{tooLong}{(isLast ? "" : $"\n{row}\n")}");
        using var reader = new JsonRowReader(_place.File("rows.jsonl"), new RowJson(Columns), _vectors, most);
        byte[] memory = new byte[Width * sizeof(float)];
        Assert.Equal([0], reader.Read(1, memory).Numbers);
        Assert.Equal("line 2: expected fewer than 65536 bytes, found as many or more", Assert.Throws<FormatException>(() => reader.Read(1, memory)).Message);
    }

    [Fact]
    public void ARowWithoutCarriedColumnsTakesNoMemoryOfItsOwn()
    {
        const int rows = 20_000, bytesOfRow = 32;
        File.WriteAllLines(_place.File("rows.jsonl"), Enumerable.Range(0, rows).Select(i => $$"""{"row":{{i}}}"""));
        using var reader = new JsonRowReader(_place.File("rows.jsonl"), new RowJson([]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(rows, reader.Read(rows, []).Numbers.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, rows * bytesOfRow);
    }
}
