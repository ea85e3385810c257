using System.Buffers;
using System.Text.Json;
using BertGen.Checkpoints;
using BertGen.Hub;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary>Answers requests, a line each, in their order, until the input ends.</summary>
/// <param name="model">The model that they are about.</param>
/// <param name="note">Told of what must not happen.</param>
internal sealed class PipeSession(PipedModel model, Action<string> note)
{
    private static readonly JsonDocumentOptions ReadOptions = new() { AllowDuplicateProperties = false };

    // Everything beside ASCII is written as its number: some readers take other characters for the ends of lines.
    private static readonly JsonWriterOptions WriteOptions = new() { SkipValidation = true };

    /// <returns>How many requests there were.</returns>
    public int Run(Stream input, Stream output)
    {
        int count = 0;
        var lines = new LineReader(input);
        var answer = new ArrayBufferWriter<byte>();
        for (bool isFirst = true; lines.TryRead(out ReadOnlyMemory<byte> line); isFirst = false)
        {
            line = isFirst && line.Span.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                Answer(line, answer);
                output.Write(answer.WrittenSpan);
                output.Flush();
                answer.Clear();
                count++;
            }
        }

        return count;
    }

    private void Answer(ReadOnlyMemory<byte> line, ArrayBufferWriter<byte> answer)
    {
        JsonDocument? document = null;
        try
        {
            document = Parse(line);
            Write(answer, document.RootElement, writer =>
            {
                var request = new PipeRequest(document.RootElement);
                RequestKinds.Of(request).Answer(request, model, writer);
            });
        }
        catch (Exception e)
        {
            (string code, string message) = Describe(e);
            answer.Clear();
            Write(answer, document?.RootElement, writer =>
            {
                writer.WriteString("error", message);
                writer.WriteString("code", code);
            });
        }
        finally
        {
            document?.Dispose();
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line, ReadOptions);
        }
        catch (JsonException e)
        {
            throw new PipeException(PipeCode.NotJson, $"The line is no JSON object. {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // Names are compared while they are read, and an escape may be no character.
            throw new PipeException(PipeCode.NotJson, "The line is no JSON object. The name of a member has half of a surrogate pair in it.");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        JsonValueKind kind = document.RootElement.ValueKind;
        document.Dispose();
        throw new PipeException(PipeCode.NotJson, $"The line holds a JSON value of the kind {kind}; expected an object.");
    }

    private static void Write(ArrayBufferWriter<byte> answer, JsonElement? request, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(answer, WriteOptions))
        {
            writer.WriteStartObject();
            write(writer);
            if (request is { } root && root.TryGetProperty(RequestKinds.Id, out JsonElement id))
            {
                writer.WritePropertyName(RequestKinds.Id);
                writer.WriteRawValue(AnswerValues.ToAscii(id.GetRawText()), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        answer.Write("\n"u8);
    }

    private (string Code, string Message) Describe(Exception exception)
    {
        switch (exception)
        {
            case PipeException failure:
                return (failure.Code, failure.Message);
            case CompilationException:
                return (PipeCode.NotCompiled, exception.Message);
            case CheckpointException or TokenizerException or VocabularyException or HubException or IOException or UnauthorizedAccessException:
                return (PipeCode.NotLoaded, exception.Message);
            case ArgumentException argument:
                return (PipeCode.NotTaken, WithoutParameter(argument));
            default:
                note($"bertgen: {exception}");
                return (PipeCode.Unexpected, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    // The name of a method's parameter says nothing to a program that wrote JSON.
    private static string WithoutParameter(ArgumentException exception)
    {
        int end = exception.ParamName is { } name ? exception.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
