using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BertGen.Tool.Tests.Harness;

/// <summary><c>bertgen serve</c> in this process, and a client of it. It is stopped as a program is that ends itself.</summary>
internal sealed partial class RunningServer : IAsyncDisposable
{
    private readonly NoteWriter _notes;
    private readonly Task<int> _run;
    private readonly CancellationTokenSource _stopping;

    private RunningServer(NoteWriter notes, Task<int> run, CancellationTokenSource stopping, Uri address)
    {
        (_notes, _run, _stopping) = (notes, run, stopping);
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    public static async Task<RunningServer> StartAsync(PipeFolder folder, string[] arguments)
    {
        var notes = new NoteWriter();
        var stopping = new CancellationTokenSource();
        Task<int> run = ToolCommand.InvokeAsync(arguments, new Terminal(TextWriter.Null, notes), folder.Settings, stopping.Token);
        if (await Task.WhenAny(run, notes.Address).WaitAsync(TimeSpan.FromMinutes(2)) == run)
        {
            throw new InvalidOperationException(notes.ToString());
        }

        return new RunningServer(notes, run, stopping, await notes.Address);
    }

    public async Task<JsonElement> AskAsync(string route, object body)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync(route, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _stopping.Cancel();
        Assert.Equal(0, await _run.WaitAsync(TimeSpan.FromMinutes(1)));
        _stopping.Dispose();
        _notes.Dispose();
    }

    [GeneratedRegex(@"at (http://\S+)")]
    private static partial Regex AddressPattern();

    /// <summary>Finds the address in what the program tells.</summary>
    private sealed class NoteWriter : StringWriter
    {
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Uri> Address => _address.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (AddressPattern().Match(value ?? "") is { Success: true } match)
            {
                _address.TrySetResult(new Uri(match.Groups[1].Value + "/"));
            }
        }
    }
}
