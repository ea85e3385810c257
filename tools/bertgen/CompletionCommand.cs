using System.CommandLine;

namespace BertGen.Tool;

/// <summary><c>bertgen completion SHELL</c>: a script that lets a shell complete commands and options. The shell asks the tool itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _bertgen() { mapfile -t COMPREPLY < <(bertgen "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null); }
        complete -o default -F _bertgen bertgen
        """;

    private const string Zsh = """
        _bertgen() { local -a found; found=("${(@f)$(bertgen "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}"); [[ -n "$found" ]] && compadd -a found || _files; }
        compdef _bertgen bertgen
        """;

    private const string Fish = """
        complete -c bertgen -a '(bertgen "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName bertgen -ScriptBlock {
            param($word, $line, $position)
            bertgen "[suggest:$position]" "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };

    public static Command Create(Terminal terminal)
    {
        Argument<string> shell = new("shell") { Description = $"{string.Join(", ", Scripts.Keys)}; for bash: source <(bertgen completion bash)", HelpName = "SHELL" };
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Scripts.ContainsKey(token.Value))
            {
                result.AddError($"There is no completion for '{token.Value}'; expected one of {string.Join(", ", Scripts.Keys)}.");
            }
        });
        var command = new Command("completion", "Writes a script that lets a shell complete commands and options.") { shell };
        command.SetAction(parsed =>
        {
            terminal.Output.WriteLine(Scripts[parsed.GetValue(shell)!].ReplaceLineEndings(terminal.Output.NewLine));
            return ToolCommand.Success;
        });
        return command;
    }
}
