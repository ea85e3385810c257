namespace BertGen.Benchmarks.Peers;

/// <summary>A page and its plot: shown, and kept where a folder is given.</summary>
internal static class ReportFiles
{
    /// <param name="name">What both files are called.</param>
    /// <param name="page">The page, in Markdown.</param>
    /// <param name="plot">The plot that it shows.</param>
    /// <param name="console">Where the page is shown.</param>
    /// <param name="folder">Where both are kept; null: nowhere.</param>
    public static void Save(string name, string page, PanelPlot plot, TextWriter console, DirectoryInfo? folder)
    {
        console.WriteLine();
        console.Write(page);
        if (folder is not null)
        {
            folder.Create();
            File.WriteAllText(Path.Combine(folder.FullName, name + ".md"), page);
            File.WriteAllText(Path.Combine(folder.FullName, name + ".svg"), plot.ToString());
        }
    }
}
