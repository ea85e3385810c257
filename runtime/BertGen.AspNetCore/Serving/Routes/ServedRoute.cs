namespace BertGen.Serving.Routes;

/// <summary>Marks the routes of models, for the document about them.</summary>
internal sealed class ServedRoute;
