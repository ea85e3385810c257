using System.CommandLine;
using BertGen.Checkpoints;
using BertGen.Hub;

namespace BertGen.Tool;

/// <summary>A model that is there: a path, or a name in the cache.</summary>
internal static class ModelArgument
{
    public static Argument<string> Create()
    {
        Argument<string> argument = new("path")
        {
            Description = "A model folder, a file with weights, or the name of a model in the cache.",
            HelpName = "PATH",
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError("The path is empty.");
            }
        });
        return argument;
    }

    /// <exception cref="UserException">There is nothing under this path or name.</exception>
    /// <exception cref="HubException">There is nothing under this name.</exception>
    public static string Resolve(string source, HubSettings settings)
    {
        try
        {
            string path = ModelSource.Resolve(source, download: false, settings);
            return File.Exists(path) || Directory.Exists(path) ? path : throw new UserException($"there is no file or folder {path}.");
        }
        catch (HubException e) when (e.Failure == HubFailure.NotCached)
        {
            // Not the message for programs: here a relative path is one of the user's own.
            throw new UserException($"there is no file or folder {AddressText.Of(source)}, and the cache does not have it. If it is a model of the hub: bertgen fetch {AddressText.Of(source)}", e);
        }
    }

    /// <summary>The config of a model: in its folder or archive, or beside its weights; null where there is none.</summary>
    /// <exception cref="CheckpointException">The config cannot be read.</exception>
    public static BertConfig? FindConfig(string path) => PretrainedBertModel.Find(path).FindConfig();
}
