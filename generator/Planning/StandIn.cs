namespace BertGen.Generator.Planning;

/// <summary>The tensor that takes the place of another where a checkpoint has only one of the two, because they are tied.</summary>
/// <param name="Name">Its name, without what may stand before those of the encoder.</param>
/// <param name="IsHead">Whether it is a head's.</param>
internal sealed record StandIn(string Name, bool IsHead);
