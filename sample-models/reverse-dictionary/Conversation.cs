namespace ReverseDictionary;

/// <summary>Gets everything ready and answers: one description, or one after the other.</summary>
internal sealed class Conversation
{
    private readonly Settings _settings;
    private readonly Terminal _terminal;
    private readonly Synset[] _synsets;
    private readonly ITextEmbedder _embedder;
    private readonly VectorIndex _index;

    private Conversation(Settings settings, Terminal terminal, Synset[] synsets, ITextEmbedder embedder)
    {
        _settings = settings;
        _terminal = terminal;
        _synsets = synsets;
        _embedder = embedder;
        _index = new VectorIndex(new DefinitionVectors(settings, terminal, embedder).Get(synsets), settings.Threads);
    }

    /// <exception cref="UserException">The model or the data cannot be used.</exception>
    public static void Run(Settings settings, Terminal terminal, Func<Settings, ITextEmbedder> loadEmbedder)
    {
        if (!Directory.Exists(settings.ModelFolder))
        {
            throw new UserException($"there is no model folder {settings.ModelFolder}");
        }

        Synset[] synsets = SynsetFile.Read(settings.DataFile);
        using ITextEmbedder embedder = loadEmbedder(settings);
        var conversation = new Conversation(settings, terminal, synsets, embedder);
        if (settings.Query is { } query)
        {
            conversation.Answer(query);
        }
        else if (terminal.InputIsTerminal)
        {
            conversation.AnswerPerson();
        }
        else
        {
            conversation.AnswerLines();
        }
    }

    private void AnswerPerson()
    {
        _terminal.Output.WriteLine("Describe a word, or press Enter to leave.");
        while (Ask() is { } query && !string.IsNullOrWhiteSpace(query))
        {
            Answer(query);
        }
    }

    private string? Ask()
    {
        _terminal.Output.Write("> ");
        _terminal.Output.Flush();
        return _terminal.Input.ReadLine();
    }

    private void AnswerLines()
    {
        while (_terminal.Input.ReadLine() is { } query)
        {
            if (!string.IsNullOrWhiteSpace(query))
            {
                _terminal.Output.WriteLine($"# {query}");
                Answer(query);
            }
        }
    }

    private void Answer(string query)
    {
        float[] vector = new float[_embedder.Width];
        _embedder.Embed([query], vector);
        AnswerTable.Write(_terminal, _synsets, _index.Nearest(vector, _settings.Top));
    }
}
