using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>
/// The window arithmetic: neighbouring windows of n pieces advance by a stride of (n - start - end) / 2, which must be at
/// least 1.
/// </summary>
internal static class WindowSize
{
    public const int Default = 512;

    public static long Least(EmbedderOptions options) => (long)options.StartTokens + options.EndTokens + 2;

    public static Finding TooSmall(EmbedderOptions options, int pieces, Place place) =>
        Finding.Of(
            Descriptors.WindowTooSmall,
            place,
            NumberText.Plain(pieces),
            NumberText.Plain(options.StartTokens),
            NumberText.Plain(options.EndTokens),
            NumberText.Plain(Least(options)));
}
