using System.Text;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;

namespace Parley.Chat.Context;

/// <summary>A question to a model beside the conversation: a title, a summary. Metered like any other.</summary>
internal sealed class SideCall(ILlmClient pipeline, TimeProvider time)
{
    /// <summary>Asks, and gathers the answer's text; null when the model failed or said nothing. What is longer than <paramref name="most"/> characters is cut off, and the call ended.</summary>
    public async Task<SideAnswer?> AskAsync(Caller caller, string model, Prompt prompt, string tags, int most, CancellationToken cancellationToken)
    {
        var request = LlmRequest.Of(caller, model, prompt, time, tags);
        var text = new StringBuilder();
        var joints = new TextJoints();
        HashSet<int> spoken = [];
        Usage? usage = null;
        var answer = await pipeline.SendAsync(request, cancellationToken);
        await using (answer)
        {
            if (answer.Fault is not null) return null;
            while (text.Length < most && await answer.MoveNextAsync(cancellationToken))
            {
                foreach (var item in answer.Events.Events)
                {
                    if (item is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.Text }) spoken.Add(item.Block);
                    else if (item.Kind == LlmEventKind.Delta && spoken.Contains(item.Block)) text.Append(joints.Join(item.Block, item.Text));
                    else if (item.Kind == LlmEventKind.Usage) usage = item.Usage;
                    else if (item.Kind == LlmEventKind.Failed) return null;
                }
            }
        }

        var said = text.ToString(0, Math.Min(text.Length, most)).Trim();
        return said.Length == 0 ? null : new SideAnswer(said, request.Id, answer.Target?.Upstream.Name, usage);
    }
}
