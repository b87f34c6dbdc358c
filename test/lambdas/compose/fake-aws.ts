import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AwsCall {
  readonly target: string;
  readonly input: Record<string, unknown>;
}

/** CloudFormation and STS still take forms. */
const inputOf = (body: string): Record<string, unknown> =>
  body === '' || body.startsWith('{') ? JSON.parse(body || '{}') : Object.fromEntries(new URLSearchParams(body));

/** Answers AWS's JSON protocols with what `answer` says, and remembers the calls; undefined is refused. */
export async function fakeAws(answer: (call: AwsCall) => object | undefined) {
  const calls: AwsCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const input = inputOf(Buffer.concat(chunks).toString());
    const target = String(request.headers['x-amz-target'] ?? input.Action ?? request.url).replace(/^.*\./, '');
    const call = { target, input };
    calls.push(call);
    const body = answer(call);
    response.statusCode = body ? 200 : 400;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(body ?? { __type: 'AccessDeniedException', message: 'no' }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, calls, close };
}
