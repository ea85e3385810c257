using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>What a Router says: which modules the texts of a role go through. Each has a folder of its own in that of the router.</summary>
internal static class RouterFolder
{
    public const string ModuleType = "Router";

    /// <summary>The folder of the encoder of one of the routes; null where there is none.</summary>
    /// <param name="files">The files of the project.</param>
    /// <param name="folder">The folder of the router.</param>
    public static string? EncoderOf(IEnumerable<ModelFile> files, string folder)
    {
        SettingsFile? router = files.OfType<SettingsFile>().FirstOrDefault(file => PathText.AreSame(file.Path, folder + "/" + ModelFileReader.RouterName));
        return router?.Find("types")?.Items.FirstOrDefault(type => SparseCheck.FirstTypes.Contains(LastPart(type.Text))) is { } encoder
            ? PathText.Combine(folder, encoder.Key)
            : null;
    }

    /// <summary>The modules of a route, in their order.</summary>
    /// <param name="router">The file.</param>
    /// <param name="route">Its name.</param>
    public static IReadOnlyList<PipelineModule>? Route(SettingsFile router, string route) => router.Find("structure")?.Find(route) is not { Kind: SettingKind.Array } names
        ? null
        : [.. names.Items.Select((name, index) => new PipelineModule(index, router.Find("types")?.Find(name.Text)?.AsText ?? "", name.Text, name.Text))];

    private static string LastPart(string type) => type.Substring(type.LastIndexOf('.') + 1);
}
