using BertGen.Text;
using BertGen.Text.Tokenizers;

namespace BertGen.Engine.Pipeline;

/// <summary>The pieces of texts for tables of tokens: as the tokenizer cuts them, with nothing checked against a model.</summary>
internal static class TableTexts
{
    /// <summary>The pieces of texts, a row each.</summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public static PieceBuffer Encode(TextTokenizer tokenizer, EncodingOptions options, ReadOnlySpan<string> texts, string prompt)
    {
        IndexerChecks.CheckTexts(texts);
        var rows = new RaggedBuffer<int>();
        try
        {
            var row = new TokenRow();
            foreach (string text in texts)
            {
                tokenizer.Encode(prompt, text, row, options);
                rows.Values.AddRange(row.Ids);
                rows.EndRow();
            }

            return new PieceBuffer(rows);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }
}
