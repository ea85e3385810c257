using BertGen.Serving.Http;

namespace BertGen.Serving.Models;

/// <summary>The models under one group of routes.</summary>
internal sealed class ModelSet
{
    private readonly List<ServedModel> _models = [];

    /// <summary>All of them, in the order in which they were mapped.</summary>
    public IReadOnlyList<ServedModel> All => _models;

    /// <exception cref="InvalidOperationException">Another model has this name.</exception>
    public void Add(ServedModel model)
    {
        if (_models.Contains(model))
        {
            return;
        }

        if (_models.Any(other => other.Name == model.Name))
        {
            throw new InvalidOperationException($"Two models are served as '{model.Name}': give one of them another name.");
        }

        _models.Add(model);
    }

    /// <summary>The model of a request.</summary>
    /// <param name="name">Its name; null for the first that does this.</param>
    /// <param name="feature">What is asked of it.</param>
    /// <exception cref="RequestException">There is none.</exception>
    public ServedModel Find(string? name, ModelFeatures feature)
    {
        ServedModel? model = string.IsNullOrEmpty(name)
            ? _models.Find(model => model.Features.HasFlag(feature))
            : _models.Find(model => model.Name == name);
        if (model is null)
        {
            throw string.IsNullOrEmpty(name)
                ? RequestException.NotServed($"No model is served for this.")
                : RequestException.NoModel(name, _models.Where(known => known.Features.HasFlag(feature)).Select(known => known.Name));
        }

        return model.Features.HasFlag(feature) ? model : throw RequestException.NotServed($"The model '{model.Name}' does not do this.");
    }
}
