using BertGen.Checkpoints;
using BertGen.Files;
using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class ModelSourceTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();

    private HubSettings Settings => _sandbox.Settings(_hub.Server.Address);

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void A_path_that_exists_is_itself()
    {
        string file = Path.Combine(_sandbox.Root, "a.safetensors");
        File.WriteAllText(file, "");

        Assert.Equal(_sandbox.Root, ModelSource.Resolve(_sandbox.Root, download: true, Settings));
        Assert.Equal(file, ModelSource.Resolve(file, download: true, Settings));
        Assert.Empty(_hub.Server.Requests);
    }

    [Theory]
    [InlineData("./nowhere")]
    [InlineData("nowhere/model.safetensors")]
    [InlineData("/nowhere/at/all")]
    public void A_path_that_does_not_exist_is_left_to_the_one_who_opens_it(string path) =>
        Assert.Equal(path, ModelSource.Resolve(path, download: true, Settings));

    [Fact]
    public void A_name_that_is_nowhere_says_how_to_get_it()
    {
        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve("bert-base-uncased", settings: Settings));

        Assert.Equal(HubFailure.NotCached, e.Failure);
        Assert.Equal(("google-bert/bert-base-uncased", "main"), (e.Model, e.Revision));
        Assert.Contains(Path.GetFullPath("bert-base-uncased"), e.Message);
        Assert.Contains(_sandbox.Cache, e.Message);
        Assert.Contains("pass download: true, or run: bertgen fetch bert-base-uncased", e.Message);
        Assert.Empty(_hub.Server.Requests);
    }

    [Theory]
    [InlineData("models/wordnet-mini")]
    [InlineData("weights/a.b@x")]
    public void A_local_folder_that_is_missing_is_to_be_copied_and_not_downloaded(string source)
    {
        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve(source, settings: Settings));

        Assert.Equal(HubFailure.NotCached, e.Failure);
        Assert.Contains($"there is no {MissingPath.Places(source)}, and no such model in the cache.", e.Message);
        Assert.DoesNotContain("download", e.Message);
    }

    [Fact]
    public void A_call_means_the_working_directory_first_and_an_attribute_the_folder_of_the_program()
    {
        using var program = new Sandbox();
        string given = Directory.CreateDirectory(Path.Combine(_sandbox.Root, "some", "model")).FullName;
        string beside = Directory.CreateDirectory(Path.Combine(program.Root, "some", "model")).FullName;
        string source = Path.GetRelativePath(Environment.CurrentDirectory, given);

        Assert.Equal(source, new LocalModel(source, program.Root).Find());
        Assert.Equal(beside, new LocalModel("some/model", program.Root).Find());
        Assert.Equal(beside, new LocalModel("../some/./model", program.Root).FindDeployed());
        Assert.Null(new LocalModel("some/other", program.Root).Find());
        Assert.Equal(
            $"file or folder {Path.GetFullPath("some/other")} (from the working directory) or {Path.Combine(program.Root, "some/other")} (beside the program)",
            MissingPath.Places(new LocalModel("some/other", program.Root)));

        // Only attributes mean the last name of an absolute path.
        Assert.Null(new LocalModel("/elsewhere/some", program.Root).Find());
        Assert.Equal(Path.Combine(program.Root, "some"), new LocalModel("/elsewhere/some", program.Root).FindDeployed());
        Assert.Equal(given, new LocalModel(given, program.Root).FindDeployed());
    }

    [Theory]
    [InlineData("some/model/config.json")]
    [InlineData(@"some\model")]
    [InlineData(@"some\model\bert_config.json")]
    public void A_config_is_its_folder_and_a_backslash_separates(string source)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_sandbox.Root, "some", "model")).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "bert_config.json"), "{}");

        Assert.Equal(folder, new LocalModel(source, _sandbox.Root).FindDeployed());
        Assert.Equal(folder, Path.GetFullPath(ModelSource.Resolve(Path.Combine(_sandbox.Root, source), settings: Settings)));
    }

    [Fact]
    public void The_folder_of_the_program_is_a_model_only_with_a_config()
    {
        var model = new LocalModel("config.json", _sandbox.Root);
        Assert.Null(model.FindDeployed());

        File.WriteAllText(Path.Combine(_sandbox.Root, "config.json"), "{}");
        Assert.Equal(_sandbox.Root, model.FindDeployed());
    }

    [Theory]
    [InlineData("some/model", "some/modl")]
    [InlineData("some/model", "smoe/model")]
    public void A_slip_of_the_pen_is_told(string path, string written)
    {
        string folder = Path.Combine(_sandbox.Root, path);
        Directory.CreateDirectory(folder);

        Assert.Contains($" Did you mean {folder}?", MissingPath.Advice(Path.Combine(_sandbox.Root, written)));
        Assert.Contains($" Did you mean {folder}?", MissingPath.Advice(new LocalModel(written, _sandbox.Root)));
        Assert.Empty(MissingPath.Advice(Path.Combine(_sandbox.Root, "entirely", "different")));
    }

    [Fact]
    public void A_local_folder_that_the_hub_does_not_have_either_is_told_as_one()
    {
        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve("models/wordnet-mini", download: true, Settings));

        Assert.Equal(HubFailure.NotFound, e.Failure);
        Assert.Contains($"there is no {MissingPath.Places("models/wordnet-mini")}.", e.Message);
        Assert.Contains("answered 404", e.Message);
    }

    [Fact]
    public async Task A_revision_that_was_asked_for_is_named()
    {
        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve($"org/model@{FakeHub.SecondCommit}", settings: Settings));
        Assert.StartsWith($"org/model@{FakeHub.SecondCommit}: ", e.Message);
        Assert.EndsWith($"bertgen fetch org/model@{FakeHub.SecondCommit}", e.Message);

        await _sandbox.DownloadAsync(_hub);
        e = Assert.Throws<HubException>(() => ModelSource.Resolve($"org/model@{FakeHub.SecondCommit}", settings: Settings));
        Assert.Contains($"the cache has other revisions of it only, not {FakeHub.SecondCommit}", e.Message);

        e = Assert.Throws<HubException>(() => ModelSource.Resolve("org/model@v2", download: true, settings: Settings));
        Assert.StartsWith("org/model@v2, config.json: ", e.Message);
    }

    [Theory]
    [InlineData("ftp://someone:secret@host/model.tar.gz", "ftp://host/model.tar.gz")]
    [InlineData("s3://bucket/model", "s3://bucket/model")]
    public void An_address_that_cannot_be_fetched_is_told(string source, string shown)
    {
        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve(source, settings: Settings));

        Assert.StartsWith($"{shown}: expected an http or https address", e.Message);
        Assert.DoesNotContain("secret", e.ToString());
    }

    [Fact]
    public void A_name_is_downloaded_once_where_asked()
    {
        string folder = ModelSource.Resolve(FakeHub.Model, download: true, Settings);
        _hub.Server.Forget();

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal(folder, ModelSource.Resolve(FakeHub.Model, download: true, Settings));
        Assert.Equal(folder, ModelSource.Resolve(FakeHub.Model, download: false, Settings));
        Assert.Empty(_hub.Server.Requests);
    }

    [Fact]
    public async Task A_revision_stands_behind_the_name()
    {
        await _sandbox.DownloadAsync(_hub, "refs/pr/1");

        Assert.EndsWith(FakeHub.FirstCommit, ModelSource.Resolve("org/model@refs/pr/1", settings: Settings));
        Assert.EndsWith(FakeHub.FirstCommit, ModelSource.Resolve($"org/model@{FakeHub.FirstCommit}", settings: Settings));
        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve("org/model", settings: Settings));
        Assert.Contains("the cache has other revisions of it only, not main", e.Message);
    }

    [Theory]
    [InlineData("modules.json")]
    [InlineData("model.safetensors.index.json")]
    public void A_pointer_of_Git_LFS_that_the_hub_sends_is_told(string file)
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files[file] = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n"u8.ToArray();

        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve(FakeHub.Model, download: true, Settings));

        Assert.Equal((HubFailure.BadAnswer, file), (e.Failure, e.File));
        Assert.Contains("found a pointer of Git LFS", e.Message);
    }

    [Fact]
    public void A_snapshot_without_weights_is_none()
    {
        string repository = Path.Combine(_sandbox.Cache, "models--org--model");
        string snapshot = WriteSnapshot(repository);
        File.Delete(Path.Combine(snapshot, "model.safetensors"));

        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve("org/model", settings: Settings));

        Assert.Contains($"the cache has it without model.safetensors or pytorch_model.bin ({snapshot})", e.Message);
    }

    [Theory]
    [InlineData("bert-base-uncased", "models--bert-base-uncased")]
    [InlineData("bert-base-uncased", "models--google-bert--bert-base-uncased")]
    [InlineData("google-bert/bert-base-uncased", "models--bert-base-uncased")]
    public void A_classic_model_is_found_under_both_of_its_names(string name, string folder)
    {
        string snapshot = WriteSnapshot(Path.Combine(_sandbox.Cache, folder));

        Assert.Equal(snapshot, ModelSource.Resolve(name, settings: Settings));
        Assert.Equal(snapshot, HubModel.Find(name, settings: Settings));
    }

    [Fact]
    public void A_reference_that_is_no_commit_leads_nowhere()
    {
        string repository = Path.Combine(_sandbox.Cache, "models--org--model");
        WriteSnapshot(repository);
        File.WriteAllText(Path.Combine(repository, "refs", "main"), "../../../..");

        Assert.Null(HubModel.Find("org/model", settings: Settings));
    }

    [Theory]
    [InlineData("a/b/c", "main")]
    [InlineData("a/b", "../x")]
    public async Task What_is_no_name_is_an_argument_error(string name, string revision)
    {
        Assert.False(HubModel.IsName(name, revision));
        Assert.Throws<ArgumentException>(() => HubModel.Find(name, revision, Settings));
        await Assert.ThrowsAsync<ArgumentException>(async () => await HubModel.DownloadAsync(name, revision, settings: Settings));
    }

    private static string WriteSnapshot(string repository)
    {
        string snapshot = Path.Combine(repository, "snapshots", FakeHub.FirstCommit);
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(Path.Combine(repository, "refs"));
        File.WriteAllText(Path.Combine(repository, "refs", "main"), FakeHub.FirstCommit);
        File.WriteAllText(Path.Combine(snapshot, "config.json"), "{}");
        File.WriteAllText(Path.Combine(snapshot, "model.safetensors"), "");
        return snapshot;
    }
}
