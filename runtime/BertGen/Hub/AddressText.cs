using System.Text.RegularExpressions;

namespace BertGen.Hub;

/// <summary>Addresses as messages may show them: what they say of a user or a key stays away.</summary>
internal static partial class AddressText
{
    /// <summary>Scheme, host, port and path.</summary>
    public static string Of(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>A text as it was given, without the user of an address that it may be.</summary>
    public static string Of(string source) => UserInfo.Replace(source, "//");

    [GeneratedRegex("//[^/?#]*@")]
    private static partial Regex UserInfo { get; }
}
