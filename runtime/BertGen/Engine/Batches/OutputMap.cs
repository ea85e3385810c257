using BertGen.Engine.Kernels;

namespace BertGen.Engine.Batches;

/// <summary>
/// Which rows the result needs, and to which places of it they go. A row may go to several places, since offsets may
/// repeat; places that no row goes to stay zero.
/// </summary>
internal sealed class OutputMap
{
    private readonly IntList _addedRows = new();
    private readonly IntList _addedPlaces = new();
    private readonly IntList _wanted = new();
    private readonly IntList _wantedBefore = new();
    private readonly IntList _starts = new();
    private readonly IntList _places = new();

    /// <summary>The rows that the result needs, rising.</summary>
    public ReadOnlySpan<int> Wanted => _wanted.Items;

    /// <summary>Number of places that rows go to.</summary>
    public int Count => _addedRows.Count;

    public void Clear()
    {
        _addedRows.Clear();
        _addedPlaces.Clear();
    }

    /// <summary>Says that <paramref name="row"/> goes to a place of the result.</summary>
    public void Add(int row, int place)
    {
        _addedRows.Add(row);
        _addedPlaces.Add(place);
    }

    /// <summary>How many wanted rows stand before <paramref name="row"/>.</summary>
    public int WantedBefore(int row) => _wantedBefore[row];

    /// <summary>The places that a wanted row goes to.</summary>
    /// <param name="wanted">Index into <see cref="Wanted"/>.</param>
    public ReadOnlySpan<int> PlacesOf(int wanted) => _places.Items[_starts[wanted].._starts[wanted + 1]];

    /// <summary>Copies the wanted rows to their places.</summary>
    /// <param name="rows">The wanted rows, one after the other.</param>
    /// <param name="stride">Floats from one to the next.</param>
    /// <param name="wanted">Which of the wanted rows of the batch they are.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="result">Where the places are.</param>
    public unsafe void CopyToPlaces(float* rows, nint stride, IndexRange wanted, int width, float* result)
    {
        for (int i = wanted.Start; i < wanted.End; i++, rows += stride)
        {
            foreach (int place in PlacesOf(i))
            {
                new ReadOnlySpan<float>(rows, width).CopyTo(new Span<float>(result + ((nint)place * width), width));
            }
        }
    }

    /// <summary>Makes the map of what was added: a counting sort of the places by their rows.</summary>
    /// <param name="rowCount">Number of rows in the batch.</param>
    public void Build(int rowCount)
    {
        Span<int> uses = _wantedBefore.Fill(rowCount + 1, 0);
        foreach (int row in _addedRows.Items)
        {
            uses[row]++;
        }

        _wanted.Clear();
        _starts.Clear();
        int total = 0;
        for (int row = 0; row <= rowCount; row++)
        {
            int count = uses[row];
            uses[row] = _wanted.Count;
            if (count > 0)
            {
                total += count;
                _wanted.Add(row);
                _starts.Add(total);
            }
        }

        // From the back: the end of a row's places has become their start when all of them are filled.
        Span<int> starts = _starts.Items;
        Span<int> places = _places.Fill(total, 0);
        for (int i = _addedRows.Count - 1; i >= 0; i--)
        {
            places[--starts[uses[_addedRows[i]]]] = _addedPlaces[i];
        }

        _starts.Add(total);
    }
}
