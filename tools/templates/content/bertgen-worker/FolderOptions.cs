/// <summary>Where texts come from, and where vectors go: the section "Folders" of the configuration.</summary>
internal sealed class FolderOptions
{
    /// <summary>Files with a text a line, taken when nobody has written to them for <see cref="Pause"/>; each is deleted when its vectors are written.</summary>
    public string Inbox { get; set; } = "inbox";

    /// <summary>For every file one of the same name with <c>.jsonl</c> behind it: an object a line, with the text and its vector.</summary>
    public string Outbox { get; set; } = "outbox";

    /// <summary>How long to wait before the inbox is looked at again.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);
}
