namespace SemanticSearch;

/// <summary>What an update of the index did.</summary>
/// <param name="Embedded">Files that were new or had changed.</param>
/// <param name="Unchanged">Files whose vectors were kept.</param>
/// <param name="Removed">Files that are gone.</param>
internal sealed record UpdateReport(int Embedded, int Unchanged, int Removed)
{
    public override string ToString() => $"semantic-search: {Embedded} files embedded, {Unchanged} unchanged, {Removed} removed";
}
