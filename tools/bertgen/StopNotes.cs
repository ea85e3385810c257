using BertGen.Bulk.Commands;

namespace BertGen.Tool;

/// <summary>What is said when somebody stops a command: what becomes of what it has done.</summary>
internal static class StopNotes
{
    /// <summary>The words for a command.</summary>
    /// <param name="command">Its name.</param>
    public static string Of(string command) => command == FetchCommand.Name
        ? "stopped; what has been received is kept, and the next fetch continues it."
        : BulkCommands.NoteOfStop(command);
}
