using System.Text;
using Parley.Gateway.Http.Responses;

namespace Parley.Gateway.Tests.Http;

public sealed class EventNumbersTests
{
    [Theory]
    [InlineData("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0}\n\n", 0L)]
    [InlineData("data:{\"sequence_number\" : 41,\"item\":{\"sequence_number\":7}}\r\n\r\n", 41L)]
    [InlineData("data: {\"item\":{\"sequence_number\":7}}\n\n", null)]
    [InlineData("data: {\"sequence_number\":\"7\"}\n\n", null)]
    [InlineData("data: {\"sequence_number\":7.5}\n\n", null)]
    [InlineData("data: [DONE]\n\n", null)]
    [InlineData("data: {\"sequence_number\":\n\n", null)]
    [InlineData("event: ping\n\n", null)]
    public void An_event_is_known_by_its_own_number(string frame, long? number) => Assert.Equal(number, EventNumbers.Of(Encoding.UTF8.GetBytes(frame)));
}
