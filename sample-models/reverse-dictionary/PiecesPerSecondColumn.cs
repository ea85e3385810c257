using Spectre.Console;
using Spectre.Console.Rendering;

namespace ReverseDictionary;

/// <summary>The column of the progress bar that shows how fast the model is.</summary>
internal sealed class PiecesPerSecondColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.Speed is { } speed ? $"{speed:N0} pieces/s" : "");
}
