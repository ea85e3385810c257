namespace BertGen.Bulk.Protocol;

/// <summary>The rows of a shard that lie in one input file.</summary>
/// <param name="File">The number of the file.</param>
/// <param name="FirstRow">The number of the first row in it.</param>
/// <param name="Rows">How many.</param>
/// <param name="Place">Where that row starts: a byte of the content of files of lines, 0 for others.</param>
internal sealed record ShardPart(int File, long FirstRow, long Rows, long Place);
