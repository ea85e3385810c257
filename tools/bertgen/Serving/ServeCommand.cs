using System.CommandLine;
using System.Net;
using BertGen.Hub;
using BertGen.Serving.Models;
using BertGen.Tool.Compiling;
using BertGen.Tool.Pipe;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace BertGen.Tool.Serving;

/// <summary><c>bertgen serve MODEL...</c>: serves models over HTTP until it is stopped.</summary>
internal static class ServeCommand
{
    private const int StandardPort = 8080;

    /// <param name="terminal">The streams of the program.</param>
    /// <param name="readSettings">Reads the settings of the hub.</param>
    /// <param name="describe">Whether the options of the attribute are described.</param>
    public static Command Create(Terminal terminal, Func<HubSettings> readSettings, bool describe)
    {
        Argument<string[]> models = new("models") { Description = "Model folders, archives, or names of models in the cache.", HelpName = "MODEL", Arity = ArgumentArity.OneOrMore };
        Option<string[]> names = new("--name") { Description = "What requests call a model, one for each in their order; default: its name in the cache, or that of its folder.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };
        Option<string> host = new("--host") { Description = "The address to listen at.", HelpName = "ADDRESS", DefaultValueFactory = _ => IPAddress.Loopback.ToString() };
        Option<int> port = new("--port") { Description = "The port to listen at; 0: one that is free.", HelpName = "PORT", DefaultValueFactory = _ => StandardPort };
        Option<string[]> keys = new("--api-key") { Description = "A key of which requests need one; default: those in BERTGEN_API_KEYS, with commas between them.", HelpName = "KEY" };
        Option<int?> rate = new("--requests-per-minute") { Description = "Requests in a minute of one key, or of one address where there are no keys.", HelpName = "COUNT" };
        Option<int?> pieces = new("--max-batch-pieces") { Description = "Most pieces of a batch; default: 512 a processor, 2048 to 16384.", HelpName = "COUNT" };
        Option<bool> refuse = new("--no-truncate") { Description = "Texts that are longer than a model takes are an error, where a request does not say." };
        Option<bool> http2 = new("--http2") { Description = "Speaks HTTP/2 alone, without TLS." };
        var command = new Command("serve", Description) { models, names, host, port, keys, rate, pieces, refuse, http2 };
        var options = AttributeOptions.AddTo(command, describe);
        host.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } address && address != "localhost" && !IPAddress.TryParse(address, out _))
            {
                result.AddError($"--host takes an address such as 127.0.0.1, ::1 or 0.0.0.0, or localhost; not '{address}'.");
            }
        });
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > IPEndPoint.MaxPort)
            {
                result.AddError($"--port takes a number from 0 to {IPEndPoint.MaxPort}.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var server = new ServerSettings(
                parsed.GetValue(host)!, parsed.GetValue(port), [.. KeysOf(parsed.GetValue(keys))], parsed.GetValue(rate), parsed.GetValue(pieces), !parsed.GetValue(refuse), parsed.GetValue(http2));
            return await RunAsync(parsed.GetValue(models)!, parsed.GetValue(names) ?? [], options.Read(parsed), server, terminal, readSettings(), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static string Description => """
        Serves models over HTTP, by the routes of OpenAI (/v1/embeddings), text-embeddings-inference (/embed, /rerank, /predict and others), Cohere and Jina (/v1/rerank). Models are compiled when they are first used, and kept for the next time.

        Options are those of the attribute [BertEmbedder], for all models.
        """;

    private static async Task<int> RunAsync(
        string[] models, string[] names, ModelOptions options, ServerSettings server, Terminal terminal, HubSettings settings, CancellationToken cancellationToken)
    {
        if (names.Length > models.Length)
        {
            throw new UserException($"there are {names.Length} names for {models.Length} models.");
        }

        var opened = new List<PipedModel>();
        try
        {
            WebApplication application = ServerHost.Build(server);
            await using (application.ConfigureAwait(false))
            {
                for (int i = 0; i < models.Length; i++)
                {
                    var model = PipedModel.Open(ModelPlace.Of(ModelArgument.Resolve(models[i], settings)), options, settings, terminal.Error.WriteLine);
                    opened.Add(model);
                    Map(application, names.ElementAtOrDefault(i) ?? NameOf(models[i]), model);
                }

                await application.StartAsync(cancellationToken).ConfigureAwait(false);
                terminal.Note($"serving {models.Length} {(models.Length == 1 ? "model" : "models")} at {string.Join(", ", application.Urls)}");
                await application.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            }

            return ToolCommand.Success;
        }
        catch (Exception e) when (e is PipeException or IOException or InvalidOperationException or Text.VocabularyException or Text.Tokenizers.TokenizerException)
        {
            throw new UserException(e.Message, e);
        }
        finally
        {
            opened.ForEach(model => model.Dispose());
        }
    }

    private static void Map(WebApplication application, string name, PipedModel model)
    {
        object encoder = model.Loaded.Encoder;
        ModelFeatures features = (encoder is ISentenceEmbedder ? ModelFeatures.Embeddings : 0)
            | (encoder is ISparseEmbedder ? ModelFeatures.Sparse : 0)
            | (encoder is ITextClassifier ? ModelFeatures.Classify : 0)
            | (encoder is IReranker ? ModelFeatures.Rerank : 0);
        if (features == ModelFeatures.None)
        {
            throw new UserException($"'{name}' makes no vectors of texts and classifies none; start with --pooling mean (or cls, max) where its folder does not say how a text becomes one vector.");
        }

        application.MapModel(name, encoder, features);
    }

    private static IEnumerable<string> KeysOf(string[]? given) => given is { Length: > 0 }
        ? given
        : (Environment.GetEnvironmentVariable("BERTGEN_API_KEYS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // A folder is called by its own name, whatever the path to it.
    private static string NameOf(string model) =>
        Directory.Exists(model) || File.Exists(model) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model))) : model;
}
