using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>The texts of a case and the options that indexed them.</summary>
internal sealed record RecordedText(string[] Texts, bool Lowercase, bool StartingOffsets, bool Truncate, int MaxPieces, int[] Offsets, int[] Mask)
{
    /// <summary>The window is that of the compiled class, where it has the same name.</summary>
    public IndexerOptions Options => new()
    {
        Lowercase = Lowercase,
        UseStartingOffsets = StartingOffsets,
        TruncateLongSequences = Truncate,
    };

    public static RecordedText Parse(JsonElement text)
    {
        JsonElement indexer = text.GetProperty("indexer");
        Assert.Equal(JsonValueKind.Null, indexer.GetProperty("never_lowercase").ValueKind);
        return new RecordedText(
            [.. text.GetProperty("texts").EnumerateArray().Select(item => item.GetString()!)],
            indexer.GetProperty("do_lowercase").GetBoolean(),
            indexer.GetProperty("use_starting_offsets").GetBoolean(),
            indexer.GetProperty("truncate_long_sequences").GetBoolean(),
            indexer.GetProperty("max_pieces").GetInt32(),
            Rows("offsets"),
            Rows("mask"));

        int[] Rows(string name) => [.. text.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray().Select(item => item.GetInt32()))];
    }
}
