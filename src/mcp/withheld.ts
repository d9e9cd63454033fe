// What answers of AWS may not hand on: variables that functions and containers are given, and members that are secrets
// by their name, also in the records of CloudTrail, which are JSON in a string.

const ENVIRONMENT = '[redacted:environment]';
const SECRET = '[redacted:secret]';
/** Of a record that cannot be read. */
const RECORD = '[redacted:record]';

/** The same, with each of these values taken out; their names stay. */
export function withoutSecrets(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutSecrets);
  if (answer instanceof Date || typeof answer !== 'object' || answer === null) return answer;
  const isSecret = Object.entries(answer).some(
    ([key, value]) => /^type$/i.test(key) && value === 'SecureString',
  );
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [
      key,
      isSecret && /^value$/i.test(key) ? SECRET : member(key, value),
    ]),
  );
}

function member(key: string, value: unknown): unknown {
  if (isEnvironment(key)) return taken(value, ENVIRONMENT);
  if (SECRET_MEMBERS.test(key)) return taken(value, SECRET);
  return key === 'CloudTrailEvent' ? record(value) : withoutSecrets(value);
}

/** `Environment: {Variables: {NAME: value}}` of Lambda, `environment: [{name, value}]` of ECS. */
const isEnvironment = (key: string) =>
  /^(?:environment|environmentVariables|variables)$/i.test(key);

/** Secrets whatever they hold, and scripts and archives, which may hold some. */
const SECRET_MEMBERS = /^(?:secret(?:String|Binary)|userData|zipFile|plaintext|keyMaterial)$/i;

function record(value: unknown): unknown {
  if (typeof value !== 'string') return withoutSecrets(value);
  try {
    return JSON.stringify(withoutSecrets(JSON.parse(value)));
  } catch {
    return RECORD;
  }
}

function taken(value: unknown, mark: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => taken(inner, mark));
  if (value === null || value === undefined) return value;
  if (typeof value !== 'object' || value instanceof Uint8Array) return mark;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key.toLowerCase() === 'name' ? inner : taken(inner, mark),
    ]),
  );
}
