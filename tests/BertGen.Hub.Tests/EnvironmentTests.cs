namespace BertGen.Hub.Tests;

public sealed class EnvironmentTests
{
    private static readonly string Home = Path.GetFullPath("/home/someone");

    [Theory]
    [InlineData("", "/home/someone/.cache/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/x HF_HOME=/h", "/h/hub")]
    [InlineData("HF_HOME=~/h", "/home/someone/h/hub")]
    [InlineData("HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old", "/old")]
    [InlineData("HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old HF_HUB_CACHE=/new", "/new")]
    [InlineData("HF_HOME= HF_HUB_CACHE=", "/home/someone/.cache/huggingface/hub")]
    public void The_cache_is_where_the_Python_library_has_it(string variables, string expected) =>
        Assert.Equal(Path.GetFullPath(expected), Read(variables).CacheFolder);

    [Theory]
    [InlineData("", "/home/someone/.cache/bertgen")]
    [InlineData("XDG_CACHE_HOME=/x HF_HOME=/h", "/x/bertgen")]
    public void Files_by_address_are_in_the_cache_of_the_user(string variables, string expected) =>
        Assert.Equal(Path.GetFullPath(expected), Read(variables).UrlCacheFolder);

    [Theory]
    [InlineData("", null)]
    [InlineData("HUGGING_FACE_HUB_TOKEN=old", "old")]
    [InlineData("HUGGING_FACE_HUB_TOKEN=old HF_TOKEN=new", "new")]
    [InlineData("HF_TOKEN=new HF_HUB_DISABLE_IMPLICIT_TOKEN=1", null)]
    public void The_token_comes_from_the_variables(string variables, string? expected) => Assert.Equal(expected, Read(variables).Token);

    [Fact]
    public void The_user_of_an_endpoint_is_in_no_message()
    {
        FormatException e = Assert.Throws<FormatException>(() => Read("HF_ENDPOINT=ftp://someone:secret@host/"));

        Assert.Contains("HF_ENDPOINT is 'ftp://host/'", e.Message);
    }

    [Fact]
    public void The_token_comes_from_the_file_of_the_login_where_no_variable_has_it()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bertgen-hub-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "token"), " stored\n");
            File.WriteAllText(Path.Combine(folder.FullName, "other"), "other");

            Assert.Equal("stored", Read($"HF_HOME={folder.FullName}").Token);
            Assert.Equal("other", Read($"HF_HOME={folder.FullName} HF_TOKEN_PATH={folder.FullName}/other").Token);
            Assert.Equal("variable", Read($"HF_HOME={folder.FullName} HF_TOKEN=variable").Token);
            Assert.Null(Read($"HF_HOME={folder.FullName} HF_TOKEN_PATH={folder.FullName}/none").Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("HF_HUB_OFFLINE=1", true)]
    [InlineData("HF_HUB_OFFLINE=on", true)]
    [InlineData("HF_HUB_OFFLINE=Yes", true)]
    [InlineData("HF_HUB_OFFLINE=0", false)]
    [InlineData("HF_HUB_OFFLINE=no", false)]
    [InlineData("TRANSFORMERS_OFFLINE=TRUE", true)]
    [InlineData("HF_HUB_OFFLINE=0 TRANSFORMERS_OFFLINE=1", true)]
    public void Either_variable_means_offline(string variables, bool expected) => Assert.Equal(expected, Read(variables).Offline);

    [Fact]
    public void Endpoint_links_and_limits_are_read()
    {
        HubSettings settings = Read("HF_ENDPOINT=https://mirror.example/hub/ HF_HUB_DISABLE_SYMLINKS=1 HF_HUB_ETAG_TIMEOUT=3 HF_HUB_DOWNLOAD_TIMEOUT=2.5");

        Assert.Equal("https://mirror.example/hub", settings.Endpoint.AbsoluteUri);
        Assert.False(settings.UseSymlinks);
        Assert.Equal((3, 2.5), (settings.MetadataTimeout.TotalSeconds, settings.DownloadTimeout.TotalSeconds));
    }

    [Fact]
    public void Without_variables_the_defaults_hold()
    {
        HubSettings settings = Read("");

        Assert.Equal("https://huggingface.co/", settings.Endpoint.AbsoluteUri);
        Assert.True(settings.UseSymlinks);
        Assert.Equal((10, 10), (settings.MetadataTimeout.TotalSeconds, settings.DownloadTimeout.TotalSeconds));
    }

    [Theory]
    [InlineData("HF_ENDPOINT=nowhere")]
    [InlineData("HF_ENDPOINT=ftp://host")]
    [InlineData("HF_HUB_ETAG_TIMEOUT=soon")]
    [InlineData("HF_HUB_DOWNLOAD_TIMEOUT=-1")]
    [InlineData("HF_HUB_DOWNLOAD_TIMEOUT=NaN")]
    [InlineData("HF_TOKEN=a\u00e9")]
    public void A_value_that_cannot_be_read_is_named(string variable)
    {
        FormatException e = Assert.Throws<FormatException>(() => Read(variable));

        Assert.StartsWith(variable.Split('=')[0], e.Message);
    }

    private static HubSettings Read(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return HubEnvironment.Read(values.GetValueOrDefault, Home);
    }
}
