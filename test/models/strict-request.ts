// What the Messages API refuses, as the message of its error: the shapes and rules that a client can break.

/** The first fault of a request, in the API's words, or null. */
export function faultOfRequest(headers: Headers, body: unknown): RequestFault | null {
  const authorization = headers.get('authorization') ?? '';
  if (!/^Bearer \S+$/.test(authorization) && (headers.get('x-api-key') ?? '') === '')
    return { status: 401, type: 'authentication_error', message: 'missing credentials' };
  const message = firstOf(checks(headers, body));
  return message === null ? null : { status: 400, type: 'invalid_request_error', message };
}

export interface RequestFault {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

type Json = Record<string, unknown>;
type Faults = Generator<string>;

const firstOf = (faults: Faults): string | null => faults.next().value ?? null;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const BODY_FIELDS = [
  'model',
  'max_tokens',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'stream',
  'metadata',
  'stop_sequences',
  'thinking',
  'output_config',
  'cache_control',
  'service_tier',
];

function* checks(headers: Headers, body: unknown): Faults {
  if (!/^\d{4}-\d\d-\d\d$/.test(headers.get('anthropic-version') ?? ''))
    yield 'anthropic-version: header is required';
  if (!isObject(body)) return yield 'body: not an object';
  for (const name of ['temperature', 'top_p', 'top_k'])
    if (name in body) yield `${name}: Extra inputs are not permitted`;
  yield* unknownFields(body, BODY_FIELDS, 'body');
  if (typeof body.model !== 'string' || body.model === '') yield 'model: Field required';
  if (!Number.isInteger(body.max_tokens) || Number(body.max_tokens) < 1)
    yield 'max_tokens: must be a positive integer';
  if (body.stream !== true && Number(body.max_tokens) > 21_333)
    yield 'Streaming is required for operations that may take long';
  yield* systemFaults(body.system);
  yield* toolFaults(body.tools);
  yield* messagesFaults(body.messages, body.tools);
  if (breakpoints(body) > 4)
    yield `A maximum of 4 blocks with cache_control may be provided. Found ${breakpoints(body)}.`;
}

function* unknownFields(object: Json, known: readonly string[], where: string): Faults {
  for (const name of Object.keys(object))
    if (!known.includes(name)) yield `${where}.${name}: Extra inputs are not permitted`;
}

function* systemFaults(system: unknown): Faults {
  if (system === undefined || typeof system === 'string') return;
  if (!Array.isArray(system)) return yield 'system: must be a string or a list of blocks';
  for (const [index, block] of system.entries()) yield* textFaults(block, `system.${index}`);
}

function* textFaults(block: unknown, where: string): Faults {
  if (!isObject(block) || block.type !== 'text') return yield `${where}: must be a text block`;
  yield* unknownFields(block, ['type', 'text', 'cache_control', 'citations'], where);
  yield* cacheFaults(block, where);
  if (typeof block.text !== 'string') return yield `${where}.text: Field required`;
  if (block.text.trim() === '')
    yield `${where}: text content blocks must contain non-whitespace text`;
}

function* cacheFaults({ cache_control: cache }: Json, where: string): Faults {
  if (cache === undefined) return;
  if (!isObject(cache) || cache.type !== 'ephemeral')
    yield `${where}.cache_control.type: ephemeral`;
  else yield* unknownFields(cache, ['type', 'ttl'], `${where}.cache_control`);
}

function* toolFaults(tools: unknown): Faults {
  if (tools === undefined) return;
  if (!Array.isArray(tools)) return yield 'tools: must be a list';
  const names = new Set<string>();
  for (const [index, tool] of tools.entries()) {
    const where = `tools.${index}`;
    if (!isObject(tool)) return yield `${where}: must be an object`;
    yield* unknownFields(
      tool,
      ['name', 'description', 'input_schema', 'cache_control', 'type', 'strict'],
      where,
    );
    yield* cacheFaults(tool, where);
    const name = String(tool.name);
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name))
      yield `${where}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
    if (names.has(name)) yield 'tools: Tool names must be unique.';
    names.add(name);
    if (!isObject(tool.input_schema) || tool.input_schema.type !== 'object')
      yield `${where}.input_schema.type: Field required`;
  }
}

function* messagesFaults(messages: unknown, tools: unknown): Faults {
  if (!Array.isArray(messages) || messages.length === 0)
    return yield 'messages: at least one message is required';
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const where = `messages.${index}`;
    if (!isObject(message)) return yield `${where}: must be an object`;
    yield* unknownFields(message, ['role', 'content'], where);
    if (message.role !== 'user' && message.role !== 'assistant')
      yield `${where}.role: Input should be 'user' or 'assistant'`;
    if (index === 0 && message.role !== 'user')
      yield 'messages: first message must use the user role';
    if (index > 0 && message.role === messages[index - 1].role)
      yield 'messages: roles must alternate between "user" and "assistant"';
    const blocks = typeof message.content === 'string' ? [] : message.content;
    if (!Array.isArray(blocks)) return yield `${where}.content: must be a string or a list`;
    if (message.content === '' || (Array.isArray(message.content) && blocks.length === 0))
      yield `${where}: all messages must have non-empty content`;
    if (message.role === 'user') {
      yield* userFaults(blocks, where, open);
      open = [];
    } else {
      yield* assistantFaults(blocks, where);
      open = blocks.flatMap((block: Json) => (block.type === 'tool_use' ? [String(block.id)] : []));
      if (open.length > 0 && !Array.isArray(tools))
        yield 'tools: Field required where messages hold tool_use blocks';
    }
  }
  if (open.length > 0)
    yield `tool_use ids were found without tool_result blocks: ${open.join(', ')}`;
}

function* userFaults(blocks: Json[], where: string, open: readonly string[]): Faults {
  const answered: string[] = [];
  let sawText = false;
  for (const [index, block] of blocks.entries()) {
    const place = `${where}.content.${index}`;
    if (block.type === 'tool_result') {
      if (sawText) yield `${place}: tool_result blocks must come first`;
      yield* resultFaults(block, place);
      answered.push(String(block.tool_use_id));
    } else {
      sawText = true;
      yield* textFaults(block, place);
    }
  }
  for (const id of answered)
    if (!open.includes(id)) yield `unexpected tool_use_id found in tool_result blocks: ${id}`;
  if (new Set(answered).size < answered.length) yield 'each tool_use must have a single result';
  const missing = open.filter((id) => !answered.includes(id));
  if (missing.length > 0)
    yield `tool_use ids were found without tool_result blocks immediately after: ${missing.join(', ')}`;
}

function* resultFaults(block: Json, where: string): Faults {
  yield* unknownFields(
    block,
    ['type', 'tool_use_id', 'content', 'is_error', 'cache_control'],
    where,
  );
  yield* cacheFaults(block, where);
  if (block.is_error === true && block.content === '')
    yield `${where}: content cannot be empty if is_error is true`;
}

function* assistantFaults(blocks: Json[], where: string): Faults {
  const ids = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    const place = `${where}.content.${index}`;
    if (block.type === 'text') yield* textFaults(block, place);
    else if (block.type === 'tool_use') {
      yield* unknownFields(block, ['type', 'id', 'name', 'input', 'cache_control'], place);
      if (!isObject(block.input)) yield `${place}.input: Input should be a valid dictionary`;
      if (!/^[a-zA-Z0-9_-]+$/.test(String(block.id))) yield `${place}.id: bad id`;
      if (!/^[a-zA-Z0-9_-]{1,128}$/.test(String(block.name))) yield `${place}.name: bad name`;
      if (ids.has(block.id)) yield 'messages: `tool_use` ids must be unique';
      ids.add(block.id);
    } else if (block.type === 'thinking') {
      yield* unknownFields(block, ['type', 'thinking', 'signature'], place);
      if (typeof block.signature !== 'string') yield `${place}.signature: Field required`;
    } else yield `${place}: Input tag '${String(block.type)}' is not expected`;
  }
}

function breakpoints(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + breakpoints(one), 0);
  if (!isObject(value)) return 0;
  const own = isObject(value.cache_control) ? 1 : 0;
  return Object.values(value).reduce((sum: number, one) => sum + breakpoints(one), own);
}
