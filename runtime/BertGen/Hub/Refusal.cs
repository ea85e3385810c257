using System.Net;

namespace BertGen.Hub;

/// <summary>Explains answers that asking again does not change.</summary>
internal static class Refusal
{
    public static HubException Explain(RemoteFile file, HttpResponseMessage answer, HubSettings settings)
    {
        string status = $"{file.Address.Host} answered {(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd();
        string? code = answer.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? codes) ? codes.First() : null;
        string page = $"{AddressText.Of(settings.Endpoint).TrimEnd('/')}/{file.Label.Model}";
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when !file.IsOnHub =>
                file.Label.Error(HubFailure.Denied, $"{status}."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when code == "GatedRepo" =>
                file.Label.Error(HubFailure.Denied, $"{status}: the model is gated. Accept its conditions at {page}, and {TokenAdvice(settings)}."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                file.Label.Error(HubFailure.Denied, $"{status}: there is no such model, or it is private. Check the name, or {TokenAdvice(settings)}."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => file.Label.Error(HubFailure.NotFound, code switch
            {
                "RepoNotFound" => $"{status}: there is no such model. Check the name, or {TokenAdvice(settings)} if it is private.",
                "RevisionNotFound" => $"{status}: the model has no such revision. Check the branch, tag or commit at {page}/commits.",
                _ when file.IsOnHub => $"{status}: there is no such file. Check the name and the revision at {page}/tree/{file.Label.Revision}.",
                _ => $"{status}.",
            }),
            _ => file.Label.Error(HubFailure.BadAnswer, $"{status}."),
        };
    }

    private static string TokenAdvice(HubSettings settings) =>
        settings.Token is null ? "set HF_TOKEN to a token that may read it" : "check that the token that is set may read it";
}
