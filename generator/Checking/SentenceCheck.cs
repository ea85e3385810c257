using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>
/// Reconciles the options with the sentence-transformers files of the folder: an option that was given wins, and a
/// contradiction is a warning that names both places.
/// </summary>
internal sealed class SentenceCheck(EmbedderOptions options, ModelFolder folder, List<Finding> findings)
{
    private readonly ModulesFile? _modules = folder.Beside<ModulesFile>();

    public SentenceSettings Check(EncoderConfig config, int maxPieces)
    {
        Pooling? filePooling = ReadPooling(config);
        Pooling pooling = options.Pooling ?? filePooling ?? Pooling.None;
        if (options.Pooling is { } given && filePooling is { } saved && given != saved && given != Pooling.None)
        {
            Contradicts(nameof(options.Pooling), given.ToString(), "pooling", saved.ToString());
        }

        bool normalize = CheckNormalize(pooling);
        return new SentenceSettings(pooling, normalize && pooling != Pooling.None, CheckLimit(maxPieces));
    }

    /// <summary>The folder's pooling; null when it says nothing, or nothing that can be compiled.</summary>
    private Pooling? ReadPooling(EncoderConfig config)
    {
        if (_modules is null)
        {
            return null;
        }

        Keep(_modules);
        PipelineModule? module = _modules.Modules.FirstOrDefault(candidate => candidate.Type == "Pooling");
        ReportOtherModules();
        if (module is null)
        {
            return null;
        }

        string path = PathText.Combine(folder.Path, module.Path + "/" + ModelFileReader.ConfigName);
        if (folder.PoolingAt(path) is not { } file)
        {
            if (options.Pooling is null && !folder.Unreadable.Any(unreadable => PathText.AreSame(unreadable.Path, path)))
            {
                Place place = Place.Key(_modules.Path, ModulesReader.KeyOf(module.Index));
                findings.Add(Finding.Of(Descriptors.PoolingFileMissing, place, module.Path + "/" + ModelFileReader.ConfigName));
            }

            return null;
        }

        Keep(file);
        if (file.Width is { } width && width != config.HiddenSize)
        {
            findings.Add(Finding.Of(
                Descriptors.PoolingWidth,
                Place.Key(file.Path, PoolingReader.WidthKey),
                NumberText.Plain(width),
                PathText.FileName(folder.Config.Path),
                NumberText.Plain(config.HiddenSize)));
        }

        return PoolingOf(file);
    }

    private Pooling? PoolingOf(PoolingFile file)
    {
        Pooling? pooling = file.Modes.Count != 1 ? null : file.Modes[0] switch
        {
            PoolingReader.ModePrefix + "mean_tokens" => Pooling.Mean,
            PoolingReader.ModePrefix + "cls_token" => Pooling.Cls,
            PoolingReader.ModePrefix + "max_tokens" => Pooling.Max,
            _ => null,
        };
        if (pooling is null && options.Pooling is null)
        {
            string modes = file.Modes.Count == 0 ? "no mode" : string.Join(" and ", file.Modes);
            string known = string.Join(", ", Enum.GetNames(typeof(Pooling)));
            Place place = Place.Key(file.Path, file.Modes.Count == 0 ? "" : file.Modes[file.Modes.Count - 1]);
            findings.Add(Finding.Of(Descriptors.PoolingUnsupported, place, modes, known));
        }

        return pooling;
    }

    private void ReportOtherModules()
    {
        foreach (PipelineModule module in _modules!.Modules)
        {
            if (options.Pooling is null && module.Type is not ("Transformer" or "Pooling" or "Normalize"))
            {
                Place place = Place.Key(_modules.Path, ModulesReader.KeyOf(module.Index));
                findings.Add(Finding.Of(Descriptors.ModuleUnsupported, place, module.Type));
            }
        }
    }

    private bool CheckNormalize(Pooling pooling)
    {
        bool? saved = _modules?.Modules.Any(module => module.Type == "Normalize");
        if (options.Normalize is not { } given)
        {
            return saved ?? false;
        }

        if (given && pooling == Pooling.None)
        {
            findings.Add(Finding.Of(Descriptors.NormalizeAlone, Place.Argument(nameof(options.Normalize))));
        }
        else if (saved is { } normalizes && normalizes != given && pooling != Pooling.None)
        {
            Contradicts(nameof(options.Normalize), given ? "true" : "false", "normalisation", normalizes ? "yes" : "no");
        }

        return given;
    }

    private int CheckLimit(int maxPieces)
    {
        if (folder.Beside<SentenceFile>() is not { } file)
        {
            return 0;
        }

        Keep(file);
        int limit = file.MaxSequenceLength ?? 0;
        if (limit <= maxPieces)
        {
            return limit;
        }

        Place place = Place.Key(file.Path, SentenceReader.LengthKey);
        findings.Add(Finding.Of(Descriptors.SequenceLimit, place, NumberText.Plain(limit), NumberText.Plain(maxPieces)));
        return maxPieces;
    }

    private void Contradicts(string option, string given, string subject, string saved) =>
        findings.Add(Finding.Of(
            Descriptors.PoolingContradiction,
            Place.Argument(option),
            $"{option} is {given}",
            $"the {subject} in {ModelFileReader.ModulesName} of '{options.Model}'",
            saved));

    private void Keep(ModelFile file) => findings.AddRange(file.Findings);
}
