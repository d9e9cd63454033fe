// A fetch whose answers end with an error beyond a size, and that follows no redirect: headers may carry secrets.

export function boundedFetch(send: typeof fetch, maxBytes: number): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, { ...init, redirect: 'manual' });
    if (answer.status >= 300 && answer.status < 400)
      throw new Error(
        `It redirects to ${answer.headers.get('location') ?? 'elsewhere'}, which is not followed.`,
      );
    if (answer.body === null) return answer;
    return new Response(answer.body.pipeThrough(limit(maxBytes)), {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
    });
  };
}

function limit(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes)
        controller.error(new Error(`The answer is larger than ${maxBytes} bytes.`));
      else controller.enqueue(chunk);
    },
  });
}
