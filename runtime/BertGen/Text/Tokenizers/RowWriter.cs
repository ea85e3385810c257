using BertGen.Text.Tokenizers.PostProcessing;
using BertGen.Text.Tokenizers.Truncation;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers;

/// <summary>Makes rows of encoded texts: cuts them, and puts special tokens around them.</summary>
internal readonly ref struct RowWriter
{
    /// <summary>More rows of one pair of texts than this are a mistake.</summary>
    private const int MostRows = 1 << 20;

    private readonly PostProcessor _processor;
    private readonly EncodingOptions _options;
    private readonly EncodedSequence _first;
    private readonly EncodedSequence? _second;
    private readonly TextSide _side;
    private readonly RowTemplate _template;

    /// <summary>A writer.</summary>
    /// <param name="processor">The templates.</param>
    /// <param name="options">How to cut.</param>
    /// <param name="side">The side that is cut off.</param>
    /// <param name="first">The pieces of the first text.</param>
    /// <param name="second">Those of the second one; null for none.</param>
    public RowWriter(PostProcessor processor, EncodingOptions options, TextSide side, EncodedSequence first, EncodedSequence? second)
    {
        (_processor, _options, _side, _first, _second) = (processor, options, side, first, second);
        _template = second is null ? processor.Single : processor.Pair;
    }

    /// <summary>Writes the row of what is kept.</summary>
    /// <exception cref="ArgumentException">The text cannot be cut as it should be.</exception>
    public void Write(TokenRow row)
    {
        (int first, int second) = Fit();
        Window kept = Truncator.Keep(_first.Count, first, _options.Stride, _side);
        Window keptSecond = _second is null ? default : Truncator.Keep(_second.Count, second, _options.Stride, _side);
        Write(row, kept, keptSecond, isFirst: true);
    }

    /// <summary>Makes the rows of all windows.</summary>
    /// <exception cref="ArgumentException">The text cannot be cut as it should be.</exception>
    public List<TokenRow> WriteAll()
    {
        (int first, int second) = Fit();
        Window[] windows = Truncator.Cut(_first.Count, first, _options.Stride, _side);
        Window[] secondWindows = _second is null ? [default] : Truncator.Cut(_second.Count, second, _options.Stride, _side);
        if ((long)windows.Length * secondWindows.Length > MostRows)
        {
            throw new ArgumentException($"expected at most {MostRows} windows, found {windows.Length} times {secondWindows.Length}");
        }

        var rows = new List<TokenRow>();
        foreach ((int a, int b) in OrderOf(windows.Length, secondWindows.Length))
        {
            var row = new TokenRow();
            Write(row, windows[a], secondWindows[b], isFirst: rows.Count == 0);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>
    /// The order of windows: what is kept, then each further window of the text that stands first with all of the other,
    /// then what is kept of the first with those of the other.
    /// </summary>
    private List<(int First, int Second)> OrderOf(int firstCount, int secondCount)
    {
        var further = new List<(int First, int Second)>();
        foreach (TemplateItem item in _template.Items)
        {
            if (item.Sequence < 0)
            {
                continue;
            }

            bool isFirst = item.Sequence == 0;
            int count = isFirst ? firstCount : secondCount;
            var combined = new List<(int First, int Second)>();
            foreach ((int first, int second) in further)
            {
                for (int i = 0; i < count; i++)
                {
                    combined.Add(isFirst ? (i, second) : (first, i));
                }
            }

            for (int i = 1; i < count; i++)
            {
                combined.Add(isFirst ? (i, 0) : (0, i));
            }

            further = combined;
        }

        further.Insert(0, (0, 0));
        return further;
    }

    private (int First, int Second) Fit()
    {
        int second = _second?.Count ?? -1;
        if (_options.MaxLength is not { } limit)
        {
            return (_first.Count, second);
        }

        int single = limit - _processor.Single.SpecialCount;
        if (single >= 0 && single < _options.Stride)
        {
            throw new ArgumentException($"expected a stride of at most the {single} pieces that a row has room for, found {_options.Stride}");
        }

        // A row that has no room for the special tokens alone is not cut at all.
        int room = limit - (_options.AddsSpecialTokens ? _template.SpecialCount : 0);
        return room < 0 ? (_first.Count, second) : Truncator.Fit(_first.Count, second, room, _options.Truncation);
    }

    private void Write(TokenRow row, Window first, Window second, bool isFirst)
    {
        row.Clear();
        foreach (TemplateItem item in _template.Items)
        {
            if (item.Sequence >= 0)
            {
                EncodedSequence sequence = item.Sequence == 0 ? _first : _second!;
                WritePieces(row, sequence, item.Sequence == 0 ? first : second, item.Sequence, isFirst ? item.TypeId : item.WindowTypeId);
            }
            else if (_options.AddsSpecialTokens)
            {
                foreach (int id in item.Ids)
                {
                    row.AddSpecial(id, item.TypeId);
                }
            }
        }
    }

    private void WritePieces(TokenRow row, EncodedSequence sequence, Window window, int number, int typeId)
    {
        ReadOnlySpan<Piece> pieces = sequence.Pieces;
        ReadOnlySpan<int> words = sequence.Words;
        ReadOnlySpan<TrimmedPlace> trimmed = sequence.Trimmed;
        for (int i = window.Start; i < window.End; i++)
        {
            TextRange range = trimmed.IsEmpty ? new TextRange(pieces[i].Start, pieces[i].End)
                : i == window.Start ? trimmed[i].AsFirst
                : trimmed[i].AsOther;
            row.AddPiece(pieces[i].Id, typeId, range, words[i], number);
        }
    }
}
