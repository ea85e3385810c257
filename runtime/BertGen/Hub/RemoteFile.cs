namespace BertGen.Hub;

/// <summary>A file on a server.</summary>
/// <param name="Label">What it is called in messages.</param>
/// <param name="Address">Where it is asked for first; answers may lead elsewhere.</param>
/// <param name="IsOnHub">Whether the server follows the hub's conventions, and may be told the token.</param>
internal sealed record RemoteFile(HubFile Label, Uri Address, bool IsOnHub)
{
    public static RemoteFile OnHub(HubSettings settings, HubFile label, string revision) => new(
        label,
        new Uri($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{label.Model}/resolve/{Uri.EscapeDataString(revision)}/{Quote(label.Name!)}"),
        IsOnHub: true);

    public static RemoteFile AtUrl(Uri url) => new(new HubFile(AddressText.Of(url)), url, IsOnHub: false);

    private static string Quote(string file) => string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
}
