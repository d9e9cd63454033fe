// What answers of AWS may not hand on: the variables that functions and containers are given often hold passwords.

const REDACTED = '[redacted:environment]';

/** The same, with the value of each environment variable taken out; their names stay. */
export function withoutEnvironments(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutEnvironments);
  if (answer instanceof Date || typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [
      key,
      isEnvironment(key) ? taken(value) : withoutEnvironments(value),
    ]),
  );
}

/** `Environment: {Variables: {NAME: value}}` of Lambda, `environment: [{name, value}]` of ECS. */
const isEnvironment = (key: string) => /^(?:environment|variables)$/i.test(key);

function taken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(taken);
  if (typeof value !== 'object' || value === null) return REDACTED;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key.toLowerCase() === 'name' ? inner : taken(inner),
    ]),
  );
}
