using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class LayoutTests : IDisposable
{
    private const string Repository = "cache/hub/models--org--model";

    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task The_cache_is_laid_out_as_the_Python_library_does_it()
    {
        _hub.Files["modules.json"] = """[{"path": "", "type": "Transformer"}, {"path": "1_Pooling", "type": "Pooling"}, {"path": "2_Normalize", "type": "Normalize"}]"""u8.ToArray();
        _hub.Files["1_Pooling/config.json"] = "{}"u8.ToArray();

        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);

        string Tag(string file) => FakeHub.TagOf(file, _hub.Files[file]);
        string[] expected =
        [
            .. _hub.Files.Keys.Select(file => $"cache/hub/.locks/models--org--model/{Tag(file)}.lock"),
            "cache/hub/.locks/models--org--model/refs.lock",
            .. new[] { "2_Normalize/config.json", "added_tokens.json", "config_sentence_transformers.json", "sentence_bert_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json" }
                .Select(file => $"{Repository}/.no_exist/{FakeHub.FirstCommit}/{file}"),
            .. _hub.Files.Keys.Select(file => $"{Repository}/blobs/{Tag(file)}"),
            $"{Repository}/refs/main",
            .. _hub.Files.Keys.Select(file => $"{Repository}/snapshots/{FakeHub.FirstCommit}/{file} -> {(file.Contains('/') ? "../" : "")}../../blobs/{Tag(file)}"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), _sandbox.List());
        Assert.Equal(FakeHub.FirstCommit, File.ReadAllText(Path.Combine(_sandbox.Root, Repository, "refs", "main")));
        Assert.Equal(Path.Combine(_sandbox.Root, Repository, "snapshots", FakeHub.FirstCommit), snapshot.Folder);
        Assert.All(_hub.Files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(snapshot.Folder, file.Key))));
    }

    [Fact]
    public async Task Without_links_the_snapshot_has_the_files_themselves()
    {
        HubSnapshot snapshot = await HubModel.DownloadAsync(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address, symlinks: false));

        Assert.All(_hub.Files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(snapshot.Folder, file.Key))));
        Assert.DoesNotContain(_sandbox.List(), entry => entry.Contains("->"));
        Assert.DoesNotContain(_sandbox.List(), entry => entry.Contains("/blobs/"));
    }

    [Fact]
    public async Task Without_links_an_older_content_is_copied()
    {
        await _sandbox.DownloadAsync(_hub);
        _hub.Commit = FakeHub.SecondCommit;

        HubSnapshot snapshot = await HubModel.DownloadAsync(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address, symlinks: false));

        Assert.Null(new FileInfo(Path.Combine(snapshot.Folder, "model.safetensors")).LinkTarget);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
        Assert.True(File.Exists(_sandbox.Blob(FakeHub.Sha256(_hub.Weights))));
    }

    [Fact]
    public async Task A_new_commit_shares_what_has_not_changed()
    {
        await _sandbox.DownloadAsync(_hub);
        _hub.Commit = FakeHub.SecondCommit;
        _hub.Files["config.json"] = "{\"hidden_size\": 16}"u8.ToArray();
        _hub.Server.Forget();

        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);

        Assert.Equal(FakeHub.SecondCommit, snapshot.Commit);
        Assert.Equal([$"GET /org/model/resolve/{FakeHub.SecondCommit}/config.json"], _hub.Server.Of("GET").Select(request => request.ToString()));
        Assert.Equal(_hub.Files["config.json"], File.ReadAllBytes(Path.Combine(snapshot.Folder, "config.json")));
        Assert.Equal(snapshot.Folder, HubModel.Find(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address)));
    }

    [Fact]
    public async Task Until_a_new_commit_is_whole_the_old_one_is_found()
    {
        HubSnapshot old = await _sandbox.DownloadAsync(_hub);
        _hub.Commit = FakeHub.SecondCommit;
        _hub.Files["model.safetensors"] = [.. _hub.Weights.Reverse()];
        _hub.StoreFault = _ => Answer.Of(500);

        await _sandbox.FailAsync(_hub);

        Assert.Equal(old.Folder, HubModel.Find(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address)));
    }

    [Fact]
    public async Task A_commit_that_is_there_needs_no_network()
    {
        await _sandbox.DownloadAsync(_hub);
        _hub.Server.Forget();

        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub, FakeHub.FirstCommit);

        Assert.Empty(_hub.Server.Requests);
        Assert.True(snapshot.IsCurrent);
    }

    [Fact]
    public async Task A_cache_that_may_only_be_read_serves()
    {
        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);
        Dictionary<string, DateTime> before = Times();
        _hub.Server.Forget();
        HubSettings settings = _sandbox.Settings(_hub.Server.Address);

        // Whoever runs this may be allowed to write everywhere: what shows is that nothing was written.
        foreach (string folder in Folders())
        {
            SetWritable(folder, false);
        }

        try
        {
            Assert.Equal(snapshot.Folder, ModelSource.Resolve(FakeHub.Model, download: true, settings));
            Assert.Equal(snapshot.Folder, HubModel.Find(FakeHub.Model, settings: settings));
        }
        finally
        {
            foreach (string folder in Folders())
            {
                SetWritable(folder, true);
            }
        }

        Assert.Empty(_hub.Server.Requests);
        Assert.Equal(before, Times());

        string[] Folders() => [_sandbox.Cache, .. Directory.GetDirectories(_sandbox.Cache, "*", SearchOption.AllDirectories)];

        Dictionary<string, DateTime> Times() => Folders().ToDictionary(folder => folder, Directory.GetLastWriteTimeUtc);

        static void SetWritable(string folder, bool isWritable)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | (isWritable ? UnixFileMode.UserWrite : UnixFileMode.None));
            }
        }
    }

    [Fact]
    public async Task A_branch_with_a_slash_is_quoted_in_addresses_and_a_folder_in_the_cache()
    {
        await _sandbox.DownloadAsync(_hub, "refs/pr/1");

        Assert.Equal("/org/model/resolve/refs%2Fpr%2F1/config.json", _hub.Server.Requests[0].Target);
        Assert.Equal(FakeHub.FirstCommit, File.ReadAllText(Path.Combine(_sandbox.Root, Repository, "refs", "refs", "pr", "1")));
    }

    [Fact]
    public async Task A_link_to_a_content_that_was_removed_is_made_anew()
    {
        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);
        File.Delete(_sandbox.Blob(FakeHub.Sha256(_hub.Weights)));
        Assert.Null(HubModel.Find(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address)));

        await _sandbox.DownloadAsync(_hub);

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task Shards_are_fetched_by_their_index()
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files["model.safetensors.index.json"] = """{"weight_map": {"a": "model-1-of-2.safetensors", "b": "model-2-of-2.safetensors", "c": "model-1-of-2.safetensors"}}"""u8.ToArray();
        _hub.Files["model-1-of-2.safetensors"] = [1, 2, 3];
        _hub.Files["model-2-of-2.safetensors"] = [4, 5];

        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);

        Assert.Equal([4, 5], File.ReadAllBytes(Path.Combine(snapshot.Folder, "model-2-of-2.safetensors")));
        Assert.Equal(snapshot.Folder, HubModel.Find(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address)));
        File.Delete(Path.Combine(snapshot.Folder, "model-2-of-2.safetensors"));
        Assert.Null(HubModel.Find(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address)));
    }

    [Fact]
    public async Task Pickled_weights_are_fetched_where_there_are_no_others()
    {
        _hub.Files["pytorch_model.bin"] = [1, 2, 3];
        await _sandbox.DownloadAsync(_hub);
        Assert.Empty(_hub.Server.Of("GET", "pytorch_model.bin"));

        _hub.Commit = FakeHub.SecondCommit;
        _hub.Files.Remove("model.safetensors");
        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(snapshot.Folder, "pytorch_model.bin")));
    }

    [Fact]
    public async Task A_model_without_weights_is_an_error()
    {
        _hub.Files.Remove("model.safetensors");

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.NotFound, e.Failure);
        Assert.Contains("expected weights in model.safetensors, model.safetensors.index.json or pytorch_model.bin", e.Message);
    }

    [Theory]
    [InlineData("modules.json", """[{"path": "../../../../evil"}]""")]
    [InlineData("modules.json", """[{"path": "/evil"}]""")]
    [InlineData("modules.json", """[{"path": "a\\..\\..\\evil"}]""")]
    [InlineData("modules.json", """[{"path": 1}]""")]
    [InlineData("modules.json", """{"path": ""}""")]
    [InlineData("model.safetensors.index.json", """{"weight_map": {"a": "../../../../evil.safetensors"}}""")]
    public async Task Names_from_the_hub_do_not_lead_outside(string file, string content)
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files[file] = System.Text.Encoding.UTF8.GetBytes(content);

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.BadAnswer, e.Failure);
        Assert.Equal(file, e.File);
        Assert.DoesNotContain(_hub.Server.Requests, request => request.Target.Contains("evil", StringComparison.Ordinal));
        Assert.All(_sandbox.List(), entry => Assert.StartsWith("cache/hub/", entry));
    }

    [Theory]
    [InlineData("../../../evil")]
    [InlineData("/evil")]
    [InlineData("..")]
    [InlineData("a:b")]
    [InlineData("")]
    public async Task An_etag_that_cannot_name_a_file_is_refused(string tag)
    {
        _hub.Fault = request => request.Method == "HEAD" ? Answer.Of(200, ("X-Repo-Commit", FakeHub.FirstCommit), ("ETag", $"\"{tag}\"")) : null;

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.BadAnswer, e.Failure);
        Assert.Contains("etag", e.Message);
        Assert.Empty(_sandbox.List());
    }

    [Theory]
    [InlineData(null, "found none")]
    [InlineData("../../evil", "found '../../evil'")]
    public async Task A_commit_that_is_none_is_refused(string? commit, string found)
    {
        _hub.Fault = _ => commit is null ? Answer.Of(200, ("ETag", "\"a\"")) : Answer.Of(200, ("ETag", "\"a\""), ("X-Repo-Commit", commit));

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.BadAnswer, e.Failure);
        Assert.Contains(found, e.Message);
        Assert.Empty(_sandbox.List());
    }
}
