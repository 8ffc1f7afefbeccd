namespace Parley.Api;

internal static class WireOperationList
{
    private const string OpenAi = "OpenAI's format";
    private const string Anthropic = "Anthropic's format";

    public static readonly WireOperation[] All =
    [
        new(HttpMethod.Post, "/v1/chat/completions", OpenAi, "createChatCompletion", "Chat Completions, over any provider.",
            "Where the provider speaks another format, Parley translates; request fields that could not be carried are named in the header x-parley-dropped.",
            "https://platform.openai.com/docs/api-reference/chat/create")
        {
            Streams = true,
            Request = """{"model":"demo","stream":true,"messages":[{"role":"user","content":"What can I try next?"}]}""",
            Response = """
                {"id":"chatcmpl-01m8","object":"chat.completion","created":1769860800,"model":"demo",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"I am Parley's built-in demonstration."},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":5,"completion_tokens":6,"total_tokens":11}}
                """,
        },
        new(HttpMethod.Post, "/v1/responses", OpenAi, "createResponse", "Responses, over any provider.",
            "Where the provider speaks another format, Parley translates; request fields that could not be carried are named in the header x-parley-dropped.",
            "https://platform.openai.com/docs/api-reference/responses/create")
        {
            Streams = true,
            Request = """{"model":"demo","stream":true,"input":"What can I try next?"}""",
            Response = """
                {"id":"resp_01m8","object":"response","created_at":1769860800,"status":"completed","model":"demo",
                 "output":[{"id":"msg_01m8_0","type":"message","status":"completed","role":"assistant",
                            "content":[{"type":"output_text","annotations":[],"text":"I am Parley's built-in demonstration."}]}],
                 "usage":{"input_tokens":5,"output_tokens":6,"total_tokens":11}}
                """,
        },
        new(HttpMethod.Post, "/v1/embeddings", OpenAi, "createEmbeddings", "Embeddings, over providers of the kinds chat, responses and gemini.",
            "The body reaches the provider as it is, with its own name of the model; for gemini it is translated.", "https://platform.openai.com/docs/api-reference/embeddings/create")
        {
            Request = """{"model":"text-embedding-3-small","input":"Parley"}""",
            Response = """
                {"object":"list","model":"text-embedding-3-small","data":[{"object":"embedding","index":0,"embedding":[0.0123,-0.0456]}],
                 "usage":{"prompt_tokens":2,"total_tokens":2}}
                """,
        },
        new(HttpMethod.Post, "/v1/images/generations", OpenAi, "createImage", "Pictures of words, over providers of the kinds chat and responses.",
            "Request and answer pass through as they are, with the provider's own name of the model; streamed pictures, too. Usage counts pictures beside the tokens that the provider reports.",
            "https://platform.openai.com/docs/api-reference/images/create")
        {
            Streams = true,
            Request = """{"model":"gpt-image-1","prompt":"A lighthouse in fog","size":"1024x1024"}""",
            Response = """
                {"created":1769860800,"data":[{"b64_json":"iVBORw0KGgo..."}],
                 "usage":{"input_tokens":12,"output_tokens":1056,"total_tokens":1068,"input_tokens_details":{"text_tokens":12,"image_tokens":0}}}
                """,
        },
        new(HttpMethod.Post, "/v1/images/edits", OpenAi, "editImage", "Pictures of pictures, over providers of the kinds chat and responses.",
            "A form with files, or JSON with addresses of pictures. Files stream through; put the field model before them.",
            "https://platform.openai.com/docs/api-reference/images/createEdit")
        {
            Streams = true,
            IsForm = true,
            Request = """{"model":"gpt-image-1","prompt":"Make it night","image[]":"@harbour.png"}""",
            Response = """
                {"created":1769860800,"data":[{"b64_json":"iVBORw0KGgo..."}],
                 "usage":{"input_tokens":335,"output_tokens":1056,"total_tokens":1391,"input_tokens_details":{"text_tokens":12,"image_tokens":323}}}
                """,
        },
        new(HttpMethod.Post, "/v1/audio/speech", OpenAi, "createSpeech", "Speech of text, over providers of the kinds chat and responses.",
            "The sound leaves as it arrives, with the provider's content type. Usage counts characters where the provider reports no tokens.",
            "https://platform.openai.com/docs/api-reference/audio/createSpeech")
        {
            Streams = true,
            Request = """{"model":"gpt-4o-mini-tts","voice":"alloy","input":"The ferry leaves at nine."}""",
            Binary = "audio/mpeg",
        },
        new(HttpMethod.Post, "/v1/audio/transcriptions", OpenAi, "createTranscription", "Transcripts of recordings, over providers of the kinds chat and responses.",
            "The file streams through without being kept, where the field model stands before it. The answer is JSON, text or subtitles, as response_format asks for. Usage counts tokens or the recording's length, as the provider reports.",
            "https://platform.openai.com/docs/api-reference/audio/createTranscription")
        {
            Streams = true,
            IsForm = true,
            Request = """{"model":"gpt-4o-transcribe","response_format":"json","file":"@meeting.mp3"}""",
            Response = """
                {"text":"The ferry leaves at nine.",
                 "usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0,"audio_tokens":14},"output_tokens":8,"total_tokens":22}}
                """,
        },
        new(HttpMethod.Post, "/v1/messages", Anthropic, "createMessage", "Messages, over any provider.",
            "Where the provider speaks another format, Parley translates; request fields that could not be carried are named in the header x-parley-dropped.",
            "https://docs.anthropic.com/en/api/messages")
        {
            Streams = true,
            Request = """{"model":"demo","max_tokens":500,"stream":true,"messages":[{"role":"user","content":"What can I try next?"}]}""",
            Response = """
                {"id":"msg_01m8","type":"message","role":"assistant","model":"demo",
                 "content":[{"type":"text","text":"I am Parley's built-in demonstration."}],"stop_reason":"end_turn","stop_sequence":null,
                 "usage":{"input_tokens":5,"output_tokens":6}}
                """,
        },
        new(HttpMethod.Post, "/v1/messages/count_tokens", Anthropic, "countMessageTokens", "Counts the tokens of a Messages request.",
            "Providers of the kinds messages and gemini count for themselves; for all others Parley estimates, and the header x-parley-estimated says so.",
            "https://docs.anthropic.com/en/api/messages-count-tokens")
        {
            Request = """{"model":"demo","messages":[{"role":"user","content":"How long is this?"}]}""",
            Response = """{"input_tokens":11}""",
        },
        new(HttpMethod.Post, "/v1/responses/input_tokens", OpenAi, "countResponseTokens", "Counts the tokens of a Responses request.",
            "Providers of the kinds responses, messages and gemini count for themselves; for all others Parley estimates, and the header x-parley-estimated says so.",
            "https://platform.openai.com/docs/api-reference/responses/input-tokens")
        {
            Request = """{"model":"demo","input":"How long is this?"}""",
            Response = """{"object":"response.input_tokens","input_tokens":11}""",
        },
        new(HttpMethod.Post, "/v1/responses/compact", OpenAi, "compactResponse", "Shortens a conversation, over providers of the kind responses.",
            "The request passes through. An earlier response is gone on from as in POST /v1/responses: by the provider that has it, or with the conversation written out. What comes back only the provider that made it can read.",
            "https://platform.openai.com/docs/api-reference/responses/compact")
        {
            Request = """{"model":"gpt-5.1","input":[{"role":"user","content":"What can I try next?"}]}""",
            Response = """
                {"id":"resp_01m8","object":"response.compaction","created_at":1769860800,
                 "output":[{"id":"cmp_01m8","type":"compaction","encrypted_content":"gAAAAAB..."}],"usage":{"input_tokens":139,"output_tokens":438,"total_tokens":577}}
                """,
        },
        new(HttpMethod.Get, "/v1/responses/{id}", OpenAi, "getResponse", "A response that is kept.",
            "Responses are kept for 30 days unless the request says store: false. With ?stream=true the events of one that is or was made in the background, from starting_after on, while they last: 10 minutes after its end.",
            "https://platform.openai.com/docs/api-reference/responses/get")
        {
            Query = [("stream", "true: its events instead of the response."), ("starting_after", "With stream: only the events behind this sequence number.")],
            IdMeans = "The response's id.",
            Response = """{"id":"resp_01m8","object":"response","created_at":1769860800,"status":"completed","model":"demo","output":[]}""",
        },
        new(HttpMethod.Get, "/v1/responses/{id}/input_items", OpenAi, "listResponseInputItems", "What a response answered.",
            "The items of the request's own input, the newest first. What it went on from is listed by the response before it.", "https://platform.openai.com/docs/api-reference/responses/input-items")
        {
            Query = [("limit", "Most items of a page, up to 100; 20 by default."), ("order", "asc: the oldest first; desc by default."), ("after", "Those behind the item of this id, in the order that is asked for.")],
            IdMeans = "The response's id.",
            Response = """
                {"object":"list","data":[{"id":"msg_01m8_in0","type":"message","status":"completed","role":"user","content":[{"type":"input_text","text":"What can I try next?"}]}],
                 "first_id":"msg_01m8_in0","last_id":"msg_01m8_in0","has_more":false}
                """,
        },
        new(HttpMethod.Delete, "/v1/responses/{id}", OpenAi, "deleteResponse", "Forgets a response.",
            "One that is being made is stopped. A provider that keeps the response too is not asked to forget it.", "https://platform.openai.com/docs/api-reference/responses/delete")
        {
            IdMeans = "The response's id.",
            Response = """{"id":"resp_01m8","object":"response","deleted":true}""",
        },
        new(HttpMethod.Post, "/v1/responses/{id}/cancel", OpenAi, "cancelResponse", "Stops a response that is made in the background.",
            "What was used until then is counted. One that has ended stays as it is.", "https://platform.openai.com/docs/api-reference/responses/cancel")
        {
            IdMeans = "The response's id.",
            Response = """{"id":"resp_01m8","object":"response","created_at":1769860800,"status":"cancelled","model":"demo","output":[]}""",
        },
        new(HttpMethod.Get, "/v1/streams/{id}", "Streams", "pickUpStream", "Goes on with a stream whose connection broke.",
            "For streams that were asked for with the header x-parley-resumable: true, by their x-parley-request-id. Sends the events behind the one that Last-Event-ID or ?after= names, and follows to the end, in the stream's own format; to any number of readers of the same caller, up to 10 minutes after its end.",
            "https://html.spec.whatwg.org/multipage/server-sent-events.html")
        {
            Query = [("after", "Only the events behind this one; the same as the header Last-Event-ID.")],
            IdMeans = "The stream's name: the x-parley-request-id of the answer that began it.",
            Binary = "text/event-stream",
        },
        new(HttpMethod.Get, "/v1/models", "Models", "listModels", "The models that can be asked for.",
            "In OpenAI's shape; in Anthropic's, with its paging, when the header anthropic-version is sent.", "https://platform.openai.com/docs/api-reference/models/list")
        {
            Query = [("limit", "In Anthropic's shape: most models of a page, 20 by default."), ("after_id", "In Anthropic's shape: those behind this one."), ("before_id", "In Anthropic's shape: those before this one.")],
            Response = """{"object":"list","data":[{"id":"demo","object":"model","created":1769860800,"owned_by":"demo"}]}""",
        },
        new(HttpMethod.Get, "/v1/models/{id}", "Models", "getModel", "One model.",
            "In OpenAI's shape; in Anthropic's when the header anthropic-version is sent.", "https://platform.openai.com/docs/api-reference/models/retrieve")
        {
            Response = """{"id":"demo","object":"model","created":1769860800,"owned_by":"demo"}""",
        },
    ];
}
