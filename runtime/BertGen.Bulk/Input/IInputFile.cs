using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Input;

/// <summary>An input file of one format.</summary>
internal interface IInputFile
{
    /// <summary>Reads the whole file: hashes it, counts its rows and takes a sample of them.</summary>
    /// <exception cref="BulkException">The file cannot be read.</exception>
    InputSurvey Survey(CancellationToken cancellationToken);

    /// <summary>Finds where rows start, for <see cref="Read"/>.</summary>
    /// <param name="survey">What <see cref="Survey"/> has found.</param>
    /// <param name="rows">Numbers of rows in the file, rising.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>A place for each row.</returns>
    /// <exception cref="BulkException">The file cannot be read.</exception>
    long[] Locate(InputSurvey survey, IReadOnlyList<long> rows, CancellationToken cancellationToken);

    /// <summary>Reads rows that follow each other.</summary>
    /// <param name="part">Which rows.</param>
    /// <param name="firstNumber">The number of the first of them in the run.</param>
    /// <exception cref="BulkException">The file cannot be read, or has fewer rows than it had.</exception>
    IEnumerable<InputRow> Read(ShardPart part, long firstNumber);
}
