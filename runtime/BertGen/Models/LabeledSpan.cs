namespace BertGen;

/// <summary>A part of a text, with what a classifier of pieces says of it.</summary>
/// <param name="Label">The label; of spans of several pieces without <c>B-</c> and <c>I-</c>.</param>
/// <param name="Score">How likely it is, 0 to 1.</param>
/// <param name="Start">Where the part starts in the text, in UTF-16 units.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Text">The part of the text.</param>
public readonly record struct LabeledSpan(string Label, float Score, int Start, int End, string Text);
