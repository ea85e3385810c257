using System.Text;
using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Models;
using BertGen.Text.Tokenizers;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Routes;

/// <summary>The routes of text-embeddings-inference about pieces: <c>/tokenize</c> and <c>/decode</c>.</summary>
internal sealed class TeiTokenRoutes(ModelSet models, ModelCalls calls, RequestRunner runner)
{
    private const string Tag = "Text Embeddings Inference";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Post<TokenizeRequest, TokenData[][], TeiError>("/tokenize", Tag, "The pieces of each text.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.TokenizeRequest, ServerJson.Default.TokenDataArrayArray, TokenizeAsync));
        endpoints.Post<DecodeRequest, string[], TeiError>("/decode", Tag, "The texts that ids stand for.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.DecodeRequest, ServerJson.Default.StringArray, DecodeAsync));
    }

    private Task<TokenData[][]> TokenizeAsync(TokenizeRequest request, CancellationToken cancellationToken) => Task.FromResult(Tokenize(request));

    private Task<string[]> DecodeAsync(DecodeRequest request, CancellationToken cancellationToken) => Task.FromResult(Decode(request));

    private TokenData[][] Tokenize(TokenizeRequest request)
    {
        if (request.Inputs is not { } inputs || inputs.Items.Any(item => item.Text is null))
        {
            throw RequestException.Invalid("`inputs` is no text and no list of texts", "inputs");
        }

        calls.CheckCount("inputs", inputs.Items.Count);
        ServedModel model = models.Find(request.Model, ModelFeatures.None);
        TextTokenizer tokenizer = model.Tokenizer;
        string prompt = request.PromptName is not { } name ? "" : model.Info.Sentences?.FindPrompt(name) ?? model.Info.Scores?.FindPrompt(name)
            ?? throw RequestException.Invalid("`prompt_name` is not the name of a prompt of this model", "prompt_name");
        var options = new EncodingOptions { AddsSpecialTokens = request.AddSpecialTokens };
        return [.. inputs.Items.Select((item, index) => Pieces(tokenizer, ModelCalls.PlaceOf("inputs", index, inputs.Items.Count), prompt + item.Text, options))];
    }

    private string[] Decode(DecodeRequest request)
    {
        if (request.Ids is not { } ids)
        {
            throw RequestException.Invalid("`ids` is null; expected a list", "ids");
        }

        calls.CheckCount("ids", ids.Items.Count);
        TextTokenizer tokenizer = models.Find(request.Model, ModelFeatures.None).Tokenizer;
        string[] texts = new string[ids.Items.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            IdTexts.CheckKnown(ModelCalls.PlaceOf("ids", i, texts.Length), ids.Items[i], tokenizer);
            texts[i] = tokenizer.Decode(ids.Items[i], request.SkipSpecialTokens);
        }

        return texts;
    }

    private static TokenData[] Pieces(TextTokenizer tokenizer, string place, string text, EncodingOptions options)
    {
        TokenRow row;
        try
        {
            row = tokenizer.Encode(text, options);
        }
        catch (TokenizerException e)
        {
            throw RequestException.NotEncoded(place, e.Message);
        }

        var places = new BytePlaces(text);
        var pieces = new TokenData[row.Count];
        for (int i = 0; i < pieces.Length; i++)
        {
            TextRange range = row.Offsets[i];
            pieces[i] = row.IsSpecial(i)
                ? new TokenData(row.Ids[i], tokenizer.TextOf(row.Ids[i])!, Special: true, Start: null, Stop: null)
                : new TokenData(row.Ids[i], text[range.Start..range.End], Special: false, places.Of(range.Start), places.Of(range.End));
        }

        return pieces;
    }

    /// <summary>Turns places in UTF-16 into places in UTF-8, each from the one before it.</summary>
    private sealed class BytePlaces(string text)
    {
        private int _place;
        private int _bytes;

        public int Of(int place)
        {
            _bytes += place >= _place
                ? Encoding.UTF8.GetByteCount(text.AsSpan(_place, place - _place))
                : -Encoding.UTF8.GetByteCount(text.AsSpan(place, _place - place));
            _place = place;
            return _bytes;
        }
    }
}
