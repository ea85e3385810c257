using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Writes the tables of rotary positions that a class has; they are made when they are first needed.</summary>
internal static class RotaryWriter
{
    public static void Write(IndentedWriter writer, EmbedderSpec spec)
    {
        EncoderConfig config = spec.Config;
        if (config.Rotary is not { } rule)
        {
            return;
        }

        writer.Lines("// Angles of the positions of a window.");
        writer.Block("private static class Rotary", () =>
        {
            Table("All", rule);
            if (config.LocalRotary is { } local && config.LocalLayers.Any(isLocal => isLocal))
            {
                Table("Near", local);
            }
        });
        writer.Blank();

        void Table(string name, RotaryRule rule) => writer.Lines(
            $"public static readonly {Names.RotaryTable} {name} = {Names.RotaryTable}.Of(theta: {rule.Theta}f, size: HeadSize, length: MaxPieces{Scaling(rule)});");
    }

    /// <summary>The table of a rotation.</summary>
    public static string Table(RotateOp rotation, EncoderConfig config) => rotation.Rule == config.Rotary ? "Rotary.All" : "Rotary.Near";

    private static string Scaling(RotaryRule rule) => rule.Type switch
    {
        RotaryRule.Linear => $", factor: {rule.Factor}f",
        RotaryRule.Ntk => $", stretch: {rule.Factor}f",
        _ => "",
    };
}
