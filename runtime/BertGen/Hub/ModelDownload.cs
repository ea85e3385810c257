using System.Text.Json;
using BertGen.Checkpoints;

namespace BertGen.Hub;

/// <summary>Fetches what a model is made of: the config and the small files beside it, then the weights.</summary>
internal sealed class ModelDownload(DownloadTools tools, ModelName name)
{
    private readonly RepositoryDownload _repository = new(tools, name);

    public async ValueTask<HubSnapshot> RunAsync(CancellationToken cancellation)
    {
        try
        {
            string commit = await _repository.FindCommitAsync(ModelFiles.Config, cancellation).ConfigureAwait(false);
            await FetchAllAsync(commit, cancellation).ConfigureAwait(false);

            // Last: until all of a commit is there, the revision stays what it was.
            await _repository.SetCommitAsync(commit, cancellation).ConfigureAwait(false);
            _repository.Cache.RemoveLeftovers();
            return new HubSnapshot(name.Repository, name.Revision, commit, _repository.Cache.SnapshotFolder(commit), IsCurrent: true);
        }
        catch (HubException e) when (e.Failure is HubFailure.Unreachable or HubFailure.Offline && !_repository.IsReached
            && CachedModel.Find(name, tools.Settings) is { Folder: { } folder, Commit: { } commit })
        {
            return new HubSnapshot(name.Repository, name.Revision, commit, folder, IsCurrent: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HubFile(name.Repository, name.Revision).Error(HubFailure.Storage, $"the cache {tools.Settings.CacheFolder} cannot be used. {e.Message}", e);
        }
    }

    private async ValueTask FetchAllAsync(string commit, CancellationToken cancellation)
    {
        await _repository.FetchAsync(commit, ModelFiles.Config, cancellation).ConfigureAwait(false);
        foreach (string file in ModelFiles.Small)
        {
            string? path = await _repository.TryFetchAsync(commit, file, cancellation).ConfigureAwait(false);
            if (file == ModelFiles.Modules && path is not null)
            {
                foreach (string config in ConfigsOfModules(path))
                {
                    await FetchModuleAsync(commit, config, cancellation).ConfigureAwait(false);
                }
            }
        }

        await FetchWeightsAsync(commit, cancellation).ConfigureAwait(false);
    }

    /// <summary>The config of a module and its weights, where it has any: those of a Dense layer, for one.</summary>
    private async ValueTask FetchModuleAsync(string commit, string config, CancellationToken cancellation)
    {
        if (await _repository.TryFetchAsync(commit, config, cancellation).ConfigureAwait(false) is not { } path || !MayHaveWeights(path))
        {
            return;
        }

        string folder = config[..(config.LastIndexOf('/') + 1)];
        if (await _repository.TryFetchAsync(commit, folder + ModelFiles.Weights, cancellation).ConfigureAwait(false) is null)
        {
            await _repository.TryFetchAsync(commit, folder + ModelFiles.PickledWeights, cancellation).ConfigureAwait(false);
        }
    }

    // Dense layers say how many features come in, LayerNorms their dimension. What cannot be read is told where it is used.
    private static bool MayHaveWeights(string config)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(config));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && (document.RootElement.TryGetProperty("in_features", out _) || document.RootElement.TryGetProperty("dimension", out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async ValueTask FetchWeightsAsync(string commit, CancellationToken cancellation)
    {
        if (await _repository.TryFetchAsync(commit, ModelFiles.Weights, cancellation).ConfigureAwait(false) is not null)
        {
            return;
        }

        if (await _repository.TryFetchAsync(commit, ModelFiles.WeightsIndex, cancellation).ConfigureAwait(false) is { } index)
        {
            foreach (string shard in ShardsOf(index))
            {
                await _repository.FetchAsync(commit, shard, cancellation).ConfigureAwait(false);
            }

            return;
        }

        if (await _repository.TryFetchAsync(commit, ModelFiles.PickledWeights, cancellation).ConfigureAwait(false) is null)
        {
            throw new HubFile(name.Repository, name.Revision).Error(
                HubFailure.NotFound, $"expected weights in {ModelFiles.Weights}, {ModelFiles.WeightsIndex} or {ModelFiles.PickledWeights}, found none of them.");
        }
    }

    private string[] ShardsOf(string index)
    {
        try
        {
            string[] shards = [.. ShardIndex.Read(index).Values.Distinct().Order(StringComparer.Ordinal)];
            return shards.Length <= FileLimits.Shards ? shards : throw TooMany(ModelFiles.WeightsIndex, "files", shards.Length, FileLimits.Shards);
        }
        catch (CheckpointException e)
        {
            throw Damaged(ModelFiles.WeightsIndex, e);
        }
    }

    // The pooling of sentence vectors lies in a folder that modules.json names.
    private List<string> ConfigsOfModules(string path)
    {
        try
        {
            // From an earlier time, it need not have the length that was checked while it was fetched.
            long length = new FileInfo(path) is { LinkTarget: null } itself ? itself.Length : File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo content ? content.Length : 0;
            if (length > FileLimits.Config)
            {
                throw new FormatException($"expected at most {FileLimits.Config} bytes, found {length}.");
            }

            byte[] utf8 = File.ReadAllBytes(path);
            if (LfsPointer.Is(utf8))
            {
                throw new FormatException($"expected a list of modules, {LfsPointer.Found}");
            }

            using JsonDocument modules = JsonDocument.Parse(utf8);
            int count = modules.RootElement.GetArrayLength();
            return count > FileLimits.Modules ? throw TooMany(ModelFiles.Modules, "modules", count, FileLimits.Modules) : [.. modules.RootElement.EnumerateArray()
                .Select(module => module.GetProperty("path").GetString())
                .Where(folder => !string.IsNullOrEmpty(folder))
                .Select(folder => $"{folder}/{ModelFiles.Config}")
                .Select(config => RelativePath.IsSafe(config) ? config : throw new FormatException($"it leads outside: '{config}'."))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Damaged(ModelFiles.Modules, e);
        }
    }

    private HubException TooMany(string file, string what, int count, int limit) =>
        new HubFile(name.Repository, name.Revision, file).Error(HubFailure.TooLarge, $"expected at most {limit} {what}, found {count}.");

    private HubException Damaged(string file, Exception e) =>
        new HubFile(name.Repository, name.Revision, file).Error(HubFailure.BadAnswer, $"it cannot be read. {e.Message}", e);
}
